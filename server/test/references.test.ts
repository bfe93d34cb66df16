import { describe, expect, it } from 'vitest';
import { callsAt, highlightsAt, linkedAt, referencesAt, typeAt } from './check-editing.ts';
import { counter, guest, locks, pages } from './texts.ts';

describe('references', () => {
  it('of a function are its bodies and calls, those of replacements among them', () => {
    expect(referencesAt(counter.replace('cpu0 { inc', 'cpu0 { i$0nc'))).toMatchInlineSnapshot(`
      "test.race:4: void increment(void)
                        ^^^^^^^^^
      test.race:10:   thread cpu0 { increment(); }
                                    ^^^^^^^^^
      test.race:11:   thread cpu1 { increment(); }
                                    ^^^^^^^^^
      test.race:17:     void increment(void)
                             ^^^^^^^^^"
    `);
  });

  it('reach into other open texts that include the same file', () => {
    const others = {
      'common.race': 'int shared;\nvoid set(void)\n{\n  shared = 1;\n}\n',
      'other.race': '#include "common.race"\nscenario "o" { thread a { set(); shared = 2; } }\n',
    };
    const text = '#include "common.race"\nscenario "s" { thread a { sha$0red = 3; } }\n';
    expect(referencesAt(text, others)).toMatchInlineSnapshot(`
      "test.race:2: scenario "s" { thread a { shared = 3; } }
                                             ^^^^^^
      common.race:1: int shared;
                         ^^^^^^
      common.race:4:   shared = 1;
                       ^^^^^^
      other.race:2: scenario "o" { thread a { set(); shared = 2; } }
                                                     ^^^^^^"
    `);
  });

  it('of a library function are in the library, too', () => {
    const found = referencesAt(guest.replace('mmap(PROT', 'mm$0ap(PROT')).split('\n');
    expect(found.filter((line) => line.includes('race:'))).toMatchInlineSnapshot(`
      [
        "test.race:7:   buf = mmap(PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS);",
        "mmap.race:51: unsigned long mmap(prot_t prot, map_t flags)",
      ]
    `);
  });

  it('of a property are where it is forbidden and expected', () => {
    expect(referencesAt(pages.replace('forbid few', 'forbid f$0ew'))).toMatchInlineSnapshot(`
      "test.race:4: property few "a page has at most one user" { forall (p in pages) p->users <= 1 }
                            ^^^
      test.race:9:   forbid few;
                            ^^^
      test.race:10:   expect few;
                             ^^^"
    `);
  });

  it('of what has no meaning are none', () => {
    expect(referencesAt(counter.replace('counter == 2', 'cou$0nt == 2'))).toBe('nothing');
  });
});

describe('highlights', () => {
  it('tell who writes from who reads', () => {
    const text = counter.replace('counter = counter', 'cou$0nter = counter');
    expect(highlightsAt(text)).toMatchInlineSnapshot(`
      "int counter;
          wwwwwww
        counter = counter + 1;
        wwwwwww   rrrrrrr
        finally { assert(counter == 2); }
                         rrrrrrr
            atomic { counter = counter + 1; }
                     wwwwwww   rrrrrrr"
    `);
  });

  it('know what writes through a function of the language', () => {
    expect(
      highlightsAt(locks.replace('WRITE_ONCE(o->bits', 'WRITE_ONCE(o->bi$0ts')),
    ).toMatchInlineSnapshot(`
      " state bits;
             wwww
       if (o->bits & DIRTY)
              rrrr
       WRITE_ONCE(o->bits, DIRTY | CLEAN);
                     wwww"
    `);
  });

  it('of a label mark its goto', () => {
    expect(highlightsAt(locks.replace('goto out', 'goto o$0ut'))).toMatchInlineSnapshot(`
      "  goto out;
             ttt
      out:
      ttt"
    `);
  });
});

describe('linked editing', () => {
  it('has a thread and its places in the schedule', () => {
    const text = counter.replace('  expect assertion;', '  schedule { cp$0u0 cpu1 cpu0 }');
    expect(linkedAt(text)).toMatchInlineSnapshot(`
      "  thread cpu0 { increment(); }
               ^^^^
        schedule { cpu0 cpu1 cpu0 }
                   ^^^^      ^^^^"
    `);
  });

  it('has a local and its uses', () => {
    expect(linkedAt(locks.replace('old++', 'o$0ld++'))).toMatchInlineSnapshot(`
      " int old = 0;
           ^^^
       old++;
       ^^^"
    `);
  });

  it('leaves alone what other files can know', () => {
    expect(linkedAt(counter.replace('counter == 2', 'coun$0ter == 2'))).toBe('nothing');
  });
});

describe('the type definition', () => {
  it('of a pointer is what it points to', () => {
    expect(typeAt(locks.replace('o->seen', '$0o->seen'))).toMatchInlineSnapshot(`
      "test.race:3: struct object {
                          ^^^^^^"
    `);
  });

  it('of a field with named bits is the flags type', () => {
    expect(typeAt(locks.replace('o->bits &', 'o->bi$0ts &'))).toMatchInlineSnapshot(`
      "test.race:2: flags state { DIRTY, CLEAN };
                         ^^^^^"
    `);
  });

  it('of a process is in the library', () => {
    expect(typeAt(guest.replace('(child)', '(ch$0ild)'))).toMatchInlineSnapshot(`
      "mm_types.race:151: struct task_struct {
                                ^^^^^^^^^^^"
    `);
  });

  it('of a plain number is nowhere', () => {
    expect(typeAt(counter.replace('counter == 2', 'coun$0ter == 2'))).toBe('nothing');
  });
});

describe('the call hierarchy', () => {
  it('has callers from threads and functions, and calls by body', () => {
    const text = `${counter}void twice(void)\n{\n  incr$0ement();\n  increment();\n}\n`;
    expect(callsAt(text)).toMatchInlineSnapshot(`
      "increment (test.race)
        <- cpu0 (two increments, test.race) x1
        <- cpu1 (two increments, test.race) x1
        <- twice (test.race) x2"
    `);
  });

  it('tells who calls set_pte_at in the library', () => {
    const found = callsAt(`void own(void)\n{\n  set_pte$0_at(0, 0, 0, 0);\n}\n`).split('\n');
    const callers = found.filter((line) => line.includes('<-'));
    expect(callers.length).toBeGreaterThan(10);
    expect(callers).toContain('  <- own (test.race) x1');
    expect(callers.find((line) => line.includes('ptep_modify_prot_commit'))).toBeUndefined();
    expect(found.slice(0, 1)).toMatchInlineSnapshot(`
      [
        "set_pte_at (kernel v5.10 .. v5.13, arch/arm64/include/asm/pgtable.race)",
      ]
    `);
    expect(callers.slice(0, 6)).toMatchInlineSnapshot(`
      [
        "  <- own (test.race) x1",
        "  <- set_pte_at_notify (kernel v5.10 .. v6.9, include/linux/mmu_notifier.race) x1",
        "  <- set_pte_at_notify (kernel v5.10 .. v6.9, patch notify_after_set_pte, include/linux/mmu_notifier.race) x1",
        "  <- copy_present_page (kernel/fork.race) x1",
        "  <- copy_present_pte (kernel/fork.race) x1",
        "  <- copy_nonpresent_pte (kernel/fork.race) x2",
      ]
    `);
  });

  it('has one item for each body by release', () => {
    const found = callsAt(guest.replace('user_ldg(buf)', 'mte_sync_t$0ags(0, 0)')).split('\n');
    expect(found.filter((line) => !line.startsWith(' '))).toMatchInlineSnapshot(`
      [
        "mte_sync_tags (kernel v5.10 .. v5.13, arch/arm64/kernel/mte.race)",
        "mte_sync_tags (kernel v5.14 .. v5.17, arch/arm64/kernel/mte.race)",
        "mte_sync_tags (kernel v5.18 .. v6.0, arch/arm64/kernel/mte.race)",
        "mte_sync_tags (kernel v6.1, arch/arm64/kernel/mte.race)",
        "mte_sync_tags (kernel v6.2 .. v6.3, arch/arm64/kernel/mte.race)",
        "mte_sync_tags (kernel v6.4 .. v6.5, arch/arm64/kernel/mte.race)",
        "mte_sync_tags (kernel v6.6 .., arch/arm64/kernel/mte.race)",
      ]
    `);
  });
});
