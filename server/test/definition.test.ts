import { describe, expect, it } from 'vitest';
import { definitionAt } from './check.ts';
import { counter, pages } from './texts.ts';

describe('the definition', () => {
  it('of a function is its body', () => {
    expect(definitionAt(counter.replace('cpu0 { inc', 'cpu0 { i$0nc'))).toMatchInlineSnapshot(`
      "file:///project/test.race
      void increment(void)
           ^^^^^^^^^
      "
    `);
  });

  it('of a variable is its declaration', () => {
    expect(
      definitionAt(counter.replace('assert(counter', 'assert(coun$0ter')),
    ).toMatchInlineSnapshot(`
      "file:///project/test.race
      int counter;
          ^^^^^^^
      "
    `);
  });

  it('of a field is its declaration', () => {
    const marked = pages.replace('pages[0].users += 1', 'pages[0].us$0ers += 1');
    expect(definitionAt(marked)).toMatchInlineSnapshot(`
      "file:///project/test.race
      struct page { int users; bool dirty; };
                        ^^^^^
      "
    `);
  });

  it('of a declared property in forbid is the property', () => {
    expect(definitionAt(pages.replace('forbid few', 'forbid f$0ew'))).toMatchInlineSnapshot(`
      "file:///project/test.race
      property few "a page has at most one user" { forall (p in pages) p->users <= 1 }
               ^^^
      "
    `);
  });

  it('of a thread in a schedule is the thread', () => {
    const marked = counter.replace('  expect assertion;', '  schedule { cp$0u0 cpu1 }');
    expect(definitionAt(marked)).toMatchInlineSnapshot(`
      "file:///project/test.race
        thread cpu0 { increment(); }
               ^^^^
      "
    `);
  });

  it('of a label is the label', () => {
    const marked = `int x;
scenario "s" {
  thread a { if (x) goto o$0ut; x = 1; out: x = 2; }
  forbid deadlock;
}`;
    expect(definitionAt(marked)).toMatchInlineSnapshot(`
      "file:///project/test.race
        thread a { if (x) goto out; x = 1; out: x = 2; }
                                           ^^^
      "
    `);
  });

  it('of a library function is in the library, in the body of the release in force', () => {
    const marked = `unsigned long word;
scenario "s" {
  kernel v6.1;
  thread a { test_and_se$0t_bit(0, &word); }
  forbid deadlock;
}`;
    expect(definitionAt(marked)).toMatch(/^kernel:\/.*\n.*test_and_set_bit/u);
  });

  it('of a built-in function does not exist', () => {
    expect(definitionAt(counter.replace('assert(', 'ass$0ert('))).toBe('nothing');
  });
});
