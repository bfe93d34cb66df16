// When two programs have the same runs: what the search looks at, without names, texts and places.
// The key is the whole content, not a digest, so no verdict is ever taken for another program's.
import type { Program } from '@racewalk/simulator';

export function programIdentity(program: Program): string {
  const { slots, initial, registers, domains, pools, code, threads } = program;
  const { properties, observations, witnesses, schedule } = program;
  return JSON.stringify({
    slots: slots.map(({ range, ghost }) => [range.min, range.max, ghost]),
    initial,
    registers: registers.map(({ range }) => [range.min, range.max]),
    domains: domains.map(({ targets }) =>
      targets.map(({ slot, status, arrayFirst, arrayLast }) => [
        slot,
        status,
        arrayFirst,
        arrayLast,
      ]),
    ),
    pools: pools.map(({ domain, members }) => [domain, members]),
    code: code.map(({ site: _site, ...instruction }) => {
      if ('text' in instruction) return { ...instruction, text: '' };
      return 'message' in instruction ? { ...instruction, message: '' } : instruction;
    }),
    threads: threads.map(({ entry }) => entry),
    properties: properties.map(({ name, watched, state, liveness }) => [
      name,
      watched,
      state,
      liveness,
    ]),
    observations: observations.map(({ value }) => value),
    witnesses: witnesses.map(({ condition }) => condition),
    finally: program.finally,
    schedule,
  });
}
