// What holds for the picture of any run, folded and filtered anyhow.
import type { Trace } from '@racewalk/trace';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { callSpans } from '../src/call-spans.ts';
import { stepsInLine } from '../src/grid.ts';
import { layout } from '../src/layout.ts';
import type { CallBox, LockBar, Scene } from '../src/scene.ts';
import type { View } from '../src/view.ts';
import { type MadeStep, runOf, traceOfSteps } from './made.ts';

const words = ['read flags', 'set_bit(PG_mte_tagged)', 'spin_lock(&ptl)', 'x'.repeat(90)];

const stepArbitrary: fc.Arbitrary<MadeStep> = fc.record({
  thread: fc.nat({ max: 2 }),
  calls: fc
    .array(fc.constantFrom('f', 'g', 'h'), { minLength: 1, maxLength: 4 })
    .map((names) => names.join(' > ')),
  text: fc.constantFrom(...words),
  breaks: fc.oneof(
    { weight: 8, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.constant(['p']) },
  ),
  hardware: fc.boolean(),
});

const traceArbitrary: fc.Arbitrary<Trace> = fc
  .array(stepArbitrary, { maxLength: 40 })
  .chain((steps) => {
    const count = steps.length;
    const row = fc.nat({ max: Math.max(0, count - 1) });
    const time = fc.tuple(row, row).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));
    const locked = fc.record({ lock: fc.nat({ max: 1 }), thread: fc.nat({ max: 2 }), time });
    return fc
      .record({
        holds: fc.array(locked, { maxLength: 5 }),
        waits: fc.array(locked, { maxLength: 3 }),
        reads: fc.array(fc.tuple(row, row), { maxLength: 12 }),
        open: fc.boolean(),
      })
      .map(({ holds, waits, reads, open }) => madeTrace(steps, { holds, waits, reads, open }));
  });

interface Extras {
  readonly holds: readonly Locked[];
  readonly waits: readonly Locked[];
  readonly reads: readonly (readonly [number, number])[];
  readonly open: boolean;
}

interface Locked {
  readonly lock: number;
  readonly thread: number;
  readonly time: { readonly from: number; readonly to: number };
}

function madeTrace(steps: readonly MadeStep[], { holds, waits, reads, open }: Extras): Trace {
  const isEmpty = steps.length === 0;
  const trace = traceOfSteps(['cpu0', 'cpu1@child', 'kcompactd'], steps, {
    locks: [
      { name: 'mms[0].mmap_lock', object: 'mms[0]' },
      { name: 'ptl', object: undefined },
    ],
    holds: isEmpty
      ? []
      : holds.map(({ lock, thread, time }, index) => ({
          lock,
          thread,
          shared: index % 2 === 1,
          from: time.from,
          to: open && index === 0 ? undefined : time.to,
        })),
    waits: isEmpty
      ? []
      : waits.map(({ lock, thread, time }) => ({ lock, thread, from: time.from, to: time.to })),
  });
  const rows = trace.rows.map((row, index) => ({
    ...row,
    readsFrom: reads
      .filter(([a, b]) => Math.max(a, b) === index && a !== b)
      .map(([a, b]) => ({ name: 'flags', row: Math.min(a, b) })),
  }));
  return { ...trace, rows };
}

const viewArbitrary: fc.Arbitrary<View> = fc.record({
  width: fc.nat({ max: 2000 }),
  lineHeight: fc.constantFrom(14, 22, 42),
  charWidth: fc.constantFrom(5, 7.8, 11),
  folds: fc.record({
    depth: fc.option(fc.nat({ max: 4 }), { nil: undefined }),
    turned: fc.array(fc.constantFrom('0.0.0', '1.0.0', '0.1.1', '1.2.0', '2.3.1')),
  }),
  filter: fc.constantFrom('', 'ptl', 'flags', 'g()', 'nothing'),
});

function holdsForAll(check: (scene: Scene, trace: Trace) => void): void {
  fc.assert(
    fc.property(traceArbitrary, viewArbitrary, (trace, view) => {
      check(layout(runOf(trace), view), trace);
    }),
    { numRuns: 150 },
  );
}

describe('in every picture', () => {
  test('each step is in exactly one line, and the lines are in the order of time', () => {
    holdsForAll((scene, trace) => {
      const seen = scene.lines.flatMap((line) => {
        const steps = stepsInLine(line);
        if (steps === undefined) return [];
        return Array.from({ length: steps.last - steps.first + 1 }, (_, at) => steps.first + at);
      });
      expect(seen).toEqual(trace.rows.map((_, row) => row + 1));
      trace.rows.forEach((_, row) => {
        const steps = stepsInLine(scene.lines[scene.lineOfRow[row] ?? -1]!);
        expect(steps !== undefined && steps.first <= row + 1 && row + 1 <= steps.last).toBe(true);
      });
    });
  });

  test('every violation has a line, however much is folded or left out', () => {
    holdsForAll((scene, trace) => {
      const breaking = trace.rows.filter(
        ({ events }, row) => events.length > 0 && (trace.rows[row - 1]?.events.length ?? 0) === 0,
      );
      expect(scene.lines.filter(({ line }) => line.kind === 'event')).toHaveLength(breaking.length);
    });
  });

  test('boxes of a lane nest or stand apart', () => {
    holdsForAll(({ boxes }) => {
      for (const [index, box] of boxes.entries()) {
        for (const other of boxes.slice(index + 1)) {
          if (box.lane !== other.lane) continue;
          expect(isInside(other, box) || isInside(box, other) || !overlap(box, other)).toBe(true);
        }
      }
    });
  });

  test('bars of a lane do not overlap, and stand left of its text', () => {
    holdsForAll(({ bars, lanes }) => {
      for (const [index, bar] of bars.entries()) {
        expect(bar.height).toBeGreaterThan(0);
        expect(bar.x + bar.width).toBeLessThanOrEqual(lanes[bar.lane]!.textX);
        for (const other of bars.slice(index + 1)) {
          if (bar.lane === other.lane) expect(overlap(bar, other)).toBe(false);
        }
      }
    });
  });

  test('lanes stand side by side, and texts end inside theirs', () => {
    holdsForAll((scene) => {
      scene.lanes.forEach((lane, index) => {
        const next = scene.lanes[index + 1];
        if (next !== undefined) expect(lane.x + lane.width).toBeLessThanOrEqual(next.x);
      });
      for (const line of scene.lines) {
        const lane = scene.lanes[line.lane ?? -1];
        if (lane === undefined || line.line.kind === 'event') continue;
        const right = line.x + line.text.length * scene.charWidth;
        expect(right).toBeLessThanOrEqual(lane.x + lane.width);
        expect(line.x).toBeGreaterThanOrEqual(lane.textX);
      }
    });
  });

  test('arrows go from the line of the writer to that of the reader, in another lane', () => {
    holdsForAll((scene, trace) => {
      for (const { from, to, points } of scene.arrows) {
        expect(from).toBeLessThan(to);
        expect(trace.rows[from]?.thread).not.toBe(trace.rows[to]?.thread);
        const middle = (row: number): number =>
          Math.round(((scene.lineOfRow[row] ?? -1) + 0.5) * scene.lineHeight);
        expect(points[0]?.y).toBe(middle(from));
        expect(points.at(-1)?.y).toBe(middle(to));
      }
    });
  });

  test('every call has its steps', () => {
    fc.assert(
      fc.property(traceArbitrary, (trace) => {
        const { all, ofRow } = callSpans(trace);
        ofRow.forEach((stack, row) => {
          expect(stack.map(({ name }) => name)).toEqual(
            trace.rows[row]?.calls.map(({ name }) => name),
          );
        });
        for (const span of all) {
          const inside = ofRow.filter((stack) => stack.includes(span)).length;
          expect(span.steps).toBe(inside);
        }
      }),
    );
  });
});

type Area = Pick<CallBox | LockBar, 'x' | 'y' | 'width' | 'height'>;

function overlap(a: Area, b: Area): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function isInside(inner: Area, outer: Area): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}
