// The instructions of one step, from where a thread rests to where it may rest next, and, for
// formats that number them, how many combinations of choices the step has.
import { type Instruction, type Pc, type Program, successors } from '@racewalk/simulator';
import { unsupported } from './unsupported.ts';

/** More alternatives than this in one step make a model that nobody can read or compile. */
const combinationsMax = 1024;

export interface StepReach {
  /** The instructions inside, ascending. */
  readonly inside: readonly Pc[];
  /** Where the thread may rest after it, ascending. */
  readonly landings: readonly Pc[];
}

export interface StepGraph extends StepReach {
  /** Combinations of choose, any and allocate, of which some may not exist in some state. */
  readonly combinations: number;
}

export function stepGraph(program: Program, start: Pc): StepGraph {
  return { ...stepReach(program, start), combinations: combinationsOf(program, start) };
}

export function stepReach(program: Program, start: Pc): StepReach {
  const landings = new Set<Pc>();
  const inside = new Set<Pc>([start]);
  for (const pc of inside) {
    for (const next of successors(instructionAt(program, pc), pc)) {
      if (isRest(program, next)) landings.add(next);
      else inside.add(next);
    }
  }
  return {
    inside: [...inside].sort((a, b) => a - b),
    landings: [...landings].sort((a, b) => a - b),
  };
}

export function instructionAt(program: Program, pc: Pc): Instruction {
  const instruction = program.code[pc];
  if (instruction === undefined) throw new Error(`no instruction ${pc}`);
  return instruction;
}

/** A thread rests before an instruction that begins a step, and at its end. */
export function isRest(program: Program, pc: Pc): boolean {
  const { step, op } = instructionAt(program, pc);
  return step || op === 'end';
}

/** How many values a choice takes, at most; 1 for what is no choice. */
export function arity(program: Program, instruction: Instruction): number {
  switch (instruction.op) {
    case 'choose':
      return instruction.targets.length;
    case 'allocate':
      return program.pools[instruction.pool]?.members.length ?? 0;
    case 'any': {
      const { low, high, to } = instruction;
      if (low.op !== 'constant' || high.op !== 'constant')
        return unsupported(`"${instruction.text}" has bounds that are not constant`);
      const range = program.registers[to]?.range ?? { min: 0, max: 0 };
      if (low.value < range.min || high.value > range.max)
        return unsupported(`"${instruction.text}" leaves the range of its variable`);
      return Math.max(1, high.value - low.value + 1);
    }
    default:
      return 1;
  }
}

const isChoice = ({ op }: Instruction): boolean =>
  op === 'choose' || op === 'any' || op === 'allocate';

function combinationsOf(program: Program, start: Pc): number {
  const known = new Map<Pc, number | 'open'>();
  const from = (pcs: readonly Pc[]): number => {
    const seen = new Set(pcs);
    let most = 1;
    for (const pc of seen) {
      const instruction = instructionAt(program, pc);
      if (isChoice(instruction)) most = Math.max(most, at(pc, instruction));
      else for (const next of onward(program, pc)) seen.add(next);
    }
    return most;
  };
  const at = (pc: Pc, instruction: Instruction): number => {
    const found = known.get(pc);
    if (found === 'open') return unsupported('a step has a choice inside a loop');
    if (found !== undefined) return found;
    known.set(pc, 'open');
    const count = arity(program, instruction) * from(onward(program, pc));
    if (count > combinationsMax)
      return unsupported(`a step has more than ${combinationsMax} combinations of choices`);
    known.set(pc, count);
    return count;
  };
  return from([start]);
}

function onward(program: Program, pc: Pc): readonly Pc[] {
  return successors(instructionAt(program, pc), pc).filter((next) => !isRest(program, next));
}
