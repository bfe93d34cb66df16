// Whatever the text, the parser gives a tree: quickly, with places inside the text, without
// throwing.
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { lex } from '../../src/syntax/lexer.ts';
import { parse } from '../../src/syntax/parse.ts';
import { children, descendants, heightOf, type Node } from '../../src/syntax/walk.ts';
import { everything, scenario } from './sample.ts';
import { outline } from './show.ts';

// Bounds on time are far above what is needed: they tell linear from quadratic on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

/** Parses, and checks what holds for every tree and every list of diagnostics. */
function checkParse(text: string): ReturnType<typeof parse> {
  const parsed = parse(text, 'test.race');
  const problems: string[] = [];
  for (const node of descendants(parsed.tree)) problems.push(...problemsOf(node));
  for (const { start, end, message } of parsed.diagnostics) {
    if (start < 0 || start > end || end > text.length)
      problems.push(`${start}..${end}: ${message}`);
    if (message.length > 200) problems.push(message);
  }
  expect(problems).toEqual([]);
  expect(parsed.diagnostics.length).toBeLessThanOrEqual(100);
  expect(parsed.diagnostics.map(({ start }) => start)).toEqual(
    parsed.diagnostics.map(({ start }) => start).toSorted((one, other) => one - other),
  );
  return parsed;
}

function problemsOf(node: Node): string[] {
  const outside = children(node).filter(
    ({ start, end }) => start < node.start || end > node.end || start > end,
  );
  return outside.map((child) => {
    const places = `${child.start}..${child.end} in ${node.start}..${node.end}`;
    return `${child.kind} outside ${node.kind}: ${places}`;
  });
}

describe('cut texts', () => {
  test('a variable of a named type is there once its name is', () => {
    const { tree } = checkParse('bool ready;\nspinlock_t lock');
    expect(tree.items.map(({ kind }) => kind)).toEqual(['Variable', 'Variable']);
  });

  test('every prefix keeps what stands before its end', () => {
    const whole = parse(everything, 'test.race').tree;
    expect(parse(everything, 'test.race').diagnostics).toEqual([]);
    for (let length = 0; length <= everything.length; length += 1) {
      const { tree } = checkParse(everything.slice(0, length));
      const kept = whole.items.filter(({ end }) => end <= length);
      const head = { ...whole, items: kept };
      expect(outline(tree).slice(0, outline(head).length)).toEqual(outline(head));
    }
  });

  test('every deletion of one token keeps what stands before it', () => {
    const whole = parse(everything, 'test.race').tree;
    const { tokens } = lex(everything);
    for (const { start, end } of tokens) {
      const { tree } = checkParse(everything.slice(0, start) + everything.slice(end));
      const head = { ...whole, items: whole.items.filter((item) => item.end < start) };
      expect(outline(tree).slice(0, outline(head).length)).toEqual(outline(head));
    }
  });

  test('a deletion of one token rarely costs what stands behind it', () => {
    const whole = outline(parse(everything, 'test.race').tree);
    const { tokens } = lex(everything);
    const costs = tokens.map(({ start, end, text }) => {
      const rest = outline(checkParse(everything.slice(0, start) + everything.slice(end)).tree);
      return { text, cost: whole.filter((line) => !rest.includes(line)).length };
    });
    const mean = costs.reduce((sum, { cost }) => sum + cost, 0) / costs.length;
    expect(mean).toBeLessThan(0.25);
    const dear = costs.filter(({ cost }) => cost > 3).map(({ text }) => text);
    expect(dear).toEqual(['scenario', 'variant']);
  });

  test('every doubled token gives few diagnostics', () => {
    for (const { start, end } of lex(everything).tokens) {
      const text = everything.slice(0, end) + everything.slice(start, end) + everything.slice(end);
      expect(checkParse(text).diagnostics.length).toBeLessThan(8);
    }
  });
});

describe('arbitrary texts', () => {
  const words = lex(everything + scenario).tokens.map(({ text }) => text);
  const soup = fc.array(
    fc.constantFrom(...new Set(words), '\n', '///', '"', "'", '/*', '#', '\\\n'),
    {
      maxLength: 60,
    },
  );

  test('any characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        checkParse(text);
      }),
      { numRuns: 300 },
    );
  });

  test('any tokens, spaced or not', () => {
    fc.assert(
      fc.property(soup, fc.constantFrom(' ', '', '\n'), (tokens, between) => {
        checkParse(tokens.join(between));
      }),
      { numRuns: 1000 },
    );
  });

  test('any tokens inside a scenario and a function', () => {
    const holes = [
      '@{}',
      'void f(void) { @ }',
      'scenario "s" { @ }',
      'scenario "s" { thread a { @ } }',
    ];
    fc.assert(
      fc.property(soup, fc.constantFrom(...holes), (tokens, hole) => {
        checkParse(hole.replace('@', () => tokens.join(' ')));
      }),
      { numRuns: 1000 },
    );
  });

  test('any splice of a good text', () => {
    const place = fc.nat({ max: everything.length });
    fc.assert(
      fc.property(place, place, place, (from, to, at) => {
        const piece = everything.slice(Math.min(from, to), Math.max(from, to));
        checkParse(everything.slice(0, at) + piece + everything.slice(at));
        checkParse(everything.slice(0, Math.min(from, to)) + everything.slice(Math.max(from, to)));
      }),
      { numRuns: 300 },
    );
  });
});

describe('bombs', () => {
  const many = 100_000;
  const body = (text: string) => `int a;\nvoid f(void)\n{\n${text}\n}\nint b;\n`;

  test.each(
    Object.entries({
      parentheses: body(`x = ${'('.repeat(many)}1${')'.repeat(many)};`),
      'open parentheses': body(`x = ${'('.repeat(many)};`),
      braces: body('{'.repeat(many) + '}'.repeat(many)),
      brackets: body(`x = ${'a['.repeat(many)}1${']'.repeat(many)};`),
      'prefix operators': body(`x = ${'!'.repeat(many)}1;`),
      casts: body(`x = ${'(int)'.repeat(many)}1;`),
      sums: body(`x = ${'1 + '.repeat(many)}1;`),
      members: body(`x = p${'->a'.repeat(many)};`),
      assignments: body(`${'a = '.repeat(many)}1;`),
      conditions: body(`x = ${'a ? b : '.repeat(many)}1;`),
      calls: body(`${'f('.repeat(many)}1${')'.repeat(many)};`),
      'nested ifs': body(`${'if (x) '.repeat(many)}y = 1;`),
      'else ifs': body(`${'if (x) y = 1; else '.repeat(many)}y = 1;`),
      labels: body(`${'a: '.repeat(many)}y = 1;`),
      blocks: body('atomic { '.repeat(many) + '}'.repeat(many)),
      initializers: body(`int x = ${'{'.repeat(many)}${'}'.repeat(many)};`),
      stars: body(`int ${'*'.repeat(many)}x;`),
      quantifiers: body(`x = ${'forall (p in q) '.repeat(many)}1;`),
    }),
  )('%s give one diagnostic', (_, text) => {
    const { tree, diagnostics } = parse(text, 'test.race');
    expect(diagnostics.map(({ code }) => code)).toEqual(['RW0108']);
    expect(outline(tree).at(0)).toBe('Variable a');
    expect(outline(tree).at(-1)).toBe('Variable b');
    expect(heightOf(tree)).toBeLessThan(2000);
  });

  test.each(
    Object.entries({
      'open braces': '{'.repeat(many),
      'open blocks': body('{'.repeat(many)),
      scenarios: 'scenario "s" {'.repeat(many),
      variants: `scenario "s" {${'variant "v" {'.repeat(many)}`,
      switches: body('switch (x) { case 1: '.repeat(many)),
      'mixed brackets': body('({['.repeat(many)),
      closers: '})]'.repeat(many),
      semicolons: ';'.repeat(many),
      'storage words': 'pool ghost static '.repeat(many),
      attributes: '__maybe_unused '.repeat(many),
      quotes: '"\n'.repeat(many),
      'stray characters': '@ a '.repeat(many),
      docs: '/// x\n'.repeat(many),
      comments: '/**/'.repeat(many),
      directives: '#if x\n'.repeat(many),
      continuations: '#define X \\\n'.repeat(many),
      'a long line': ' '.repeat(many * 10),
      'a long string': `"${' '.repeat(many * 10)}`,
      'a long word': 'x'.repeat(many * 10),
      'a long number': '1'.repeat(many * 10),
    }),
  )('%s take linear time', (_, text) => {
    const started = performance.now();
    const { tree, diagnostics } = parse(text, 'test.race');
    expect(diagnostics.length).toBeLessThanOrEqual(100);
    expect(heightOf(tree)).toBeLessThan(2000);
    expect(performance.now() - started).toBeLessThan(20_000);
  });

  test('chains inside chains stay low enough to walk', () => {
    const text = `int x = ${`(${'1 + '.repeat(900)}`.repeat(100)}1${')'.repeat(100)};\nint y;`;
    const { tree, diagnostics } = parse(text, 'test.race');
    expect(diagnostics.map(({ code }) => code)).toEqual([]);
    const left = `int x = ${'('.repeat(50)}1${`${' + 1'.repeat(900)})`.repeat(50)};\nint y;`;
    const high = parse(left, 'test.race');
    expect(high.diagnostics.map(({ code }) => code)).toEqual(['RW0108']);
    expect(outline(high.tree)).toEqual(['ErrorItem', 'Variable y']);
    expect(heightOf(tree)).toBeLessThan(2000);
  });
});

describe('what is no scenario', () => {
  test('a binary file gives a few diagnostics', () => {
    const bytes = Array.from(
      { length: 200_000 },
      (_, index) => (index * 7919 + (index >> 3)) % 256,
    );
    const binary = `\x7fELF\x02\x01\x01\0\0\0${String.fromCharCode(...bytes.slice(0, 50_000))}`;
    const { diagnostics } = checkParse(binary);
    expect(diagnostics.length).toBeLessThan(4);
    expect(diagnostics.some(({ message }) => message.includes('not text'))).toBe(true);
  });

  test('bytes that are no UTF-8 give at most the limit, and say how many more', () => {
    const { diagnostics } = checkParse('\ufffd;a\ufffd\n'.repeat(5000));
    expect(diagnostics.length).toBe(100);
    expect(diagnostics.at(-1)?.code).toBe('RW0109');
    expect(diagnostics.at(-1)?.message).toMatch(/^\d{4,} more errors are not shown$/);
  });

  test('a NUL ends the text and keeps what stands before it', () => {
    const { tree, diagnostics } = checkParse('int a;\nvoid f(void) {\n  x = 1;\n\0 y');
    expect(outline(tree)).toEqual(['Variable a', 'Function f']);
    expect(diagnostics.map(({ code }) => code)).toEqual(['RW0105']);
  });

  test('a byte order mark and other line ends are no matter', () => {
    expect(checkParse(`\ufeff${everything.replaceAll('\n', '\r\n')}`).diagnostics).toEqual([]);
    expect(
      checkParse(scenario.replaceAll(/(?<!\/)\/\/ .*/g, '').replaceAll('\n', '\r')).diagnostics,
    ).toEqual([]);
  });
});

test('5 MB are read within seconds', () => {
  const text = everything.repeat(Math.ceil(5_000_000 / everything.length));
  const started = performance.now();
  const { tree, diagnostics } = parse(text, 'test.race');
  expect(performance.now() - started).toBeLessThan(30_000);
  expect(diagnostics).toEqual([]);
  expect(tree.items.length).toBeGreaterThan(10_000);
});
