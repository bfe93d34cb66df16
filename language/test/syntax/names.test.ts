// Scenario words and the kernel's own names are names wherever a name can stand.
import { expect, test } from 'vitest';
import { parse } from '../../src/syntax/parse.ts';
import { outline } from './show.ts';

const words = (
  'scenario setup thread forbid variant expect observe witness schedule finally patch property ' +
  'invariant kernel memory source atomic choose or ghost pool flags forall exists any in as pass ' +
  'next init lock of union thread_local assert wait_until violate require true false NULL register'
).split(' ');

/** Each use of a word as a name, alone in a file, so that none can hide another. */
const uses: readonly [string, (word: string) => string][] = [
  ['a global', (w) => `int ${w};\nint z;`],
  ['a pointer with others', (w) => `struct page *a, *${w}, b[2];`],
  ['an initialized global', (w) => `static int ${w} = 1;`],
  ['an array', (w) => `int ${w}[2];`],
  ['a global of a named type', (w) => `u8 ${w};`],
  ['a field', (w) => `struct s {\n  int ${w};\n  u8 *${w}, b : 3;\n  ghost int ${w};\n};`],
  ['a field of a word', (w) => `typedef struct { u8 ${w} : 3; } t;`],
  ['a struct', (w) => `struct ${w} { int a; };\nstruct ${w} *p;`],
  ['an enum', (w) => `enum ${w} { A };\nenum ${w} e;`],
  ['an enumerator', (w) => `enum e { ${w}, B = ${w} };`],
  ['a flag', (w) => `flags f { ${w}, B };`],
  ['a constant', (w) => `#define ${w} 1\n#define B (${w} + 1)`],
  ['a typedef', (w) => `typedef int ${w};`],
  ['a function', (w) => `static inline int ${w}(void) { return 1; }\nvoid g(void) { ${w}(); }`],
  ['a function of a named type', (w) => `pte_t *${w}(int a) { return 0; }`],
  ['a parameter', (w) => `void f(int ${w}, struct page *${w}, u8 ${w}) { }`],
  [
    'a local',
    (w) => `void f(void) {\n  int ${w} = 1;\n  u8 *${w};\n  for (int ${w} = 0; ; ) { }\n}`,
  ],
  ['a label', (w) => `void f(void) {\n  goto ${w};\n${w}:\n  x = 1;\n}`],
  ['a last label', (w) => `void f(void) {\n${w}:\n}`],
  ['a target', (w) => `void f(void) {\n  ${w} = 1;\n  ${w} += ${w};\n  ${w}++;\n  ${w}->x = 1;\n}`],
  ['a target element', (w) => `void f(void) {\n  ${w}[0] = 1;\n  ${w}.x = 1;\n  *${w} = 1;\n}`],
  ['an operand', (w) => `void f(void) { x = ${w} + -${w} * (${w}) - !${w}; }`],
  ['a condition', (w) => `void f(void) { if (${w}) { } while (${w} && x) { } return ${w}; }`],
  ['a case', (w) => `void f(void) { switch (${w}) { case ${w}: x = 1; } }`],
  ['a member', (w) => `void f(void) { x = a->${w}.${w}; a->${w} = &b->${w}; }`],
  ['an initializer', (w) => `struct s a = { .${w} = ${w}, ${w} };`],
  ['an argument', (w) => `void f(void) { g(${w}, &${w}, x ? ${w} : y); }`],
  ['a length and a width', (w) => `int a[${w}] : ${w};`],
  ['a thread', (w) => `scenario "s" {\n  thread ${w} { }\n  schedule { ${w} ${w} * 3 ... }\n}`],
  ['a process', (w) => `scenario "s" {\n  setup (${w}) { }\n  thread a (${w}) { }\n}`],
  [
    'a property',
    (w) => `property ${w} "p" { ${w} }\nproperty ${w};\nscenario "s" { forbid ${w}; }`,
  ],
  ['a patch', (w) => `patch ${w} { }\npatch ${w} "p" { }\nscenario "s" { patch ${w}, b; }`],
  ['an expectation', (w) => `scenario "s" { expect ${w}; expect a, ${w}; memory ${w}; }`],
  [
    'an observation',
    (w) => `scenario "s" { observe ${w}; observe ${w} as "x"; witness ${w} == 1; }`,
  ],
  ['a quantified variable', (w) => `property p { forall (${w} in ${w}) ${w} }`],
  [
    'a local of a scenario',
    (w) => `scenario "s" {\n  int ${w};\n  u8 ${w};\n  void ${w}(void) { }\n}`,
  ],
];

test.each(uses)('every word can be %s', (_, use) => {
  const failures = words.flatMap((word) => {
    const { diagnostics } = parse(use(word), word);
    return diagnostics.map(({ message }) => `${word}: ${message}`);
  });
  expect(failures).toEqual([]);
});

test('a word that is a name leaves the words around it their meaning', () => {
  const text = `
int scenario, thread;
flags flags { flags };
void setup(int atomic) { atomic { atomic = choose; } choose { or = 1; } or { or: ghost = or; } }
scenario "scenario" {
  setup (setup) { setup(thread); }
  thread thread (thread) { thread = forbid; }
  forbid forbid;
}`;
  const { tree, diagnostics } = parse(text, 'test.race');
  expect(diagnostics).toEqual([]);
  expect(outline(tree)).toEqual([
    'Variable scenario thread',
    'Flags flags',
    'Function setup',
    'Scenario scenario',
    '  Setup',
    '  Thread thread',
    '  ForbidClause',
  ]);
});
