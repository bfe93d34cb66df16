// The finished Program: what is live where, and mistakes that only show here.
import type {
  AskedRegister,
  Fragment,
  Instruction,
  Observation,
  Pc,
  Program,
  Property,
  Thread,
  Witness,
} from '@racewalk/simulator';
import {
  eachSuccessor,
  livenessAnd,
  livenessFragments,
  mayBeRead,
  movedParts,
} from '@racewalk/simulator';
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
  const code = linker.builder.finishedCode();
  const entries = entriesOf(parts);
  const found = livenessAnd(code, entries, setsOf(linker));
  reportUndefined(linker, found.mayBeRead);
  reportEndlessLoops(linker, code, entries);
  return programOf(linker, found.code, parts);
}

/** The same without marks that count: as if nobody had asked for them. */
export function withoutMarks({ builder }: Linker, marked: Program): Program {
  /** How many instructions are left before each. */
  const places = new Int32Array(marked.code.length + 1);
  builder.code.forEach(({ counts }, pc) => {
    places[pc + 1] = (places[pc] ?? 0) + (counts === true ? 0 : 1);
  });
  const to = (pc: Pc): Pc => places[pc] ?? 0;
  const left = marked.code
    .filter((_, pc) => builder.code[pc]?.counts !== true)
    .map((instruction) => jumping(instruction, to));
  const parts = { ...movedParts(marked, to), schedule: marked.schedule };
  const { code } = livenessAnd(left, entriesOf(parts), []);
  return { ...marked, ...parts, code };
}

function jumping(instruction: Instruction, to: (pc: Pc) => Pc): Instruction {
  switch (instruction.op) {
    case 'jump':
      return { ...instruction, to: to(instruction.to) };
    case 'branch':
      return { ...instruction, otherwise: to(instruction.otherwise) };
    case 'choose':
      return { ...instruction, targets: instruction.targets.map(to) };
    default:
      return instruction;
  }
}

/** The same without a word about liveness: for code that runs without resting. */
export function draftProgram(linker: Linker, parts: ProgramParts): Program {
  const code = linker.builder.finishedCode();
  const sets = setsOf(linker);
  if (sets.length > 0) reportUndefined(linker, mayBeRead(code, sets));
  reportEndlessLoops(linker, code, entriesOf(parts));
  return programOf(linker, code, parts);
}

function programOf(
  { builder }: Linker,
  code: readonly Instruction[],
  parts: ProgramParts,
): Program {
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

/** Where registers are set because nothing else is known to set them, and right behind it. */
function setsOf({ undefinedSets }: Linker): readonly AskedRegister[] {
  return undefinedSets.map(({ pc, register }) => ({ pc: pc + 1, register }));
}

function reportUndefined(linker: Linker, read: readonly boolean[]): void {
  linker.undefinedSets.forEach((set, index) => {
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
