import { describe, expect, it } from 'vitest';
import { hoverAt } from './check.ts';
import { counter, pages } from './texts.ts';

describe('a hover', () => {
  it('on a call shows the steps of the function', () => {
    expect(hoverAt(counter.replace('cpu0 { inc', 'cpu0 { i$0nc'))).toMatchInlineSnapshot(`
      "  thread cpu0 { increment(); }
                      ^^^^^^^^^
      \`\`\`race
      void increment(void)
      \`\`\`

      Adds one, in two steps.

      Steps in v6.17, any thread may come between them:

      1. \`read counter\`
      2. \`write counter = counter + 1\`
      "
    `);
  });

  it('on a call in a variant shows the steps of its own body', () => {
    const marked = counter.replace('void increment(void)\n    {', 'void incr$0ement(void)\n    {');
    expect(hoverAt(marked)).toMatchInlineSnapshot(`
      "    void increment(void)
               ^^^^^^^^^
      \`\`\`race
      void increment(void)
      \`\`\`

      One step in v6.17: \`atomic { counter = counter + 1; }\`.
      "
    `);
  });

  it('on an access shows what this access sees', () => {
    expect(
      hoverAt(counter.replace('= counter + 1;\n}', '= coun$0ter + 1;\n}')),
    ).toMatchInlineSnapshot(`
      "  counter = counter + 1;
                  ^^^^^^^
      \`\`\`race
      int counter
      \`\`\`

      Here, over all 12 reachable states:

      - \`cpu0\` reads \`0\`, \`1\`
      - \`cpu1\` reads \`0\`, \`1\`

      In the run that violates \`assertion\`:

      - \`counter\`: \`0\` → \`1\`
      "
    `);
  });

  it('on a declaration shows what all accesses see', () => {
    expect(hoverAt(counter.replace('int counter', 'int c$0ounter'))).toMatchInlineSnapshot(`
      "int counter;
          ^^^^^^^
      \`\`\`race
      int counter
      \`\`\`

      Over all 12 reachable states:

      - \`cpu0\` reads \`0\`, \`1\`
      - \`cpu0\` writes \`1\`, \`2\`
      - \`cpu1\` reads \`0\`, \`1\`
      - \`cpu1\` writes \`1\`, \`2\`

      In the run that violates \`assertion\`:

      - \`counter\`: \`0\` → \`1\`
      "
    `);
  });

  it('on a local shows the values it takes', () => {
    expect(
      hoverAt(`int shared;
scenario "s" {
  thread a { int se$0en = shared; shared = seen + 1; }
  thread b { shared = 3; }
  forbid deadlock;
}`),
    ).toMatchInlineSnapshot(`
      "  thread a { int seen = shared; shared = seen + 1; }
                       ^^^^
      \`\`\`race
      int seen
      \`\`\`

      Over all 9 reachable states:

      - in \`a\`: \`0\`, \`3\`
      "
    `);
  });

  it('on a parameter shows what calls pass', () => {
    expect(
      hoverAt(`int shared;
void add(int b$0y) { shared += by; }
void sub(int by) { shared -= by; }
scenario "s" {
  thread a { int some = shared; add(some); sub(some - 1); }
  thread b { add(3); }
  forbid deadlock;
}`),
    ).toMatchInlineSnapshot(`
      "void add(int by) { shared += by; }
                   ^^
      \`\`\`race
      int by
      \`\`\`

      Over all 29 reachable states:

      - in \`a\`: \`0\`, \`3\`
      "
    `);
  });

  it('on a field shows the values of every object, and those of the failing run', () => {
    expect(
      hoverAt(pages.replace('pages[0].users += 1', 'pages[0].us$0ers += 1')),
    ).toMatchInlineSnapshot(`
      "  thread cpu0 { pages[0].users += 1; }
                               ^^^^^
      \`\`\`race
      int users // of struct page
      \`\`\`

      Here, over all 12 reachable states:

      - \`cpu0\` reads \`0\`, \`1\`
      - \`cpu0\` writes \`1\`, \`2\`

      In the run that violates \`few\`:

      - \`pages[0].users\`: \`0\` → \`1\` → \`2\`
      "
    `);
  });

  it('on a library function names its kernel source and its place', () => {
    expect(
      hoverAt(`unsigned long word;
scenario "s" {
  kernel v6.1;
  thread a { test_and_se$0t_bit(0, &word); }
  forbid deadlock;
}`),
    ).toMatchInlineSnapshot(`
      "  thread a { test_and_set_bit(0, &word); }
                   ^^^^^^^^^^^^^^^^
      \`\`\`race
      bool test_and_set_bit(int nr, unsigned long *addr)
      \`\`\`

      Sets bit @nr and returns what it was, in one fully ordered atomic step.

      One step in v6.1: the whole call, at once.

      Source: include/asm-generic/bitops/atomic.h test\\_and\\_set\\_bit()

      Defined in [include/linux/bitops.race](racewalk-kernel:/include/linux/bitops.race)
      "
    `);
  });

  it('on a property says its sentence', () => {
    expect(
      hoverAt(counter.replace('expect assertion', 'expect ass$0ertion')),
    ).toMatchInlineSnapshot(`
      "  expect assertion;
               ^^^^^^^^^
      \`\`\`race
      property assertion
      \`\`\`

      no assert() or BUG_ON() fails

      Watched in every scenario.

      Violated in "as written": 4 steps, 2 switches.
      "
    `);
  });

  it('on a built-in function says what it means', () => {
    expect(hoverAt(counter.replace('assert(', 'ass$0ert('))).toMatchInlineSnapshot(`
      "  finally { assert(counter == 2); }
                  ^^^^^^
      \`\`\`race
      assert(condition)
      \`\`\`

      Breaks the property assertion and ends the run unless the condition holds.
      "
    `);
  });

  it('on a word of the language explains it', () => {
    expect(hoverAt(counter.replace('finally', 'fin$0ally'))).toMatchInlineSnapshot(`
      "  finally { assert(counter == 2); }
        ^^^^^^^
      **finally**: Checked where all threads are over, on a copy of the state.
      "
    `);
    expect(hoverAt(counter.replace('expect pass', 'expect pa$0ss'))).toMatchInlineSnapshot(`
      "    expect pass;
                 ^^^^
      **pass**: No interleaving violates a watched property, and all of them were explored.
      "
    `);
  });

  it('on what a run has to come to explains the word, and on livelock where it is watched', () => {
    const property = 'property done "it ends" { event$0ually (counter == 2) }\n';
    expect(hoverAt(property + counter)).toMatchInlineSnapshot(`
      "property done "it ends" { eventually (counter == 2) }
                                ^^^^^^^^^^
      **eventually**: Every complete run comes to a state in which this holds; infinite runs are weakly fair.
      "
    `);
    const livelock = 'forbid live$0lock;\n\texpect assertion, livelock';
    expect(hoverAt(counter.replace('expect assertion', livelock))).toMatchInlineSnapshot(`
      "  forbid livelock;
               ^^^^^^^^
      \`\`\`race
      property livelock
      \`\`\`

      no fair run goes on for ever without progress

      Watched only where \`forbid\` names it.
      "
    `);
  });

  it('on observe lists the outcomes', () => {
    const text = counter.replace(
      '  expect assertion;',
      '  obs$0erve counter as "sum";\n  expect assertion;',
    );
    expect(hoverAt(text)).toMatchInlineSnapshot(`
      "  observe counter as "sum";
        ^^^^^^^
      **observe**: A value looked at where all threads are over; all distinct outcomes are listed.

      - Sometimes: \`sum = 2\`
      - Sometimes: \`sum = 1\`
      "
    `);
  });

  it('on a release says what it chooses', () => {
    const text = 'scenario "s" { kernel v6$0.1; thread a { } forbid deadlock; }';
    expect(hoverAt(text)).toMatchInlineSnapshot(`
      "scenario "s" { kernel v6.1; thread a { } forbid deadlock; }
                            ^^^^
      \`\`\`race
      kernel v6.1
      \`\`\`

      The release in force: of each function, the body written for v6.1.
      "
    `);
  });

  it('on an error explains its code and links to its page', () => {
    expect(
      hoverAt(counter.replace('cpu1 { increment', 'cpu1 { incre$0men')),
    ).toMatchInlineSnapshot(`
      "  thread cpu1 { incremen(); }
                           ^
      [RW0203](racewalk-kernel:/diagnostics/RW0203.md): unknown function. No function of this name is declared here or in the kernel library. A function that is not modelled must be written: a body with the shared accesses that matter is enough.
      "
    `);
  });

  it('on nothing says nothing', () => {
    expect(hoverAt(`${counter}\n$0\n`)).toBe('nothing');
  });
});
