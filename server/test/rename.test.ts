import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { boundNames } from '@racewalk/language';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { prepareRename, rename } from '../src/features/rename.ts';
import { name } from './check.ts';
import { analysed, prepared, renamed } from './check-editing.ts';
import { counter, guest, locks, pages } from './texts.ts';

describe('a rename', () => {
  it('changes a function, the bodies that replace it, and its calls', () => {
    expect(renamed(counter.replace('cpu0 { inc', 'cpu0 { i$0nc'), 'bump')).toMatchInlineSnapshot(`
      "int counter;

      /// Adds one, in two steps.
      void bump(void)
      {
        counter = counter + 1;
      }

      scenario "two increments" {
        thread cpu0 { bump(); }
        thread cpu1 { bump(); }

        finally { assert(counter == 2); }
        expect assertion;

        variant "in one step" {
          void bump(void)
          {
            atomic { counter = counter + 1; }
          }
          expect pass;
        }
      }
      "
    `);
  });

  it('changes other open texts and included files', () => {
    const others = {
      'common.race': 'int shared;\n',
      'other.race': '#include "common.race"\nscenario "o" { thread a { shared = 2; } }\n',
    };
    const text = '#include "common.race"\nscenario "s" { thread a { sha$0red = 3; } }\n';
    expect(renamed(text, 'common', others)).toMatchInlineSnapshot(`
      "--- test.race
      #include "common.race"
      scenario "s" { thread a { common = 3; } }

      --- common.race
      int common;

      --- other.race
      #include "common.race"
      scenario "o" { thread a { common = 2; } }
      "
    `);
  });

  it('changes a field and a property', () => {
    expect(renamed(pages.replace('int users', 'int us$0ers'), 'holders')).toContain(
      'p->holders <= 1',
    );
    expect(renamed(pages.replace('expect few', 'expect f$0ew'), 'one')).toContain('forbid one;');
  });

  it('changes a thread with its schedule, and the process of setup', () => {
    const text = counter.replace('  expect assertion;', '  schedule { cp$0u0 cpu1 }');
    expect(renamed(text, 'first')).toContain('schedule { first cpu1 }');
    expect(renamed(guest.replace('(vmm)', '(v$0mm)'), 'parent')).toContain('thread cpu0 (parent)');
  });
});

const drawn = counter.replace(
  '  expect assertion;',
  `  schedule {
    CPU0                CPU1
    ----                ----
    increment()
      read counter: 0
                        increment()
  }`,
);

describe('a rename is refused', () => {
  it.each([
    ['a library function', guest.replace('mprot', 'mp$0rot'), 'x'],
    ['a built-in property', guest.replace('leak, dead', 'leak, de$0ad'), 'x'],
    ['a word of the language', locks.replace('WRITE_ONCE', 'WRITE$0_ONCE'), 'x'],
    ['a value of the language', counter.replace('== 2', '== NU$0LL'), 'x'],
    ['a keyword', counter.replace('finally', 'fin$0ally'), 'x'],
    ['an unknown name', counter.replace('counter == 2', 'cou$0nt == 2'), 'x'],
    ['a body of a library function', `int mpro$0tect(int a, int b) { return 0; }`, 'x'],
    ['a name in columns', drawn.replace('cpu0 { inc', 'cpu0 { i$0nc'), 'x'],
    ['no name', counter.replace('cpu0 { inc', 'cpu0 { i$0nc'), '2fast'],
    ['a reserved name', counter.replace('cpu0 { inc', 'cpu0 { i$0nc'), 'while'],
    ['a name in use', counter.replace('cpu0 { inc', 'cpu0 { i$0nc'), 'counter'],
    ['a field in use', pages.replace('int users', 'int us$0ers'), 'dirty'],
    ['a thread in use', counter.replace('thread cpu0', 'thread cp$0u0'), 'cpu1'],
    ['a name that a local takes', 'int a;\nvoid f(void)\n{\n  int b = 0;\n  $0a = b;\n}\n', 'b'],
    [
      'a local that would hide what is used',
      'int a;\nvoid f(void)\n{\n  int $0b = 0;\n  a = b;\n}\n',
      'a',
    ],
    ['a function of the library', counter.replace('cpu0 { inc', 'cpu0 { i$0nc'), 'mprotect'],
  ])('%s', (what, text, wanted) => {
    const reason = renamed(text, wanted);
    expect(reason).toMatch(/^refused: /u);
    expect(`${what}: ${reason}`).toMatchSnapshot();
  });

  it('before a name is asked for, where the thing is fixed', () => {
    expect(prepared(guest.replace('mprot', 'mp$0rot'))).toMatchInlineSnapshot(
      `"refused: 'mprotect' is of the kernel library, whose texts are read-only"`,
    );
    expect(prepared(counter.replace('counter == 2', 'coun$0ter == 2'))).toBe('counter');
  });
});

const root = path.resolve(import.meta.dirname, '../../scenarios');
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.race'),
);

describe('a rename and the rename back', () => {
  it('leave the text as it was, for any name of any bundled scenario', () => {
    const texts = files.map((file) => readFileSync(path.join(root, file), 'utf8'));
    const choices = [...texts, counter, pages, locks].flatMap((text) => {
      const analysis = analysed(text);
      return boundNames(analysis, name)
        .map((use) => ({ analysis, offset: use.name.start }))
        .filter(({ offset }) => {
          const place = { analysis, file: name, offset, results: undefined };
          return prepareRename(place).kind === 'name';
        });
    });
    expect(choices.length).toBeGreaterThan(300);
    const wanted = fc.stringMatching(/^zz_[a-z]{1,8}$/u);
    fc.assert(
      fc.property(fc.constantFrom(...choices), wanted, ({ analysis, offset }, fresh) => {
        const place = { analysis, file: name, offset, results: undefined };
        const before = prepareRename(place);
        if (before.kind === 'refused') throw new Error(before.reason);
        const { text } = analysis.file;
        const there = textAfter(rename(place, [], fresh), text);
        const moved = there.indexOf(fresh);
        const back = { ...place, analysis: analysed(there), offset: moved };
        expect(there).not.toBe(text);
        expect(textAfter(rename(back, [], before.name), there)).toBe(text);
      }),
      { numRuns: Number(process.env.RW_RUNS ?? 60) },
    );
  }, 120_000);
});

function textAfter(found: ReturnType<typeof rename>, text: string): string {
  if (found.kind === 'refused') throw new Error(found.reason);
  const ordered = [...found.edits].sort((one, other) => other.start - one.start);
  return ordered.reduce(
    (result, edit) => result.slice(0, edit.start) + edit.text + result.slice(edit.end),
    text,
  );
}
