// The slots that what is judged in every state looks at: properties that are watched, and witnesses.
// What is judged in the last state of a run alone needs no such care.
import { livenessFragments } from '../fragments.ts';
import { liveOnEntry } from '../liveness.ts';
import type { Fragment, Program } from '../program.ts';
import { PlaceSlots, reachable } from '../reach.ts';
import { placesIn, statusesBehind } from './access.ts';

/** One byte per slot: 1 where its value may decide how a state is judged. */
export function visibleSlots(program: Program): Uint8Array {
  const visible = new Uint8Array(program.slots.length);
  const places = new PlaceSlots(program);
  const entries = judgedEverywhere(program).map(({ entry }) => entry);
  const reached = reachable(program.code, entries);
  program.code.forEach((instruction, pc) => {
    if (reached[pc] === 0) return;
    const length = instruction.op === 'load' ? instruction.to.length : 1;
    for (const place of placesIn(instruction)) {
      for (const slot of places.of(place)) visible.fill(1, slot, slot + length);
      for (const status of statusesBehind(program, place)) visible[status] = 1;
    }
  });
  return visible;
}

/** True where what is judged in every state looks at the registers of threads, too. */
export function looksIntoThreads(program: Program): boolean {
  return judgedEverywhere(program).some(({ entry, result }) => {
    const [read] = liveOnEntry(program.code, [entry], result === undefined ? [] : [result]);
    return read !== undefined && read.length > 0;
  });
}

function judgedEverywhere(program: Program): readonly Fragment[] {
  const properties = program.properties.filter(({ watched }) => watched);
  return [
    ...properties.flatMap(({ state }) => state ?? []),
    ...properties.flatMap(livenessFragments),
    ...program.witnesses.map(({ condition }) => condition),
  ];
}
