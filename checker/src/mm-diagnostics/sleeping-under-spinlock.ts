// RW0902: what may sleep is called under a spinlock; from the run that lock_misuse was found with, and,
// where that is looked for, from a run to each such call.
import type { Diagnostic } from '@racewalk/language';
import {
  type Frame,
  type Instruction,
  type Limits,
  type Outcome,
  type Program,
  type ReplayStep,
  type Run,
  replay,
  startSearch,
} from '@racewalk/simulator';
import { diagnosticsOf, type Finding, type MmEntry } from './mm-diagnostic.ts';
import { isLibrary } from './own-place.ts';

export const sleepingUnderSpinlock: MmEntry = {
  code: 'RW0902',
  severity: 'warning',
  title: 'sleeping call under a spinlock',
  explanation:
    'In a run that breaks lock_misuse, this call may sleep while the thread holds a spinlock. Who sleeps there keeps everybody else spinning, and may never be woken: mmap_lock, the page lock, alloc_page() and what faults all sleep. Release the spinlock before, or use what does not sleep: trylock_page(), get_page().',
};

/** Nothing where lock_misuse holds, or was broken otherwise, or by the library alone. */
export function sleepingCalls(program: Program, outcome: Outcome): readonly Diagnostic[] {
  return told(program, outcome, new Set([misuseOf(program)]));
}

/** A search for all calls that sleep so, not only for the one that the first run came to. */
export interface SleepingSearch {
  /** Works on, through about so many states; true when the search is finished. */
  advance(expansions: number): boolean;
  /** What is known so far. */
  diagnostics(): readonly Diagnostic[];
}

/** Undefined where the run that `outcome` has for lock_misuse tells all there is to tell. */
export function startSleepingCalls(
  program: Program,
  outcome: Outcome,
  limits: Limits,
): SleepingSearch | undefined {
  if (sleepingCalls(program, outcome).length === 0) return undefined;
  const apart = withCallsApart(program);
  if (apart.own.size < 2) return undefined;
  const search = startSearch(apart.program, limits);
  return {
    advance: (expansions) => search.advance(expansions),
    diagnostics: () => told(apart.program, search.outcome(), apart.own),
  };
}

/** The same program, in which each call that may sleep breaks a property of its own. */
function withCallsApart(program: Program): { program: Program; own: ReadonlySet<number> } {
  const misuse = misuseOf(program);
  const properties = [...program.properties];
  const numbers = new Map<Frame, number>();
  const code = program.code.map((instruction): Instruction => {
    const { frame } = instruction.site;
    if (instruction.op !== 'check' || instruction.property !== misuse) return instruction;
    const call =
      program.frames[frame]?.name === 'might_sleep' ? ownCall(program, frame) : undefined;
    if (call === undefined) return instruction;
    const property = numbers.get(call) ?? properties.length;
    if (property === properties.length) {
      const name = `${call.name} ${property}`;
      properties.push({ name, sentence: '', declared: true, watched: true, state: undefined });
      numbers.set(call, property);
    }
    return { ...instruction, property };
  });
  return { program: { ...program, code, properties }, own: new Set(numbers.values()) };
}

function misuseOf({ properties }: Program): number {
  return properties.findIndex(({ name }) => name === 'lock_misuse');
}

function told(
  program: Program,
  { violations }: Outcome,
  properties: ReadonlySet<number>,
): readonly Diagnostic[] {
  const findings = violations
    .filter(({ property }) => properties.has(property))
    .flatMap(({ property, run }) => finding(program, property, run));
  return diagnosticsOf(sleepingUnderSpinlock, findings);
}

function finding(program: Program, property: number, run: Run): readonly Finding[] {
  const { steps } = replay(program, run);
  const event = steps.at(-1)?.events.find((one) => one.property === property);
  const frame = program.code[event?.pc ?? -1]?.site.frame;
  if (frame === undefined || program.frames[frame]?.name !== 'might_sleep') return [];
  const place = ownCall(program, frame);
  const lock = spinlockOf(program, steps);
  if (place === undefined || lock === undefined) return [];
  // The call that has the spinlock taken, and sleeps, is the library's own affair.
  if (stackOf(program, lock.frame).includes(place)) return [];
  const file = program.files[place.file] ?? '';
  const message = `${place.name}() may sleep, and ${lock.name} is held`;
  return [{ place: { file, start: place.start, end: place.end }, message, related: [] }];
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
