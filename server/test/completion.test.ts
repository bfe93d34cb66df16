import { describe, expect, it } from 'vitest';
import { completionDocs } from '../src/features/completion-docs.ts';
import { adopted } from '../src/run/results.ts';
import { known, name } from './check.ts';
import { analysed, completionLines, completionsAt, marked, signatureAt } from './check-editing.ts';
import { counter, guest, locks, pages } from './texts.ts';

/** The first thread's code, replaced. */
const inCode = (code: string): string => guest.replace('mprotect(buf, PROT_READ);', code);
const isLike = (start: string) => (one: { readonly label: string }) => one.label.startsWith(start);

describe('completion', () => {
  it('after a dot has the fields', () => {
    const text = pages.replace('pages[0].users += 1; }', 'pages[0].$0 }');
    expect(completionsAt(text)).toMatchInlineSnapshot(`
      "2 field dirty  bool
      2 field users  int"
    `);
  });

  it('after an arrow has the fields, also where the next line goes on', () => {
    const text = locks.replace('o->seen = limit;', 'o->$0\n\to->seen = limit;');
    expect(completionsAt(text)).toMatchInlineSnapshot(`
      "2 field bits  state
      2 field lock  struct spinlock_like
      2 field seen  ghost u8"
    `);
  });

  it('in an argument puts the flags of its type first', () => {
    expect(
      completionsAt(inCode('mprotect(buf, PROT_READ | $0)'), (one) => one.rank === 0),
    ).toMatchInlineSnapshot(`
      "0 constant PROT_EXEC  = 4
      0 constant PROT_MTE  = 8
      0 constant PROT_READ  = 1
      0 constant PROT_WRITE  = 2"
    `);
  });

  it('after an operator puts the flags of the left side first', () => {
    const text = locks.replace('o->bits & DIRTY', 'o->bits & $0');
    expect(completionsAt(text, (one) => one.rank < 2)).toMatchInlineSnapshot(`
      "0 constant CLEAN  = 2
      0 constant DIRTY  = 1
      1 variable o  struct object *
      1 variable old  int"
    `);
  });

  it('puts in calls with their arguments to be filled in', () => {
    expect(completionsAt(inCode('set_pte_a$0'), isLike('set_pte_at'))).toMatchInlineSnapshot(`
      "3 function set_pte_at  (struct mm_struct *mm, unsigned long addr, pte_t *ptep, pte_t pte): void => "set_pte_at(\${1:mm}, \${2:addr}, \${3:ptep}, \${4:pte})"
      3 function set_pte_at_and_notify  (struct mm_struct *mm, unsigned long addr, pte_t *ptep, pte_t pte): void => "set_pte_at_and_notify(\${1:mm}, \${2:addr}, \${3:ptep}, \${4:pte})"
      3 function set_pte_at_notify  (struct mm_struct *mm, unsigned long addr, pte_t *ptep, pte_t pte): void => "set_pte_at_notify(\${1:mm}, \${2:addr}, \${3:ptep}, \${4:pte})""
    `);
    expect(completionsAt(inCode('cmp$0'), isLike('cmp'))).toMatchInlineSnapshot(
      `"4 builtin cmpxchg  cmpxchg(p, old, new) => "cmpxchg(\${1:p}, \${2:old}, \${3:new})""`,
    );
    expect(completionsAt(inCode('for$0'), isLike('fork'))).toMatchInlineSnapshot(
      `"3 function fork  (): struct task_struct * => "fork()""`,
    );
  });

  it('leaves arguments alone that are there', () => {
    expect(
      completionsAt(inCode('set_pte_a$0(0, 0, 0, 0);'), isLike('set_pte_at_n')),
    ).toMatchInlineSnapshot(
      `"3 function set_pte_at_notify  (struct mm_struct *mm, unsigned long addr, pte_t *ptep, pte_t pte): void"`,
    );
  });

  it('says which functions the release in force does not have', () => {
    const text = guest.replace('kernel v5.13', 'kernel v6.12');
    const typed = text.replace('mprotect(buf, PROT_READ);', 'set_pte$0');
    expect(completionsAt(typed, isLike('set_pte_at_n'))).toMatchInlineSnapshot(
      `"8 function set_pte_at_notify  (struct mm_struct *mm, unsigned long addr, pte_t *ptep, pte_t pte): void (not in v6.12) => "set_pte_at_notify(\${1:mm}, \${2:addr}, \${3:ptep}, \${4:pte})""`,
    );
  });

  it('of words goes by what is around', () => {
    const words = (one: { readonly kind: string }) => one.kind === 'word';
    expect(completionsAt(guest.replace('expect pass;', '$0'), words)).toMatchInlineSnapshot(`
      "5 word expect
      5 word forbid
      5 word invariant
      5 word kernel
      5 word patch
      5 word property
      5 word source
      5 word static"
    `);
    expect(completionsAt(`${guest}$0`, words)).toMatchInlineSnapshot(`
      "5 word const
      5 word enum
      5 word flags
      5 word ghost
      5 word inline
      5 word invariant
      5 word kernel
      5 word patch
      5 word pool
      5 word property
      5 word scenario
      5 word static
      5 word struct
      5 word thread_local
      5 word typedef"
    `);
  });

  it('has snippets', () => {
    const snippets = (one: { readonly kind: string }) => one.kind === 'snippet';
    expect(
      completionsAt(guest.replace('forbid tag_leak, deadlock;', '$0'), snippets),
    ).toMatchInlineSnapshot(`
      "6 snippet finally ... assert => "finally { assert(\${1:condition}); }"
      6 snippet observe ... as => "observe \${1:expression} as \\"\${2:name}\\";"
      6 snippet setup ... of a process => "setup (\${1:process}) {\\n\\t$2\\n}"
      6 snippet thread ... of a process => "thread \${1:cpu0} (\${2:process}) {\\n\\t$3\\n}"
      6 snippet thread ... plain => "thread \${1:cpu0} {\\n\\t$2\\n}"
      6 snippet variant ... a patch => "variant \\"\${1:title}\\" {\\n\\tpatch \${2:name};\\n\\texpect \${3:pass};\\n}"
      6 snippet variant ... another release => "variant \\"\${1:title}\\" {\\n\\tkernel \${2:v6.2};\\n\\texpect \${3:pass};\\n}"
      6 snippet witness ... as => "witness \${1:expression} as \\"\${2:name}\\";""
    `);
  });

  it('after kernel has the releases in their order', () => {
    const found = completionsAt(guest.replace('kernel v5.13', 'kernel $0'));
    expect(found).toMatch(/release v5\.12 {2}\d+ bod(?:y begins|ies begin) here/u);
    expect(found).not.toContain('v5.20');
    expect(found).toContain('release v6.0');
  });

  it('after patch has the patches', () => {
    const found = completionsAt(guest.replace('patch tag_sync_lock', 'patch $0'));
    expect(found).toContain('3 patch tag_sync_lock');
    expect(found).not.toContain('function');
  });

  it('after forbid has properties, those of the text first', () => {
    expect(
      completionsAt(pages.replace('forbid few', 'forbid $0'), isLike('f')),
    ).toMatchInlineSnapshot(`
      "2 property few  a page has at most one user
      3 property flag_without_tags  where PG_mte_tagged is set, the tags are valid"
    `);
    expect(
      completionsAt(pages.replace('forbid few', 'forbid few, $0'), isLike('dead')),
    ).toMatchInlineSnapshot(
      `"4 property deadlock  every thread that has not ended can eventually move: no state where all the rest wait"`,
    );
  });

  it('after expect has what is watched', () => {
    expect(completionsAt(pages.replace('expect few', 'expect $0'))).toMatchInlineSnapshot(`
      "2 property few  a page has at most one user
      2 property pass  nothing is violated
      4 property assertion  no assert() or BUG_ON() fails
      4 property deadlock  every thread that has not ended can eventually move: no state where all the rest wait
      4 property lock_misuse  no lock is taken twice or released by a stranger, and nothing sleeps under a spinlock
      4 property null_dereference  NULL is never dereferenced
      4 property out_of_bounds  no array is indexed outside its bounds
      4 property overflow  no value leaves the range of its type
      4 property use_after_free  no freed object is used
      4 property warning  no WARN_ON() triggers"
    `);
  });

  it('after expect has first what the last run found', () => {
    const text = counter.replace('  expect assertion;', '  expect ;');
    const analysis = analysed(text);
    const results = adopted(known(counter).results, 2, analysis.scenarios, 'waiting');
    const offset = text.indexOf('expect ;') + 'expect '.length;
    const place = { analysis, file: name, offset, results };
    expect(completionLines(place, [], (one) => one.rank < 4)).toMatchInlineSnapshot(
      `
      "0 property assertion  found by the last run: 4 steps, 2 switches
      2 property pass  nothing is violated"
    `,
    );
  });

  it('in a schedule has the threads', () => {
    const text = counter.replace('  expect assertion;', '  schedule { cpu0 $0 }');
    expect(completionsAt(text)).toMatchInlineSnapshot(`
      "2 thread cpu0
      2 thread cpu1"
    `);
  });

  it('for a thread has the processes', () => {
    expect(completionsAt(guest.replace('(child)', '($0)'))).toMatchInlineSnapshot(`
      "2 variable child  struct task_struct *
      2 variable vmm  struct task_struct *"
    `);
  });

  it('in violate has the properties, after goto the labels, after struct the structs', () => {
    expect(completionsAt(inCode('violate(tag$0'), isLike('tag_l'))).toMatchInlineSnapshot(`
      "3 property tag_leak  no one with tag access reads stale tags
      3 property tag_loss  no initialiser overwrites a tag that a user stored"
    `);
    expect(completionsAt(locks.replace('goto out', 'goto $0'))).toMatchInlineSnapshot(
      `"2 label out"`,
    );
    expect(
      completionsAt(locks.replace('struct object object', 'struct $0'), isLike('o')),
    ).toMatchInlineSnapshot(`"2 type object"`);
  });

  it('knows locals, and not those of other functions or later lines', () => {
    const text = locks.replace('o->seen = limit', 'o->seen = $0');
    expect(completionsAt(text, (one) => one.rank === 1)).toMatchInlineSnapshot(`
      "1 variable o  struct object *
      1 variable old  int"
    `);
    const before = locks.replace('int old = 0;', '$0\n\tint old = 0;');
    expect(completionsAt(before, isLike('old'))).toBe('nothing');
  });

  it('brings the include for a name of another open text', () => {
    const others = { 'common.race': 'void helper(int n)\n{\n}\n' };
    expect(
      completionsAt('void f(void)\n{\n  hel$0\n}\n', isLike('help'), others),
    ).toMatchInlineSnapshot(
      `"7 function helper  (int n): void from common.race => "helper(\${1:n})" + "#include \\"common.race\\"\\n""`,
    );
  });

  it.each([
    ['a comment', '// cou$0'],
    ['a doc comment', '/// cou$0'],
    ['a long comment', '/* cou$0 */'],
    ['a string', 'scenario "cou$0'],
    ['a number', 'int x = 12$0;'],
    ['a source', 'scenario "s" { source $0'],
  ])('stays away from %s', (_, text) => {
    expect(completionsAt(text)).toBe('nothing');
  });
});

describe('the text of a proposal', () => {
  it('is that of a hover', () => {
    const { place } = marked(inCode('$0'));
    expect(completionDocs(place, 'user_ldg', 'function')).toContain('Source:');
    expect(completionDocs(place, 'READ_ONCE', 'function')).toContain('Reads x: one step.');
    expect(completionDocs(place, 'tag_leak', 'property')).toContain('property tag_leak');
    expect(completionDocs(place, 'atomic', 'word')).toContain('One step, whatever is inside.');
    expect(completionDocs(place, 'absent', 'function')).toBe('');
  });
});

describe('signature help', () => {
  it('marks the argument that is typed', () => {
    expect(signatureAt(inCode('mprotect(buf, $0'))).toMatchInlineSnapshot(`
      "int mprotect(unsigned long addr, prot_t prot)
                                       ^^^^^^^^^^^
      mprotect(2) of the page at @addr. Returns 0, or an error as a positive number."
    `);
  });

  it('looks past inner calls, and into them', () => {
    expect(signatureAt(inCode('mprotect(min(1, 2), $0')).split('\n')[0]).toContain('mprotect');
    expect(signatureAt(inCode('mprotect(user_ldg($0')).split('\n')[0]).toContain('user_ldg');
  });

  it('has the signature in force first, and the others behind it', () => {
    expect(signatureAt(inCode('mte_sync_tags($0'))).toMatchInlineSnapshot(`
      "void mte_sync_tags(pte_t *ptep, pte_t pte)
                         ^^^^^^^^^^^
      Flag first, then the work: whoever comes second trusts a flag that says too much.

      kernel v5.10 .. v5.13
      void mte_sync_tags(pte_t old_pte, pte_t pte)
      The flag is set whether or not anything is cleared or restored: an untagged mapping that takes the
      place of a migration entry leaves a page that only looks initialised.

      kernel v5.14 .. v5.17
      void mte_sync_tags(pte_t pte)
      Swapped tags are restored earlier now, so only clearing is left.

      kernel v6.6 .."
    `);
    const later = guest.replace('kernel v5.13', 'kernel v6.12');
    expect(
      signatureAt(later.replace('mprotect(buf, PROT_READ);', 'set_pte_at_notify($0')),
    ).toMatchInlineSnapshot(`
      "static inline void set_pte_at_notify(struct mm_struct *mm, unsigned long addr, pte_t *ptep, pte_t pte)
                                           ^^^^^^^^^^^^^^^^^^^^
      Secondary MMUs get the new entry first, then the primary table, which has been cleared and flushed: so no
      secondary MMU uses the old page when somebody may write to the new one. It also means that a secondary
      MMU uses the page before set\\_pte\\_at() has done its flag work.

      kernel v5.10 .. v6.9

      Not in v6.12."
    `);
  });

  it('knows the functions of the language', () => {
    expect(signatureAt(inCode('cmpxchg(a, $0'))).toMatchInlineSnapshot(`
      "cmpxchg(p, old, new)
                 ^^^
      If *p is old, writes new; returns what *p was; one step."
    `);
  });

  it('says nothing outside of calls', () => {
    expect(signatureAt(inCode('if ($0'))).toBe('nothing');
  });
});
