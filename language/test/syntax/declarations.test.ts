// Declarations: what the tree says of docs, storage, releases and declarators.
import { expect, test } from 'vitest';
import { parse } from '../../src/syntax/parse.ts';
import type { Item } from '../../src/syntax/tree.ts';
import { checkSyntax } from '../check.ts';
import { outline, showKinds, showType } from './show.ts';

function items(text: string): readonly Item[] {
  const { tree, diagnostics } = parse(text, 'test.race');
  expect(diagnostics).toEqual([]);
  return tree.items;
}

function docOf(text: string): readonly string[] | undefined {
  const item = items(text).at(-1);
  return item !== undefined && 'doc' in item ? item.doc?.lines : undefined;
}

test('lines of a doc comment lose their slashes and one space', () => {
  expect(docOf('/// a\n///  b\n///\n///c\nint x;')).toEqual(['a', ' b', '', 'c']);
});

test('a block doc comment loses its stars', () => {
  expect(docOf('/**\n * a\n *\n *  b\n */\nint x;')).toEqual(['a', '', ' b']);
  expect(docOf('/** a */\nint x;')).toEqual(['a']);
});

test('a doc comment stands directly above', () => {
  expect(docOf('/// a\n\nint x;')).toBeUndefined();
  expect(docOf('/// a\n// b\nint x;')).toEqual(['a']);
  expect(docOf('int y; /// a\nint x;')).toBeUndefined();
  expect(docOf('//// a\nint x;')).toBeUndefined();
  expect(docOf('/* a */\nint x;')).toBeUndefined();
  expect(docOf('/**/\nint x;')).toBeUndefined();
  expect(docOf('/// a\n\n/// b\nint x;')).toEqual(['b']);
});

test("a doc comment above the kernel range is the function's", () => {
  expect(docOf('/// a\nkernel v5.10 ..\nvoid f(void);')).toEqual(['a']);
});

test('fields, enumerators and blocks of a scenario have docs', () => {
  const [struct] = items('struct s {\n  /// a\n  int x;\n};');
  expect(struct?.kind === 'Struct' && struct.fields[0]?.doc?.lines).toEqual(['a']);
  const [enumeration] = items('enum e {\n  /// a\n  A,\n  B\n};');
  expect(enumeration?.kind === 'Enum' && enumeration.members.map(({ doc }) => doc?.lines)).toEqual([
    ['a'],
    undefined,
  ]);
  const [scenario] = items('scenario "s" {\n  /// a\n  thread t { }\n}');
  const thread = scenario?.kind === 'Scenario' ? scenario.items[0] : undefined;
  expect(thread?.kind === 'Thread' && thread.doc?.lines).toEqual(['a']);
});

test('one line of fields gives a field for each name', () => {
  const [struct] = items('struct s { ghost unsigned long a, *b[2], c : 3; };');
  const fields = struct?.kind === 'Struct' ? struct.fields : [];
  const shown = fields.map(({ ghost, type, declarator }) => {
    const { pointers, name, dimensions, width } = declarator;
    return [ghost, showType(type), pointers, name.text, dimensions.length, width?.kind];
  });
  expect(shown).toEqual([
    [true, 'unsigned long', 0, 'a', 0, undefined],
    [true, 'unsigned long', 1, 'b', 1, undefined],
    [true, 'unsigned long', 0, 'c', 0, 'Bits'],
  ]);
});

test('storage words are kept, attributes are not', () => {
  const found = items(
    'static const int a;\nghost u8 b;\npool struct page c[2];\nstatic __always_inline int d(void);\n' +
      'volatile int __read_mostly e;\nthread_local int f;\npool ghost int g;',
  );
  const shown = found.map((item) => ('storage' in item ? item.storage.join(' ') : item.kind));
  expect(shown).toEqual([
    'static const',
    'ghost',
    'pool',
    'static inline',
    'volatile',
    'thread_local',
    'pool ghost',
  ]);
});

test('a release range has both ends, one or the same', () => {
  const found = items(
    'kernel v5.10 .. v6.1 void a(void);\nkernel v6.2 ..\nvoid b(void);\nkernel .. v5.9 void c(void);\n' +
      'kernel v5.13 void d(void);\nvoid e(void);\nkernel v5.10..v6.1 void f(void);',
  );
  const shown = found.map((item) => {
    if (item.kind !== 'Function') return item.kind;
    return [item.releases?.from?.number, item.releases?.to?.number];
  });
  expect(shown).toEqual([
    [5010, 6001],
    [6002, undefined],
    [undefined, 5009],
    [5013, 5013],
    [undefined, undefined],
    [5010, 6001],
  ]);
});

test('a prototype has no body, and void alone is no parameter', () => {
  const [prototype, definition] = items('struct page *f(int, struct page *p);\nvoid g(void) { }');
  expect(prototype?.kind === 'Function' && [prototype.pointers, prototype.body]).toEqual([
    1,
    undefined,
  ]);
  expect(prototype?.kind === 'Function' && prototype.parameters.length).toBe(2);
  expect(definition?.kind === 'Function' && definition.parameters.length).toBe(0);
});

test('a declaration is told from an expression by what follows the name', () => {
  const [body] = items(`void f(void) {
    a b; a *b; a *b, c; a **b = 1; a b[2]; struct a b; const a b; unsigned b;
    a * b(c); a(b); a; a[b]; a = b; a ? b : c; a.b = 1; ghost u8 d; ghost { } ghost = 1;
  }`);
  const block = body?.kind === 'Function' ? body.body : undefined;
  expect(block?.statements.map(({ kind }) => kind.slice(0, 3)).join(' ')).toBe(
    'Var Var Var Var Var Var Var Var Exp Exp Exp Exp Exp Exp Exp Var Gho Exp',
  );
});

test('statements nest as in C', () => {
  const [body] = items(`void f(void) {
    if (a) if (b) c(); else d();
    switch (a) { case 1: case 2: b(); { c(); } default: }
    out: while (a) do b(); while (c);
    end:
  }`);
  const block = body?.kind === 'Function' ? body.body : undefined;
  expect(block?.statements.map(showKinds)).toEqual([
    'If(If(ExpressionStatement, ExpressionStatement))',
    'Switch(SwitchSection(ExpressionStatement, Block(ExpressionStatement)), SwitchSection)',
    'Labeled(While(Do(ExpressionStatement)))',
    'Labeled(Empty)',
  ]);
});

test('forward declarations and lone semicolons leave nothing', () => {
  const { tree } = parse('struct page;\n;\nint x;;', 'test.race');
  expect(outline(tree)).toEqual(['Variable x']);
});

test('an include names its file', () => {
  const [own, system] = items('#include "dir/a.race" // b\n# include <linux/mm.h>\n');
  expect(own?.kind === 'Include' && [own.path, own.system]).toEqual(['dir/a.race', false]);
  expect(system?.kind === 'Include' && [system.path, system.system]).toEqual(['linux/mm.h', true]);
});

test('preprocessor lines are reported and what they enclose is read', () => {
  checkSyntax(`
int f(int a)
{
  if (a
#ifdef CONFIG_X
//<^^^^^^^^^^^^^^^ error RW0113: '#ifdef' is not in the language: only '#include' and '#define' are
      && b
#endif
//<^^^^^^ error RW0113: '#endif' is not in the language: only '#include' and '#define' are
     )
    return 1;
#define A 1
//<^^^^^^^ error RW0117: '#define' stands inside a function: move it out
  return 2;
}
#define for_each(a) \\
//<^^^^^^^^^^^^^^^^^^^^^ error RW0112: '#define' with parameters is not in the language: write a 'static inline' function
  for (;;)
int x;
`);
});
