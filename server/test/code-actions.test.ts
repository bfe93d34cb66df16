import { describe, expect, it } from 'vitest';
import { actedAt, titlesAt } from './check-editing.ts';
import { counter, guest, pages } from './texts.ts';

const plain = 'int x;\nscenario "s" {\n\tthread a { x = 1; }\n\tforbid deadlock;\n}\n';

describe('a quick fix', () => {
  it('adds what is missing', () => {
    const text = plain.replace('int x;', 'int x$0');
    expect(actedAt(text, "add ';'")).toBe(plain);
    expect(
      actedAt('scenario "s" {\n\tthread a {\n\t\tif ((1$0 { }\n\t}\n}\n', "add ')'"),
    ).toContain('if ((1)');
  });

  it('closes a brace', () => {
    const text = 'void f$0(void)\n{\n\tint x = 0;\n\nvoid g(void)\n{\n}\n';
    expect(titlesAt(text.replace('$0', '').replace('\n{', '\n$0{'))).toContain(
      "quickfix*: add '}'",
    );
    expect(
      actedAt(text.replace('$0', '').replace('\n{', '\n$0{'), "add '}'"),
    ).toMatchInlineSnapshot(`
      "void f(void)
      {
      	int x = 0;
      }

      void g(void)
      {
      }
      "
    `);
  });

  it('spells a name as it is known', () => {
    const text = counter.replace('cpu0 { increment', 'cpu0 { incre$0ent');
    expect(actedAt(text, "change to 'increment'")).toBe(counter);
    const property = pages.replace('forbid few', 'forbid fe$0ww');
    expect(actedAt(property, "change to 'few'")).toBe(pages);
  });

  it('includes the open text that has the name, or writes the function', () => {
    const others = { 'common.race': 'void helper(void)\n{\n}\n' };
    const text = plain.replace('x = 1', 'help$0er()');
    expect(titlesAt(text, others)).toMatchInlineSnapshot(`
      [
        "quickfix: include common.race",
        "quickfix: write helper()",
      ]
    `);
    expect(actedAt(text, 'include common.race', others)).toContain(
      '#include "common.race"\nint x;',
    );
    expect(actedAt(text, 'write helper()')).toMatchInlineSnapshot(`
      "int x;
      static void helper(void)
      {
      }

      scenario "s" {
      	thread a { helper(); }
      	forbid deadlock;
      }
      "
    `);
    expect(actedAt(plain.replace('x = 1', '$0y = 1'), "declare 'int y'")).toMatchInlineSnapshot(`
      "int x;
      int y;

      scenario "s" {
      	thread a { y = 1; }
      	forbid deadlock;
      }
      "
    `);
  });

  it('uses the operator that fits', () => {
    const text = 'struct s { int a; };\nvoid f(struct s *p)\n{\n\tp.$0a = 1;\n}\n';
    expect(actedAt(text, "use '->'")).toContain('p->a = 1;');
  });

  it('forbids what is expected or declared', () => {
    const expected = pages
      .replace('forbid few', 'forbid deadlock')
      .replace('expect few', 'expect f$0ew');
    expect(actedAt(expected, 'forbid few')).toContain('forbid deadlock, few;');
    const none = pages
      .replace('  forbid few;\n  expect few;\n', '')
      .replace('"two users"', '"two$0 users"');
    expect(titlesAt(none)).toMatchInlineSnapshot(`
      [
        "quickfix: forbid few",
        "quickfix: forbid deadlock",
      ]
    `);
    expect(actedAt(none, 'forbid few')).toMatchInlineSnapshot(`
      "struct page { int users; bool dirty; };
      struct page pages[2];

      property few "a page has at most one user" { forall (p in pages) p->users <= 1 }

      scenario "two users" {
        thread cpu0 { pages[0].users += 1; }
        thread cpu1 { pages[0].users += 1; }
        forbid few;
      }
      "
    `);
  });

  it('watches a property of a scenario', () => {
    const text = plain.replace('\tforbid', '\tproperty sm$0all "x is small" { x < 2 }\n\tforbid');
    expect(titlesAt(text)).toMatchInlineSnapshot(`
      [
        "quickfix*: forbid small",
        "quickfix: make it an invariant",
      ]
    `);
    expect(actedAt(text, 'forbid small')).toContain('forbid deadlock, small;');
    expect(actedAt(text, 'make it an invariant')).toContain('invariant small "x is small"');
  });

  it('takes out what stands twice', () => {
    const text = guest.replace('\tkernel v5.13;', '\tkernel v5.13;\n\tkernel$0 v5.13;');
    expect(actedAt(text, 'remove this one')).toBe(guest);
  });

  it('leaves pass out where something else is expected', () => {
    const text = pages.replace('expect few', 'expect pa$0ss, few');
    expect(actedAt(text, "leave out 'pass'")).toBe(pages);
  });

  it('adds a thread', () => {
    expect(actedAt('scenario "s$0" {\n\tkernel v6.1;\n}\n', 'add a thread')).toMatchInlineSnapshot(`
      "scenario "s" {
      	kernel v6.1;
      	thread cpu0 { }
      }
      "
    `);
  });

  it('says the release', () => {
    const text = guest.replace('\tkernel v5.13;\n', '').replace('"both', '"bo$0th');
    expect(actedAt(text, "say 'kernel v6.17'")).toContain('2021";\n\tkernel v6.17;\n');
  });

  it('puts the successor in the place of what the release lacks', () => {
    const text = guest
      .replace('kernel v5.13', 'kernel v6.12')
      .replace(
        'user_ldg(buf)',
        'set_pte_at$0_notify(current->mm, buf, NULL, (pte_t){ .page = NULL })',
      );
    expect(titlesAt(text)).toMatchInlineSnapshot(`
      [
        "quickfix*: replace by set_pte_at()",
        "refactor.rewrite: replace set_pte_at_notify by set_pte_at for v6.10",
      ]
    `);
    expect(actedAt(text, 'replace by set_pte_at()')).toContain('set_pte_at(current->mm');
  });

  it('gives a local its first value', () => {
    const text = plain.replace('x = 1;', 'int $0y; x = y;');
    expect(actedAt(text, "begin with 'y = 0'")).toContain('int y = 0; x = y;');
  });

  it('uses the memory model there is', () => {
    const text = plain.replace('\tforbid', '\tmemory arm$0;\n\tforbid');
    expect(actedAt(text, 'use memory sc')).toContain('memory sc;');
  });

  it('expects what was found', () => {
    const wrong = counter.replace('expect assertion', 'exp$0ect pass');
    expect(actedAt(wrong, 'expect what was found: assertion', {}, true)).toBe(counter);
    const none = counter.replace('  expect assertion;\n', '').replace('"two inc', '"two$0 inc');
    expect(actedAt(none, 'expect what was found: assertion', {}, true)).toMatchInlineSnapshot(`
      "int counter;

      /// Adds one, in two steps.
      void increment(void)
      {
        counter = counter + 1;
      }

      scenario "two increments" {
        thread cpu0 { increment(); }
        thread cpu1 { increment(); }

        finally { assert(counter == 2); }
        expect assertion;

        variant "in one step" {
          void increment(void)
          {
            atomic { counter = counter + 1; }
          }
          expect pass;
        }
      }
      "
    `);
  });
});

describe('a rewriting', () => {
  it('adds expect for the found verdict', () => {
    const text = counter.replace('    expect pass;\n', '').replace('"in one', '"in$0 one');
    expect(
      actedAt(text, 'add expect for the found verdict: pass', {}, true),
    ).toMatchInlineSnapshot(`
      "int counter;

      /// Adds one, in two steps.
      void increment(void)
      {
        counter = counter + 1;
      }

      scenario "two increments" {
        thread cpu0 { increment(); }
        thread cpu1 { increment(); }

        finally { assert(counter == 2); }
        expect assertion;

        variant "in one step" {
          void increment(void)
          {
            atomic { counter = counter + 1; }
          }
          expect pass;
        }
      }
      "
    `);
  });

  it('offers no verdict that was not found', () => {
    const text = counter.replace('    expect pass;\n', '').replace('"in one', '"in$0 one');
    expect(titlesAt(text)).toEqual([]);
  });

  it('wraps statements in atomic', () => {
    const text = counter.replace('counter = counter + 1;\n}', '$<counter = counter + 1;$>\n}');
    expect(actedAt(text, 'wrap in atomic')).toMatchInlineSnapshot(`
      "int counter;

      /// Adds one, in two steps.
      void increment(void)
      {
        atomic {
          counter = counter + 1;
        }
      }

      scenario "two increments" {
        thread cpu0 { increment(); }
        thread cpu1 { increment(); }

        finally { assert(counter == 2); }
        expect assertion;

        variant "in one step" {
          void increment(void)
          {
            atomic { counter = counter + 1; }
          }
          expect pass;
        }
      }
      "
    `);
    const line = counter.replace('cpu0 { increment();', 'cpu0 { $<increment();$>');
    expect(actedAt(line, 'wrap in atomic')).toContain('thread cpu0 { atomic { increment(); } }');
  });

  it('does not wrap parts of statements, declarations, or what is atomic', () => {
    const part = counter.replace('counter = counter + 1;\n}', 'counter = $<counter + 1;$>\n}');
    expect(titlesAt(part)).toEqual([]);
    const inside = counter.replace(
      'atomic { counter = counter + 1; }',
      'atomic { $<counter = 1;$> }',
    );
    expect(titlesAt(inside)).toEqual([]);
  });

  it('extracts clauses and functions into a variant', () => {
    const text = guest.replace(
      '\tforbid tag_leak, deadlock;\n',
      '$<\tforbid tag_leak, deadlock;\n$>',
    );
    expect(actedAt(text, 'extract into a variant')).toMatchInlineSnapshot(`
      "/// Two processes share a page.
      scenario "both protect" {
      	source "Re: [PATCH v11 2/6] arm64: kvm: Introduce MTE VM feature, 6 May 2021";
      	kernel v5.13;

      	setup (vmm) {
      		buf = mmap(PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS);
      		child = fork();
      	}

      	thread cpu0 (vmm) {
      		mprotect(buf, PROT_READ);
      	}

      	thread cpu1 (child) {
      		user_ldg(buf);
      	}


      	variant "later" {
      		kernel v6.12;
      		expect pass;
      	}
      	variant "with a lock" {
      		patch tag_sync_lock;
      		expect pass;
      	}
      	variant "extracted" {
      		forbid tag_leak, deadlock;
      	}
      }
      "
    `);
    const thread = guest
      .replace('\tthread cpu1', '$<\tthread cpu1')
      .replace('\tforbid', '$>\tforbid');
    expect(titlesAt(thread)).toEqual([]);
  });

  it('replaces a call by what later releases call', () => {
    const text = guest.replace(
      'user_ldg(buf)',
      'set_pte_at$0_notify(current->mm, buf, NULL, (pte_t){ .page = NULL })',
    );
    expect(titlesAt(text)).toMatchInlineSnapshot(`
      [
        "quickfix*: replace by set_pte_at()",
        "refactor.rewrite: replace set_pte_at_notify by set_pte_at for v6.10",
      ]
    `);
  });
});

describe('fixing all', () => {
  it('makes what is safe, and nothing else', () => {
    const text =
      '$0struct s { int a; };\nint x\nvoid f(struct s *p)\n{\n\tp.a = 1;\n\tincremnt();\n}\n';
    const titles = titlesAt(text);
    expect(titles.filter((one) => one.startsWith('source'))).toMatchInlineSnapshot(`
      [
        "source.fixAll: fix what is safe to fix (2)",
      ]
    `);
    expect(actedAt(text, 'fix what is safe to fix (2)')).toMatchInlineSnapshot(`
      "struct s { int a; };
      int x;
      void f(struct s *p)
      {
      	p->a = 1;
      	incremnt();
      }
      "
    `);
  });
});
