// Racing pairs and windows the obvious way: the definitions of docs/step-view.md read aloud, with the
// naive interpreter, the closure of the order worked out pair by pair, and every candidate tried.
// Which slots a step accesses is told by a probe of the engine's, which is tested by itself.
import type { Action, Run } from '../../simulator/src/outcome.ts';
import type { Program } from '../../simulator/src/program.ts';
import type { HistoryStep } from '../../simulator/src/races/history.ts';
import { Naive, type State } from './naive.ts';

/** A replay that can be led astray: what is not possible is left out. */
class Astray {
  broken: boolean;
  ended = false;
  state: State;
  private readonly naive: Naive;
  private readonly property: number;
  private readonly aloneMax: number;

  constructor(naive: Naive, property: number, aloneMax: number) {
    this.naive = naive;
    this.property = property;
    this.aloneMax = aloneMax;
    this.state = naive.initial.state;
    const { kind, events } = naive.initial;
    this.broken = [...events, ...this.stateEvents(kind !== 'moved')].includes(property);
    this.ended = kind !== 'moved' || naive.allOver(this.state);
  }

  pc(thread: number): number {
    return this.state.threads[thread]!.pc;
  }

  take(action: Action): boolean {
    if (this.ended) return false;
    const leaf = this.naive.leaves(this.state, action.thread)[action.choice];
    if (leaf === undefined || leaf.kind === 'disabled') return false;
    if (leaf.events.includes(this.property)) this.broken = true;
    if (leaf.kind !== 'moved') {
      this.ended = true;
      return true;
    }
    this.state = leaf.state;
    if (this.stateEvents(false).includes(this.property)) this.broken = true;
    this.ended = this.naive.allOver(this.state);
    return true;
  }

  like(action: Action): boolean {
    return !this.broken && (this.take(action) || this.once(action.thread));
  }

  once(thread: number): boolean {
    if (this.broken || this.ended) return false;
    const choice = this.naive
      .leaves(this.state, thread)
      .findIndex(({ kind }) => kind !== 'disabled');
    return choice >= 0 && this.take({ thread, choice });
  }

  goOn(thread: number, visit: (pc: number) => void = () => {}): boolean {
    let moved = false;
    for (let left = this.aloneMax; left > 0; left--) {
      const pc = this.pc(thread);
      if (!this.once(thread)) break;
      visit(pc);
      moved = true;
    }
    return moved;
  }

  finish(first: number): boolean {
    const threads = this.naive.program.threads.map((_, thread) => thread);
    for (let round = 0; round <= threads.length; round++) {
      const moved = [first, ...threads].map((thread) => this.goOn(thread));
      if (this.broken || this.ended || !moved.includes(true)) break;
    }
    return this.broken;
  }

  /** A deadlock is judged with the state, as everything else. */
  private stateEvents(ended: boolean): number[] {
    return this.naive.stateEvents(this.state, ended);
  }
}

const overlap = (one: HistoryStep, other: HistoryStep): boolean => {
  const touched = (step: HistoryStep) => [...step.reads, ...step.writes];
  return (
    one.writes.some((slot) => touched(other).includes(slot)) ||
    other.writes.some((slot) => touched(one).includes(slot))
  );
};

/** Entry [i][j]: step i happens before step j. */
function closure(history: readonly HistoryStep[]): boolean[][] {
  const before = history.map((one, i) =>
    history.map(
      (other, j) => i < j && (one.action.thread === other.action.thread || overlap(one, other)),
    ),
  );
  for (let k = 0; k < history.length; k++) {
    for (let i = 0; i < k; i++) {
      for (let j = k + 1; j < history.length; j++) {
        if (before[i]![k]! && before[k]![j]!) before[i]![j] = true;
      }
    }
  }
  return before;
}

export interface OraclePair {
  readonly first: number;
  readonly second: number;
}

export function pairByHand(
  program: Program,
  history: readonly HistoryStep[],
  property: number,
  aloneMax: number,
): OraclePair | undefined {
  const naive = new Naive({ ...program, schedule: [] });
  const before = closure(history);
  const steps = [...history.keys()];
  /** Whether the property is broken after all; undefined: they can't be reversed. */
  const reversed = (first: number, second: number): boolean | undefined => {
    const { thread } = history[second]!.action;
    const late = steps.filter((at) => at === first || before[first]![at]);
    const delayed = late.filter((at) => at < second);
    if (delayed.some((at) => history[at]!.action.thread === thread)) return undefined;
    const replay = new Astray(naive, property, aloneMax);
    for (const at of steps.slice(0, second)) {
      if (!delayed.includes(at) && !replay.take(history[at]!.action)) return undefined;
    }
    if (replay.ended || replay.pc(thread) !== history[second]!.pc) return undefined;
    if (!replay.take(history[second]!.action)) return undefined;
    replay.goOn(thread);
    for (const at of [...delayed, ...steps.slice(second + 1)]) replay.like(history[at]!.action);
    return replay.finish(thread);
  };
  for (const second of [...steps].reverse()) {
    for (const first of steps.slice(0, second).reverse()) {
      const [one, two] = [history[first]!, history[second]!];
      if (one.action.thread === two.action.thread || !overlap(one, two)) continue;
      if (steps.some((at) => before[first]![at]! && before[at]![second]!)) continue;
      // The step of the first thread with which the second one can come first.
      const shared = [...two.reads, ...two.writes].filter(
        (slot) =>
          one.writes.includes(slot) || (one.reads.includes(slot) && two.writes.includes(slot)),
      );
      let from = first;
      let answer = reversed(from, second);
      while (answer === undefined) {
        const takings = steps.slice(0, from).filter((at) => {
          const { action, writes } = history[at]!;
          const slots = from === first ? shared : sharedSlots(history[from]!, two);
          return action.thread === one.action.thread && slots.some((slot) => writes.includes(slot));
        });
        if (takings.length === 0) break;
        from = takings.at(-1)!;
        answer = reversed(from, second);
      }
      if (answer === false) return { first: from, second };
    }
  }
  return undefined;
}

function sharedSlots(one: HistoryStep, two: HistoryStep): number[] {
  return [...new Set([...two.reads, ...two.writes])].filter(
    (slot) => one.writes.includes(slot) || (one.reads.includes(slot) && two.writes.includes(slot)),
  );
}

/** For each gap between the steps of the thread, whether the run fails with the other step there. */
export function failuresByHand(
  program: Program,
  run: Run,
  { thread, moved, property }: { thread: number; moved: number; property: number },
  aloneMax: number,
): boolean[] {
  const naive = new Naive({ ...program, schedule: [] });
  const begin = () => new Astray(naive, property, aloneMax);
  const mover = run[moved]!.thread;
  const others = run.filter((action) => action.thread !== mover);
  const target = begin();
  const visits: number[] = [];
  run.forEach((action, at) => {
    if (at <= moved && action.thread === mover) visits.push(target.pc(mover));
    if (at <= moved) target.take(action);
  });
  const pc = visits.at(-1)!;
  const times = visits.filter((one) => one === pc).length;
  const alone = begin();
  let gaps = others.filter((action) => alone.like(action) && action.thread === thread).length;
  alone.goOn(thread, () => gaps++);
  return Array.from({ length: gaps + 1 }, (_, gap) => {
    const replay = begin();
    const rest = [...others];
    let done = 0;
    while (rest.length > 0 && done < gap) {
      const action = rest.shift()!;
      if (replay.like(action) && action.thread === thread) done++;
    }
    for (; done < gap; done++) if (!replay.once(thread)) return replay.broken;
    const part = run.slice(0, moved + 1).filter((action) => action.thread === mover);
    for (let met = 0, at = 0; met < times && !replay.broken; at++) {
      if (replay.pc(mover) === pc) met++;
      const action = part[at];
      const isTaken = action === undefined ? replay.once(mover) : replay.like(action);
      if (!isTaken || at > part.length + aloneMax) return replay.broken;
    }
    let end = moved + 1;
    while (run[end]?.thread === mover) replay.like(run[end++]!);
    for (const action of rest) replay.like(action);
    for (const action of run.slice(end)) if (action.thread === mover) replay.like(action);
    return replay.finish(mover);
  });
}
