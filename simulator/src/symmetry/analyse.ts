// Finds threads that are identical up to the names of what they own, so that states which differ
// only in who is who need to be explored once.
//
// An exchange of two threads renames threads, slots, pointers and thread ids. It is a symmetry if
// it maps the program to itself: the code of each thread to the code of the thread that takes its
// place, every fragment to itself, the initial state to itself. Then it maps every step to a step
// and every event to the same event, so a state and its image can reach states that are images of
// each other, and break the same properties. Exploring one state of each set of images decides
// every property of states and steps as exploring all of them does. docs/symmetry.md has the
// argument in full.
import type { Layout } from '../layout.ts';
import { liveOnEntry } from '../liveness.ts';
import type { Fragment, Pc, Program } from '../program.ts';
import { eachSuccessor, isResting } from '../reach.ts';
import { Exchange } from './exchange.ts';
import { type Footprint, footprintOf } from './footprint.ts';
import { Match } from './match.ts';
import { packSwap } from './packing.ts';
import type { Swap, Symmetry } from './symmetry.ts';

/** Why there is none, in words for a person. */
export interface NoSymmetry {
  readonly off: string;
}

/**
 * The symmetry of a program, for searches that decide properties of states and steps. Runs to show,
 * counts, outcomes and liveness are not its matter.
 * Example: `const found = analyseSymmetry(program, layout); if ('off' in found) ...`
 */
export function analyseSymmetry(program: Program, layout: Layout): Symmetry | NoSymmetry {
  const off = reasonAgainst(program);
  if (off !== undefined) return { off };
  const search = new ClassSearch(program, layout);
  for (const thread of program.threads.keys()) search.add(thread);
  const classes = search.classes.filter(({ length }) => length > 1);
  if (classes.length === 0) return { off: search.problem ?? 'there is one thread' };
  return { words: layout.words, classes, swaps: search.swaps };
}

/** Groups threads: a thread joins a class if it can take the place of each of its members. */
class ClassSearch {
  readonly classes: number[][] = [];
  readonly swaps: Swap[] = [];
  /** Why the first two threads that were compared are different. */
  problem: string | undefined;
  private readonly program: Program;
  private readonly layout: Layout;
  private readonly footprint: Footprint;

  constructor(program: Program, layout: Layout) {
    this.program = program;
    this.layout = layout;
    const fragments = judgedFragments(program).map(({ fragment }) => fragment.entry);
    const entries = [...program.threads.map(({ entry }) => entry), ...fragments];
    this.footprint = footprintOf(program, entries);
  }

  add(thread: number): void {
    for (const members of this.classes) {
      const swaps: Swap[] = [];
      for (const member of members) {
        const swap = this.swapOf(member, thread);
        if (swap === undefined) break;
        swaps.push(swap);
      }
      if (swaps.length < members.length) continue;
      members.push(thread);
      this.swaps.push(...swaps);
      return;
    }
    this.classes.push([thread]);
  }

  private swapOf(first: number, second: number): Swap | undefined {
    const { program, footprint } = this;
    const exchange = new Exchange(program, footprint, first, second);
    const match = matchThreads(exchange, footprint);
    if (exchange.problem === undefined) matchFragments(exchange, footprint);
    exchange.close();
    if (exchange.problem === undefined) exchange.check();
    const isSymmetry = exchange.problem === undefined;
    const swap = isSymmetry ? packSwap(exchange, match, this.layout) : undefined;
    const names = `threads ${program.threads[first]?.name} and ${program.threads[second]?.name}`;
    this.problem ??= exchange.problem && `${names} do not mirror each other: ${exchange.problem}`;
    return swap;
  }
}

/** The two threads with each other, every other thread with itself. */
function matchThreads(exchange: Exchange, footprint: Footprint): Match {
  const { threads } = exchange.program;
  const matches = threads.map(({ entry }, thread) => {
    const match = new Match(exchange, footprint);
    const partner = threads[exchange.thread(thread)]!;
    if (exchange.problem === undefined) match.run(entry, partner.entry);
    return match;
  });
  return matches[exchange.first]!;
}

function matchFragments(exchange: Exchange, footprint: Footprint): void {
  for (const { fragment, what, isShown } of judgedFragments(exchange.program)) {
    if (exchange.problem !== undefined) return;
    const match = new Match(exchange, footprint);
    match.run(fragment.entry, fragment.entry);
    if (isShown && fragment.result !== undefined)
      exchange.asNumbers.add(match.operands.sortOfRegister(fragment.result));
    exchange.close();
    if (exchange.problem !== undefined) exchange.problem = `${what} tells them apart`;
  }
}

interface Judged {
  readonly fragment: Fragment;
  readonly what: string;
  /** Its value itself counts, not only whether it is 0. */
  readonly isShown: boolean;
}

/** The fragments that are run on states. */
function judgedFragments(program: Program): readonly Judged[] {
  const judged: Judged[] = [];
  for (const { state, watched, name } of program.properties) {
    if (state === undefined || !watched) continue;
    judged.push({ fragment: state, what: `property ${name}`, isShown: false });
  }
  for (const { condition, name } of program.witnesses)
    judged.push({ fragment: condition, what: `witness ${name}`, isShown: false });
  for (const { value, name } of program.observations)
    judged.push({ fragment: value, what: `observe ${name}`, isShown: true });
  for (const fragment of program.finally)
    judged.push({ fragment, what: 'finally', isShown: false });
  return judged;
}

function reasonAgainst(program: Program): string | undefined {
  const { schedule, threads, code, properties } = program;
  if (schedule.length > 0) return 'the schedule names threads';
  if (threads.length < 2) return 'there is one thread';
  const isFairness = properties.some(
    ({ name, watched, declared, liveness }) =>
      watched && (liveness !== undefined || (name === 'livelock' && !declared)),
  );
  if (isFairness) return 'fairness asks which thread it is that moves';
  if (threads.some(({ entry }) => beginsWithMore(program, entry)))
    return 'a thread does more than read before its first step';
  const fragments = judgedFragments(program).map(({ fragment }) => fragment);
  const reads = fragments.some(({ entry, result }) => {
    const [live] = liveOnEntry(code, [entry], result === undefined ? [] : [result]);
    return live !== undefined && live.length > 0;
  });
  return reads ? 'a property reads the variables of a thread' : undefined;
}

/** The beginnings run one after another in a fixed order: what they may do is read. */
function beginsWithMore({ code }: Program, entry: Pc): boolean {
  const seen = new Set<Pc>();
  const open = [entry];
  for (let pc = open.pop(); pc !== undefined; pc = open.pop()) {
    const instruction = code[pc];
    if (instruction === undefined || seen.has(pc) || isResting(instruction)) continue;
    seen.add(pc);
    if (!['load', 'set', 'jump', 'branch', 'check', 'mark'].includes(instruction.op)) return true;
    eachSuccessor(instruction, pc, (to) => open.push(to));
  }
  return false;
}
