// Where the threads of a program rest, which registers are a part of states, and whose they are:
// what every exported model is made from, whatever its format.
import type { Pc, Program, RegisterId, State } from '@racewalk/simulator';
import { instructionAt, isRest, type StepGraph, type StepReach, stepGraph } from './step-graph.ts';
import { unsupported } from './unsupported.ts';

/** One place where a thread rests. */
export interface RestOf<Graph extends StepReach> {
  readonly pc: Pc;
  readonly thread: number;
  readonly over: boolean;
  /** The step that begins here; undefined at an end. */
  readonly graph: Graph | undefined;
}

/** In the order of the threads; of each the place where it begins, then the others ascending. */
export function restsOf<Graph extends StepReach>(
  program: Program,
  start: State,
  graphOf: (pc: Pc) => Graph,
): readonly RestOf<Graph>[] {
  const owner = new Map<Pc, number>();
  return program.threads.flatMap((_, thread) => {
    const first = start.threads[thread]?.pc ?? 0;
    const pcs = new Set<Pc>([first]);
    const rests = new Map<Pc, RestOf<Graph>>();
    for (const pc of pcs) {
      if (owner.has(pc)) unsupported('two threads share their code');
      owner.set(pc, thread);
      const over = instructionAt(program, pc).op === 'end';
      const graph = over ? undefined : graphOf(pc);
      rests.set(pc, { pc, thread, over, graph });
      for (const next of graph?.landings ?? []) pcs.add(next);
    }
    const others = [...rests.values()].filter(({ pc }) => pc !== first);
    return [...rests.values()]
      .filter(({ pc }) => pc === first)
      .concat(others.sort((left, right) => left.pc - right.pc));
  });
}

/** The registers that are live at some place to rest, ascending. */
export function storedRegisters(
  program: Program,
  rests: readonly RestOf<StepReach>[],
): readonly RegisterId[] {
  const live = rests.flatMap(({ pc }) => instructionAt(program, pc).live);
  return [...new Set(live)].sort((left, right) => left - right);
}

/** Which thread a register belongs to, by where it is live or set. */
export function ownersOf(
  program: Program,
  rests: readonly RestOf<StepReach>[],
): ReadonlyMap<RegisterId, number> {
  const owners = new Map<RegisterId, number>();
  for (const { pc, thread, graph } of rests) {
    for (const register of instructionAt(program, pc).live) owners.set(register, thread);
    for (const inside of graph?.inside ?? []) {
      const instruction = instructionAt(program, inside);
      if (!('to' in instruction)) continue;
      if (instruction.op === 'load') for (const to of instruction.to) owners.set(to, thread);
      if (instruction.op === 'set' || instruction.op === 'any' || instruction.op === 'allocate')
        owners.set(instruction.to, thread);
    }
  }
  return owners;
}

/** What comes before a thread's first place to rest, if anything does. */
export function beginningOf(program: Program, thread: number): StepGraph | undefined {
  const entry = program.threads[thread]?.entry ?? 0;
  return isRest(program, entry) ? undefined : stepGraph(program, entry);
}

/** `file.race:12: x = y;` */
export function siteText(
  program: Program,
  pc: Pc,
  textOf: (file: string) => string | undefined,
): string {
  const { site } = instructionAt(program, pc);
  const file = program.files[site.file] ?? '';
  const line = textOf(file)?.split('\n')[site.line]?.trim() ?? '';
  return `${file}:${site.line + 1}: ${line}`;
}
