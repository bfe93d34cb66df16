// When two programs have the same runs: what the search looks at, without names, texts and places.
// The key is the whole content, not a digest, so no verdict is ever taken for another program's.
import type { Instruction, Program } from '@racewalk/simulator';

export function programIdentity(program: Program): string {
  return partsOf(program).join('\n');
}

/** Keys of many programs that are much alike: each part is kept once. Equal keys are equal identities. */
export class Identities {
  readonly #numbers = new Map<string, number>();

  keyOf(program: Program): string {
    const units = partsOf(program).map((part) => {
      const number = this.#numbers.get(part) ?? this.#numbers.size;
      this.#numbers.set(part, number);
      return String.fromCharCode(Math.floor(number / 0x8000), number % 0x8000);
    });
    return units.join('');
  }
}

function partsOf(program: Program): readonly string[] {
  const { slots, initial, registers, domains, pools, code, threads } = program;
  const { properties, observations, witnesses, schedule } = program;
  const rest = {
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
  };
  return [...code.map(instructionText), JSON.stringify(rest)];
}

function instructionText({ site: _site, ...instruction }: Instruction): string {
  if ('text' in instruction) return JSON.stringify({ ...instruction, text: '' });
  return JSON.stringify('message' in instruction ? { ...instruction, message: '' } : instruction);
}
