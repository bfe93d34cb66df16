// The finished Program: what is live where, and mistakes that only show here.
import type {
  Fragment,
  Instruction,
  Observation,
  Program,
  Property,
  Thread,
  Witness,
} from '@racewalk/simulator';
import { eachSuccessor, livenessFragments, mayBeRead, withLiveness } from '@racewalk/simulator';
import type { Linker } from './linker.ts';
import { reachesStepOrEnd } from './reach.ts';
import { reportAt } from './unit.ts';

export interface ProgramParts {
  readonly threads: readonly Thread[];
  readonly properties: readonly Property[];
  readonly observations: readonly Observation[];
  readonly witnesses: readonly Witness[];
  readonly finally: Program['finally'];
  readonly schedule: readonly number[];
}

export function finishProgram(linker: Linker, parts: ProgramParts): Program {
  const program = draftProgram(linker, parts);
  return { ...program, code: withLiveness(program.code, entriesOf(parts), new Set()) };
}

/** The same without a word about liveness: for code that runs without resting. */
export function draftProgram(linker: Linker, parts: ProgramParts): Program {
  const { builder } = linker;
  const code = builder.finishedCode();
  reportUndefined(linker, code);
  reportEndlessLoops(linker, code, entriesOf(parts));
  return {
    files: builder.files,
    slots: builder.finishedSlots(),
    initial: [...builder.initial],
    registers: builder.finishedRegisters(),
    domains: builder.finishedDomains(),
    pools: builder.pools,
    frames: builder.frames,
    code,
    ...parts,
  };
}

function entriesOf(parts: ProgramParts): readonly number[] {
  return [...parts.threads, ...fragmentsOf(parts)].map(({ entry }) => entry);
}

function fragmentsOf(parts: ProgramParts): readonly Fragment[] {
  return [
    ...parts.properties.flatMap((property) => property.state ?? []),
    ...parts.properties.flatMap(livenessFragments),
    ...parts.observations.map((observation) => observation.value),
    ...parts.witnesses.map((witness) => witness.condition),
    ...parts.finally,
  ];
}

function reportUndefined(linker: Linker, code: readonly Instruction[]): void {
  const sets = linker.undefinedSets;
  if (sets.length === 0) return;
  const read = mayBeRead(
    code,
    sets.map(({ pc, register }) => ({ pc: pc + 1, register })),
  );
  sets.forEach((set, index) => {
    if (read[index] !== true) return;
    const message = set.name.endsWith('()')
      ? `${set.name} may end without return, and its result is used here`
      : `'${set.name}' may be read before it is set`;
    reportAt(linker, set.activation, 'RW0403', set.span, message);
  });
}

/** A set of instructions that contains no step and that no jump leaves. */
function reportEndlessLoops(
  linker: Linker,
  code: readonly Instruction[],
  entries: readonly number[],
): void {
  const ends = reachesStepOrEnd(code);
  if (!ends.includes(0)) return;
  const seen = new Uint8Array(code.length);
  const open = [...entries];
  const follow = (to: number): void => {
    open.push(to);
  };
  for (let pc = open.pop(); pc !== undefined; pc = open.pop()) {
    const instruction = code[pc];
    if (seen[pc] === 1 || instruction === undefined) continue;
    seen[pc] = 1;
    if (ends[pc] === 0) {
      const { site } = instruction;
      const message = 'this loop never ends, and nothing in it is a step';
      linker.reportAtSite('RW0406', site, message);
      return;
    }
    eachSuccessor(instruction, pc, follow);
  }
}
