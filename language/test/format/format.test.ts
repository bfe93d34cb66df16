// The formatter: what it makes of untidy texts, and what it must never do to any text.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { applyEdits } from '../../src/format/format.ts';
import { format, formatRangeEdits, formatTypedEdits } from '../../src/index.ts';
import { lex } from '../../src/syntax/lexer.ts';
import { parse } from '../../src/syntax/parse.ts';
import { everything, scenario } from '../syntax/sample.ts';

vi.setConfig({ testTimeout: 60_000 });

const root = path.resolve(import.meta.dirname, '../../..');
const bundled = ['kernel', 'scenarios'].flatMap((folder) =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.race') && !name.includes('node_modules'))
    .map((name) => path.join(folder, name)),
);

function read(name: string): string {
  return readFileSync(path.join(root, name), 'utf8');
}

/** Formats, and checks what holds for every text. */
function formatted(text: string): string | undefined {
  const once = format(text, 'test.race');
  if (once === undefined) return undefined;
  expect(wordsOf(once)).toEqual(wordsOf(text));
  expect(format(once, 'test.race')).toBe(once);
  return once;
}

/** Tokens and comments, without the space between and inside them. */
function wordsOf(text: string): readonly string[] {
  const { tokens } = lex(text);
  const found: string[] = [];
  for (const [index, token] of tokens.entries()) {
    const gap = text.slice(tokens[index - 1]?.end ?? 0, token.start).replace(/\s+/gu, '');
    if (gap !== '') found.push(gap);
    found.push(token.text);
  }
  return found;
}

test('an untidy text becomes kernel style', () => {
  const untidy = read('language/test/format/untidy.txt');
  expect(formatted(untidy)).toBe(read('language/test/format/tidy.txt'));
});

test('every bundled text is formatted', () => {
  expect(bundled.length).toBeGreaterThan(60);
  expect(bundled.filter((name) => formatted(read(name)) !== read(name))).toEqual([]);
});

test('the first call in a setup of no process is written like any other', () => {
  const text =
    'int x;\nvoid f(int a) { x = a; }\nscenario "s" { setup { f(1); } thread t { f(2); } expect pass; }\n';
  expect(formatted(text)).toMatch(/setup \{\s*f\(1\);/u);
});

test('a text that does not parse is left alone', () => {
  expect(format('int x = ;', 'test.race')).toBeUndefined();
  expect(format('int x; `', 'test.race')).toBeUndefined();
});

test('line ends stay those of the file', () => {
  expect(format('int  x;\r\nint y ;\r\n', 'test.race')).toBe('int x;\r\nint y;\r\n');
});

test('variants that are aligned with each other stay so', () => {
  const table = `scenario "s" {
	thread a { x = 1; }

	variant "one"       { patch p;      expect deadlock; }
	variant "the other" { kernel v6.2;  expect pass; }
}
`;
  expect(format(table, 'test.race')).toBe(table);
  expect(parse(scenario, 'test.race').diagnostics).toEqual([]);
  formatted(scenario);
});

/** Every so many places are looked at; 1 is all of them, and takes minutes. */
const every = Number(process.env.RW_EVERY ?? 199);

describe('for every text', () => {
  test('every prefix that parses keeps its words, and formatting it twice changes nothing more', () => {
    for (let length = 0; length <= everything.length; length += 1) {
      formatted(everything.slice(0, length));
    }
  });

  test('so does every bundled text up to the end of any of its declarations', () => {
    for (const name of bundled) {
      const text = read(name);
      for (const { end } of parse(text, name).tree.items) {
        expect(formatted(text.slice(0, end))).toBeDefined();
      }
    }
  });

  test('so do bundled texts that are cut anywhere', () => {
    for (const name of bundled) {
      const text = read(name);
      for (let length = 0; length <= text.length; length += every) {
        formatted(text.slice(0, length));
      }
    }
  }, 3_600_000);

  test('the space between words of a line does not matter', () => {
    const name = fc.constantFrom(...bundled.filter((one) => one.startsWith('kernel')));
    fc.assert(
      fc.property(name, fc.infiniteStream(fc.constantFrom(' ', '  ', '\t')), (file, spaces) => {
        const text = read(file);
        expect(formatted(withSpaces(text, () => spaces.next().value ?? ' '))).toBe(text);
      }),
      { numRuns: 60 },
    );
  });

  test('line ends anywhere leave the words alone', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...bundled),
        fc.infiniteStream(fc.constantFrom(' ', '\n', '\n\n\n')),
        (name, spaces) => {
          const text = read(name);
          const broken = text.includes('#')
            ? text
            : withSpaces(text, () => spaces.next().value ?? ' ');
          formatted(broken);
        },
      ),
      { numRuns: 60 },
    );
  });
});

/** Other white space between words, where there is some and no author can have aligned it. */
function withSpaces(text: string, space: () => string): string {
  return text
    .split('\n')
    .map((line) => {
      const isKept = /^\s*#|\/\/|\/\*|"|\{.*\}|^\s*\*|^[^(]*\)/u.test(line);
      return isKept ? line : line.trimStart().replace(/(?<=[\w,;)]) (?=[\w(])/gu, () => space());
    })
    .join('\n');
}

describe('while typing', () => {
  const typed = (text: string, key: string): string => {
    const at = text.indexOf('$0');
    const plain = text.replace('$0', '');
    return applyEdits(plain, formatTypedEdits(plain, 'test.race', at, key));
  };

  test('a semicolon formats its statement alone', () => {
    const text = 'void f(void)\n{\n\tx  =1;\n\ty  =2;$0\n}\n';
    expect(typed(text, ';')).toBe('void f(void)\n{\n\tx  =1;\n\ty = 2;\n}\n');
  });

  test('a brace formats its block', () => {
    const text = 'void f(void)\n{\n\tif(a) {\n  x  =1;\n  }$0\n}\n';
    expect(typed(text, '}')).toBe('void f(void)\n{\n\tif (a) {\n\t\tx = 1;\n\t}\n}\n');
  });

  test('a new line is indented by what is open, also where the text does not parse', () => {
    expect(typed('void f(void)\n{\n\tif (a) {\n$0', '\n')).toBe(
      'void f(void)\n{\n\tif (a) {\n\t\t',
    );
    expect(typed('void f(void)\n{\n\tif (a)\n$0', '\n')).toBe('void f(void)\n{\n\tif (a)\n\t\t');
    expect(typed('void f(void)\n{\n\tx(\n$0', '\n')).toBe('void f(void)\n{\n\tx(\n\t\t');
  });

  test('a closing brace of a broken text is indented', () => {
    expect(typed('void f(void)\n{\n\tx = ;\n\t}$0', '}')).toBe('void f(void)\n{\n\tx = ;\n}');
  });

  test('keys in every prefix of a text never throw', () => {
    for (let offset = 0; offset <= everything.length; offset += 1) {
      const text = everything.slice(0, offset);
      for (const key of ['}', ';', '\n']) formatTypedEdits(text, 'test.race', offset, key);
    }
  });
});

test('a range is formatted by whole lines, and nothing around it', () => {
  const text = 'int  a;\nint  b;\nint  c;\n';
  const start = text.indexOf('b');
  const edits = formatRangeEdits(text, 'test.race', { start, end: start + 1 }) ?? [];
  expect(applyEdits(text, edits)).toBe('int  a;\nint b;\nint  c;\n');
});

test('the samples parse', () => {
  expect(parse(read('language/test/format/tidy.txt'), 'tidy.race').diagnostics).toEqual([]);
});

test('columns in a schedule stay as they are, wherever they begin', () => {
  const columns = '      CPU0      CPU1\n      ----      ----\n      f( "x\n\n\t\t\t { y }\n';
  const text = `scenario "s"  {\n  schedule   {\n${columns}   }\n thread a { }\n}\n`;
  const tidy = formatted(text);
  expect(tidy).toBe(`scenario "s" {\n\tschedule {\n${columns}\t}\n\tthread a { }\n}\n`);
});
