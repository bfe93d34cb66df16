// Which instructions can come to a step or an end without passing another step.
import { eachSuccessor, type Instruction } from '@racewalk/simulator';

/**
 * 1 for each instruction from which some way leads to a step or an end; where none does, a thread
 * would compute for ever. Edges are kept as numbers in flat arrays: programs have many instructions.
 */
export function reachesStepOrEnd(code: readonly Instruction[]): Uint8Array {
  const { first, next, from } = incomingEdges(code);
  const ends = new Uint8Array(code.length);
  const open: number[] = [];
  for (let pc = 0; pc < code.length; pc++) {
    const instruction = code[pc];
    if (instruction === undefined || (!instruction.step && instruction.op !== 'end')) continue;
    ends[pc] = 1;
    open.push(pc);
  }
  for (let pc = open.pop(); pc !== undefined; pc = open.pop()) {
    for (let edge = first[pc] ?? -1; edge >= 0; edge = next[edge] ?? -1) {
      const previous = from[edge] ?? 0;
      if (ends[previous] === 1) continue;
      ends[previous] = 1;
      open.push(previous);
    }
  }
  return ends;
}

interface IncomingEdges {
  /** First edge into an instruction, or -1; `next` chains them; `from` is where an edge begins. */
  readonly first: Int32Array;
  readonly next: number[];
  readonly from: number[];
}

function incomingEdges(code: readonly Instruction[]): IncomingEdges {
  const first = new Int32Array(code.length + 1).fill(-1);
  const next: number[] = [];
  const from: number[] = [];
  let pc = 0;
  const enter = (to: number): void => {
    next.push(first[to] ?? -1);
    first[to] = from.length;
    from.push(pc);
  };
  for (; pc < code.length; pc++) eachSuccessor(code[pc]!, pc, enter);
  return { first, next, from };
}
