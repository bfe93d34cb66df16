// The steps that a verifier told while it ran along a trail, as sightings to follow.
import type { Program, ReplayStep, State } from '@racewalk/simulator';
import type { Sighting } from './found.ts';

interface ToldStep {
  readonly thread: number;
  /** Where the thread rests; undefined: the run ended inside the step. */
  readonly landing: number | undefined;
  readonly slots: readonly number[];
  readonly registers: readonly number[];
}

/** One sighting per step that is told: `racewalk: step THREAD PLACE m3=1 r0=2`. */
export function spinSightings(
  program: Program,
  initial: State,
  property: number,
  text: string,
): readonly Sighting[] {
  const slots = [...initial.slots];
  const registers = program.registers.map(() => 0);
  for (const { registers: held } of initial.threads) {
    for (const [register, value] of held) registers[register] = value;
  }
  const lines = text.matchAll(/^racewalk: step (\d+) (-?\d+)((?: [mr]\d+=-?\d+)*)$/gmu);
  return [...lines].map(([, thread, landing, changes = '']) => {
    for (const [, where, index, value] of changes.matchAll(/([mr])(\d+)=(-?\d+)/gu)) {
      (where === 'm' ? slots : registers)[Number(index)] = Number(value);
    }
    const rests = Number(landing);
    const told: ToldStep = {
      thread: Number(thread),
      landing: rests < 0 ? undefined : rests,
      slots: [...slots],
      registers: [...registers],
    };
    const fits = (step: ReplayStep, last: boolean): boolean => isLike(told, step, last, property);
    return { thread: told.thread, fits };
  });
}

/** The whole state is compared, so that a step that means something else is found out. */
function isLike(told: ToldStep, step: ReplayStep, last: boolean, property: number): boolean {
  const { after, end, events } = step;
  if (told.landing === undefined) {
    return end !== undefined && (!last || events.some((event) => event.property === property));
  }
  const own = after.threads[told.thread];
  if (end !== undefined || own?.pc !== told.landing) return false;
  if (after.slots.some((value, slot) => value !== told.slots[slot])) return false;
  return after.threads.every(({ registers }) =>
    [...registers].every(([register, value]) => told.registers[register] === value),
  );
}
