// Ways through a tree, and lines: what hover, go-to-definition and every diagnostic shown rest on.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LineIndex } from '../../src/syntax/lines.ts';
import { parse } from '../../src/syntax/parse.ts';
import { children, descendants, heightOf, nodeAt } from '../../src/syntax/walk.ts';
import { everything } from './sample.ts';

/** `$0` marks the cursor. */
function checkPath(marked: string, expected: string): void {
  const offset = marked.indexOf('$0');
  const { tree } = parse(marked.replace('$0', ''), 'test.race');
  const path = nodeAt(tree, offset).map((node) => (node.kind === 'Name' ? node.text : node.kind));
  expect(path.slice(1).join(' ')).toBe(expected);
}

test('the path to an offset ends at the innermost node', () => {
  const inner = 'Function Block ExpressionStatement Assignment';
  checkPath('void f(void) { a->b = c$0d; }', `${inner} cd`);
  checkPath('void f(void) { a->$0b = cd; }', `${inner} Member b`);
  checkPath('void f(void) { $0a->b = cd; }', `${inner} Member a`);
  checkPath('void f(void) { a -$0> b = cd; }', `${inner} Member`);
  checkPath('void f(void) {  $0 }', 'Function Block');
  checkPath('struct page *p$0;', 'Variable InitializedDeclarator Declarator p');
  checkPath('struct pa$0ge *p;', 'Variable Type page');
  checkPath('u$08 x;', 'Variable Type u8');
  checkPath('int a : enum f$0lags;', 'Variable InitializedDeclarator Declarator EnumBits flags');
});

test('a name is found at its end too, whatever follows', () => {
  const inner = 'Function Block ExpressionStatement';
  checkPath('void f(void) { a$0->b; }', `${inner} Member a`);
  checkPath('void f(void) { f$0(a); }', `${inner} Call f`);
  checkPath('void f(void) { f(a$0); }', `${inner} Call a`);
  checkPath('void f(void) { a$0=-b; }', `${inner} Assignment a`);
  checkPath('void f(void) { x=-b$0; }', `${inner} Assignment Unary b`);
  checkPath('struct s { int a, b$0; };', 'Struct Field Declarator b');
});

test('an absent name is found where it should stand', () => {
  checkPath('void f(void) { p->$0\n}', 'Function Block ExpressionStatement Member ');
});

test('clauses of a scenario have their names inside', () => {
  checkPath('scenario "s" { forbid a, b$0; }', 'Scenario ForbidClause b');
  checkPath('scenario "s" { schedule { a * $03 } }', 'Scenario ScheduleClause ScheduleStep Number');
  checkPath('scenario "s$0" { }', 'Scenario String');
  checkPath('scenario "s" { kernel v5.$013; }', 'Scenario KernelClause Release');
});

test('an offset outside the text has no path', () => {
  expect(nodeAt(parse('int x;', 'test.race').tree, 7)).toEqual([]);
});

test('children come in the order of the text, each once', () => {
  const { tree } = parse(everything, 'test.race');
  for (const node of descendants(tree)) {
    const inside = children(node);
    const starts = inside.map(({ start }) => start);
    expect(starts).toEqual(starts.toSorted((one, other) => one - other));
    expect(new Set(inside).size).toBe(inside.length);
  }
  expect(Array.from(descendants(tree)).length).toBeGreaterThan(300);
  expect(heightOf(tree)).toBeGreaterThan(5);
  const released = parse('kernel v5.13 void f(void);', 'test.race').tree;
  expect(Array.from(descendants(released)).filter(({ kind }) => kind === 'Release').length).toBe(1);
});

test('offsets become lines and characters, whatever ends the lines', () => {
  const lines = new LineIndex('a\nbc\r\nd\r\re');
  expect(lines.lineCount).toBe(5);
  expect(lines.position(0)).toEqual({ line: 0, character: 0 });
  expect(lines.position(1)).toEqual({ line: 0, character: 1 });
  expect(lines.position(4)).toEqual({ line: 1, character: 2 });
  expect(lines.position(6)).toEqual({ line: 2, character: 0 });
  expect(lines.position(8)).toEqual({ line: 3, character: 0 });
  expect(lines.position(10)).toEqual({ line: 4, character: 1 });
  expect(lines.position(99)).toEqual({ line: 4, character: 1 });
});

test('a place beyond its line is the end of the line', () => {
  const lines = new LineIndex('a\nbc\r\nd');
  expect(lines.offset({ line: 1, character: 9 })).toBe(4);
  expect(lines.offset({ line: 9, character: 0 })).toBe(7);
  expect(lines.offset({ line: -1, character: -1 })).toBe(0);
  expect(lines.lineSpan(1)).toEqual({ start: 2, end: 4 });
  expect(new LineIndex('').position(5)).toEqual({ line: 0, character: 0 });
});

test('lines are what stands between breaks of any kind', () => {
  const piece = fc.constantFrom('a', '\n', '\r', '\r\n', '');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = pieces.join('');
      const lines = new LineIndex(text);
      const found = Array.from({ length: lines.lineCount }, (_, line) => {
        const { start, end } = lines.lineSpan(line);
        return text.slice(start, end);
      });
      expect(found).toEqual(text.split(/\r\n|\n|\r/));
    }),
  );
});

test('every offset outside a line break goes there and back', () => {
  const piece = fc.constantFrom('a', 'ä', '\n', '\r\n', '\r', '\t', '😀');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const text = pieces.join('');
      const lines = new LineIndex(text);
      for (let offset = 0; offset <= text.length; offset += 1) {
        const isInBreak = text[offset - 1] === '\r' && text[offset] === '\n';
        if (!isInBreak) expect(lines.offset(lines.position(offset))).toBe(offset);
      }
    }),
  );
});
