// What a person sees, as text.
import { describe, expect, test } from 'vitest';
import { layout } from '../src/layout.ts';
import type { View } from '../src/view.ts';
import { tagRace } from './examples.ts';
import { placeAt, runOf, traceOfSteps, usual } from './made.ts';
import { sceneText } from './scene-text.ts';

function drawn(change: Partial<View> = {}, run = tagRace()): string {
  return sceneText(layout(run, { ...usual, ...change }));
}

describe('a run', () => {
  test('has a line per step and per call, with locks, arrows, the pair and the window', () => {
    expect(drawn()).toMatchInlineSnapshot(`
      "two mprotect(PROT_MTE), as written, v5.13: tag_loss in 8 steps, 2 switches
      CPU0 vmm | CPU1 child
          0   .. .. before the first step
              .. .. mprotect()
          1   |. ..   mmap_write_lock(mm) [owner: none -> cpu0]
              |. ..   change_pte_range()
          2   || ..     spin_lock(&mm->page_table_lock) [owner: none -> cpu0]
              || /.     set_pte_at()
              || /.       mte_sync_tags()
          3   || /.         read page->flags: 0
            [ |. /.                                               mprotect()
          4 [ |. /:                                                 mmap_write_lock(mm) [owner: none -> cpu1]
            [ |. /:                                                 change_pte_range()
            [ |. /:                                                   set_pte_at()
            [ |. /:                                                     mte_sync_tags()
          5 [ |. .:                                                       set_bit(PG_mte_tagged, &page->flags) [flags: 0 -> PG_mte_tagged]
          6 [ |. .:                                               *buf = 5 <1> <moved>
          7 [ |. ..         <TLB fill buf>
            [ |. ..         mte_clear_page_tags()
          8   |. ..           pages[0].tags = 0 <2>  <- pages[0].flags of step 5
              |. .. !!! tag_loss: tag_loss is broken
      "
    `);
  });

  test('shows folded calls as the steps that follow one another', () => {
    expect(drawn({ folds: { depth: 1, turned: [] } })).toMatchInlineSnapshot(`
      "two mprotect(PROT_MTE), as written, v5.13: tag_loss in 8 steps, 2 switches
      CPU0 vmm | CPU1 child
          0   .. .. before the first step
              .. .. mprotect()
          1   |. ..   mmap_write_lock(mm) [owner: none -> cpu0]
        2-3   || ..   + change_pte_range() ... 2 steps
            [ |. /.                                               mprotect()
          4 [ |. /:                                                 mmap_write_lock(mm) [owner: none -> cpu1]
          5 [ |. .:                                                 + change_pte_range() ... 1 step
          6 [ |. .:                                               *buf = 5 <1> <moved>
        7-8   |. ..   + change_pte_range() ... 2 steps <2>  <- pages[0].flags of step 5
              |. .. !!! tag_loss: tag_loss is broken
      "
    `);
  });

  test('unfolds one call of those that are folded', () => {
    expect(drawn({ folds: { depth: 0, turned: ['1.3.0'] } })).toMatchInlineSnapshot(`
      "two mprotect(PROT_MTE), as written, v5.13: tag_loss in 8 steps, 2 switches
      CPU0 vmm | CPU1 child
          0   .. .. before the first step
        1-3   || .. + mprotect() ... 3 steps
            [ .| /.                                               mprotect()
          4 [ .| /:                                                 mmap_write_lock(mm) [owner: none -> cpu1]
          5 [ .| .:                                                 + change_pte_range() ... 1 step
          6 [ .| .:                                               *buf = 5 <1> <moved>
        7-8   .| .. + mprotect() ... 2 steps <2>  <- pages[0].flags of step 5
              .| .. !!! tag_loss: tag_loss is broken
      "
    `);
  });

  test('leaves out what the filter does not let through, never a violation', () => {
    expect(drawn({ filter: 'ptl' })).toMatchInlineSnapshot(`
      "two mprotect(PROT_MTE), as written, v5.13: tag_loss in 8 steps, 2 switches
      CPU0 vmm | CPU1 child
          0   .. .. before the first step
          1   |. .. 1 step left out by the filter
              |. .. mprotect()
              |. ..   change_pte_range()
          2   || ..     spin_lock(&mm->page_table_lock) [owner: none -> cpu0]
              || /.     set_pte_at()
              || /.       mte_sync_tags()
          3   || /.         read page->flags: 0
          4 [ |. /: 1 step left out by the filter
            [ |. /:                                               mprotect()
            [ |. /:                                                 change_pte_range()
            [ |. /:                                                   set_pte_at()
            [ |. /:                                                     mte_sync_tags()
          5 [ |. .:                                                       set_bit(PG_mte_tagged, &page->flags) [flags: 0 -> PG_mte_tagged]
        6-7 [ |. .: 2 steps left out by the filter
            [ |. ..         mte_clear_page_tags()
          8   |. ..           pages[0].tags = 0 <2>  <- pages[0].flags of step 5
              |. .. !!! tag_loss: tag_loss is broken
      "
    `);
    expect(drawn({ filter: 'no such word' })).toMatchInlineSnapshot(`
      "two mprotect(PROT_MTE), as written, v5.13: tag_loss in 8 steps, 2 switches
      CPU0 vmm | CPU1 child
          0   .. . before the first step
        1-7   || : 7 steps left out by the filter
            [ .| / mprotect()
            [ .| .   change_pte_range()
            [ .| .     set_pte_at()
            [ .| .       mte_sync_tags()
            [ .| .         mte_clear_page_tags()
          8   .| .           pages[0].tags = 0 <2>
              .| . !!! tag_loss: tag_loss is broken
      "
    `);
  });
});

test('threads that wait for ever stand at the end, inside their calls', () => {
  const steps = [
    { thread: 0, calls: 'f', text: 'spin_lock(&a)' },
    { thread: 1, calls: 'g', text: 'spin_lock(&b)', breaks: ['deadlock'] },
  ];
  const place = placeAt(9);
  const call = (name: string) => ({ name, place });
  const trace = traceOfSteps(['cpu0', 'cpu1'], steps, {
    blocked: [
      { thread: 0, calls: [call('f')], entered: 0, text: 'spin_lock(&b)', place },
      { thread: 1, calls: [call('g'), call('h')], entered: 1, text: 'spin_lock(&a)', place },
    ],
  });
  expect(drawn({}, runOf(trace))).toMatchInlineSnapshot(`
    "made by hand
    CPU0 | CPU1
        0     before the first step
              f()
        1       spin_lock(&a)
                                                            g()
        2                                                     spin_lock(&b)
                                                              !!! deadlock: deadlock is broken
                spin_lock(&b) ... waits for ever
                                                              h()
                                                                spin_lock(&a) ... waits for ever
    "
  `);
});

test('a run that repeats says from where, and an initial violation stands above all steps', () => {
  const trace = traceOfSteps(
    ['a', 'b@role'],
    [
      { thread: 0, text: 'x = 1' },
      { thread: 1, text: 'y = 1' },
    ],
    {
      initialEvents: [{ property: 'sane', message: '' }],
    },
  );
  expect(drawn({}, { ...runOf(trace), repeatsFrom: 1 })).toMatchInlineSnapshot(`
    "made by hand
    CPU0 a | CPU1 role, b
        0     before the first step
              !!! sane
        1     x = 1
              from here on it repeats, for ever
        2                                                   y = 1
    "
  `);
});

test('a window that is open from the beginning to the end is as high as the picture', () => {
  const trace = traceOfSteps(
    ['a', 'b'],
    [
      { thread: 0, text: 'x = 1' },
      { thread: 1, text: 'y = 1' },
    ],
    {
      window: {
        thread: 0,
        moved: 1,
        opens: -1,
        closes: 2,
        positions: 2,
        failing: 2,
        sentence: 'always',
      },
    },
  );
  const { bracket, height, lineHeight } = layout(runOf(trace), usual);
  expect(bracket?.y).toBeLessThanOrEqual(lineHeight);
  expect((bracket?.y ?? 0) + (bracket?.height ?? 0)).toBeGreaterThanOrEqual(height);
});

test('texts that do not fit are cut, and whole in the tip', () => {
  const text = 'a very long step '.repeat(20).trim();
  const scene = layout(runOf(traceOfSteps(['a', 'b'], [{ thread: 0, text }])), usual);
  const line = scene.lines.find((one) => one.line.kind === 'step');
  expect(line?.full).toBe(text);
  expect(line?.text.endsWith('…')).toBe(true);
  const lane = scene.lanes[0];
  const right = (line?.x ?? 0) + (line?.text.length ?? 0) * scene.charWidth;
  expect(right).toBeLessThanOrEqual((lane?.x ?? 0) + (lane?.width ?? 0));
});

test('lanes share out the width, and none is narrower than can be read', () => {
  const trace = traceOfSteps(['a', 'b', 'c'], [{ thread: 1, text: 'x'.repeat(60) }]);
  const wide = layout(runOf(trace), { ...usual, width: 1600 });
  expect(wide.width).toBeGreaterThan(1590);
  expect(wide.width).toBeLessThanOrEqual(1600);
  const narrow = layout(runOf(trace), { ...usual, width: 100 });
  for (const { width } of narrow.lanes) expect(width).toBeGreaterThan(15 * usual.charWidth);
});
