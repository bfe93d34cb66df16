import { modelOf } from '@racewalk/language';
import { programIdentity } from '@racewalk/simulator';
import { describe, expect, test } from 'vitest';
import { applied } from '../src/edits/apply.ts';
import { compatible, nameOf } from '../src/edits/edit.ts';
import { removalsOf } from '../src/edits/enumerate.ts';
import { flagFirst, oneLock, subjectOf, twoLocks } from './texts.ts';

function editsOf(text: string, variant = 0) {
  const subject = subjectOf(text, variant);
  const { program } = subject.analysis.compile(0, variant);
  if (program === undefined) throw new Error('it does not compile');
  return { subject, program, edits: removalsOf(subject, program) };
}

test('the edits of a function, in words', () => {
  expect(
    editsOf(oneLock).edits.map((edit) => `${edit.kind}: ${nameOf(edit)}`),
  ).toMatchInlineSnapshot(`
    [
      "test: a: counter > 5 taken for true",
      "test: a: counter > 5 taken for false",
      "call: a: without add()",
      "call: a: without never()",
      "order: a: if (counter > 5) before add()",
      "call: b: without add()",
      "lock: add(): without spin_lock(&outer)",
      "call: add(): without WRITE_ONCE(counter, old + 1)",
      "barrier: add(): without smp_mb()",
      "order: add(): spin_unlock(&outer) before WRITE_ONCE(counter, old + 1)",
      "call: never(): without WRITE_ONCE(counter, 7)",
    ]
  `);
});

describe('an edited variant', () => {
  test('is one more variant; the others stay as they are', () => {
    const { subject, edits } = editsOf(flagFirst);
    const before = subject.analysis.scenarios[0]?.variants.map(({ name }) => name) ?? [];
    const [edit] = edits;
    if (edit === undefined) throw new Error('there are no edits');
    const after = applied(subject, [edit], 'new');
    expect(after.analysis.scenarios[0]?.variants.map(({ name }) => name)).toEqual([
      ...before,
      'new',
    ]);
    expect(after.variant).toBe(2);
  });

  test('keeps the functions that its variant has', () => {
    const { subject, program, edits } = editsOf(flagFirst, 1);
    const edit = edits.find(({ code }) => code.name === 'sync');
    if (edit === undefined) throw new Error('sync() has no edit');
    const { code } = edit;
    const none = {
      ...edit,
      changes: [{ start: code.block.start, end: code.block.start, text: '' }],
    };
    const after = applied(subject, [none], 'the same');
    const same = after.analysis.compile(0, after.variant).program;
    expect(same && programIdentity(same)).toBe(programIdentity(program));
    const plain = subject.analysis.compile(0, 0).program;
    expect(plain && programIdentity(plain)).not.toBe(programIdentity(program));
  });

  test('of a thread has the changed thread', () => {
    const { subject, program, edits } = editsOf(oneLock);
    const edit = edits.find(({ code, kind }) => code.kind === 'thread' && kind === 'call');
    if (edit === undefined) throw new Error('no thread calls anything');
    const after = applied(subject, [edit], 'new');
    const changed = after.analysis.compile(0, after.variant).program;
    expect(changed?.code.length).toBeLessThan(program.code.length);
    expect(modelOf(after.analysis).scenarios).toHaveLength(1);
  });

  test('has a title of its own, however long the sentence', () => {
    const { subject, edits } = editsOf(oneLock);
    const [edit] = edits;
    if (edit === undefined) throw new Error('there are no edits');
    const title = `"${'x'.repeat(300)}"`;
    const once = applied(subject, [edit], title);
    const names = once.analysis.scenarios[0]?.variants.map(({ name }) => name) ?? [];
    expect(new Set(names).size).toBe(2);
    expect(names[1]?.length).toBeLessThanOrEqual(120);
  });
});

test('two edits of the same text are not made together', () => {
  const { edits } = editsOf(twoLocks);
  const lock = edits.filter(({ kind }) => kind === 'lock');
  const order = edits.find(({ sentence }) => sentence.startsWith('spin_lock(&inner) before'));
  expect(lock).toHaveLength(2);
  const [outer, inner] = lock;
  if (outer === undefined || inner === undefined || order === undefined) throw new Error('missing');
  expect(compatible(outer, inner)).toBe(true);
  expect(compatible(outer, order)).toBe(false);
});
