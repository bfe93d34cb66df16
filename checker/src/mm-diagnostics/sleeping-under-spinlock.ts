// RW0902: what may sleep is called under a spinlock; from the run that lock_misuse was found with.
import type { Diagnostic } from '@racewalk/language';
import {
  type Frame,
  type Outcome,
  type Program,
  type ReplayStep,
  replay,
} from '@racewalk/simulator';
import { diagnosticsOf, type MmEntry } from './mm-diagnostic.ts';
import { isLibrary } from './own-place.ts';

export const sleepingUnderSpinlock: MmEntry = {
  code: 'RW0902',
  severity: 'warning',
  title: 'sleeping call under a spinlock',
  explanation:
    'In the run that breaks lock_misuse, this call may sleep while the thread holds a spinlock. Who sleeps there keeps everybody else spinning, and may never be woken: mmap_lock, the page lock, alloc_page() and what faults all sleep. Release the spinlock before, or use what does not sleep: trylock_page(), get_page().',
};

/** Nothing where lock_misuse holds, or was broken otherwise, or by the library alone. */
export function sleepingCalls(program: Program, outcome: Outcome): readonly Diagnostic[] {
  const misuse = program.properties.findIndex(({ name }) => name === 'lock_misuse');
  const found = outcome.violations.find(({ property }) => property === misuse);
  if (found === undefined) return [];
  const { steps } = replay(program, found.run);
  const event = steps.at(-1)?.events.find(({ property }) => property === misuse);
  const frame = program.code[event?.pc ?? -1]?.site.frame;
  if (frame === undefined || program.frames[frame]?.name !== 'might_sleep') return [];
  const place = ownCall(program, frame);
  const lock = spinlockOf(program, steps);
  if (place === undefined || lock === undefined) return [];
  // The call that has the spinlock taken, and sleeps, is the library's own affair.
  if (stackOf(program, lock.frame).includes(place)) return [];
  const file = program.files[place.file] ?? '';
  const message = `${place.name}() may sleep, and ${lock.name} is held`;
  const at = { file, start: place.start, end: place.end };
  return diagnosticsOf(sleepingUnderSpinlock, [{ place: at, message, related: [] }]);
}

/** From the innermost call outwards. */
function stackOf({ frames }: Program, innermost: number): readonly Frame[] {
  const stack: Frame[] = [];
  for (let frame = frames[innermost]; frame !== undefined; frame = frames[frame.parent ?? -1])
    stack.push(frame);
  return stack;
}

/** The innermost call that stands in the user's text. */
function ownCall(program: Program, innermost: number): Frame | undefined {
  return stackOf(program, innermost).find(
    ({ file, parent }) => parent !== undefined && !isLibrary(program.files[file] ?? ''),
  );
}

/** The spinlock that the thread of the last step took last and still holds. */
function spinlockOf(
  program: Program,
  steps: readonly ReplayStep[],
): { readonly name: string; readonly frame: number } | undefined {
  const last = steps.at(-1);
  const thread = last?.action.thread ?? -1;
  for (const { effects, action } of [...steps].reverse()) {
    for (const effect of effects) {
      if (effect.kind !== 'write' || action.thread !== thread) continue;
      const name = program.slots[effect.slot]?.name ?? '';
      const isHeld = last?.after.slots[effect.slot] === thread + 1;
      const frame = program.code[effect.pc]?.site.frame;
      if (!name.endsWith('.owner') || !isHeld || frame === undefined) continue;
      const isSpin = stackOf(program, frame).some((one) =>
        /^(_raw_)?(spin|read|write)_/u.test(one.name),
      );
      if (isSpin) return { name: name.replace(/\.owner$/u, ''), frame };
    }
  }
  return undefined;
}
