// Runs in which two accesses both happen, though no lock keeps them apart. Those where one can follow
// the other at once, and either could come first, are looked for before any others.
import { NumberSet } from '../integers.ts';
import type { Action, Run } from '../outcome.ts';
import { isUnprotected, type Recorder, type SeenAccess } from './recorder.ts';

export interface FoundRun {
  readonly first: SeenAccess;
  readonly second: SeenAccess;
  readonly run: Run;
  readonly firstStep: number;
  readonly adjacent: boolean;
}

interface Edge {
  readonly from: number;
  readonly edge: number;
}

interface Source extends Edge {
  /** Steps up to and with the edge. */
  readonly depth: number;
}

export class RunSearch {
  private readonly recorder: Recorder;
  /** For each state, the first edge that leads to it, and where that begins; -1: none. */
  private readonly into: Int32Array;
  private readonly from: Int32Array;
  /** Steps of a shortest run to it. */
  private readonly depths: Int32Array;

  constructor(recorder: Recorder, states: number) {
    this.recorder = recorder;
    this.into = new Int32Array(states).fill(-1);
    this.from = new Int32Array(states).fill(-1);
    this.depths = new Int32Array(states);
    for (let state = 0; state < recorder.edges.starts.length; state++) {
      for (const edge of this.edgesOf(state)) {
        const target = recorder.edges.targetOf(edge);
        if (target <= 0 || this.into[target]! >= 0) continue;
        this.into[target] = edge;
        this.from[target] = state;
        this.depths[target] = this.depths[state]! + 1;
      }
    }
  }

  /** The nearest run with two of these accesses one behind the other. */
  adjacent(accesses: readonly SeenAccess[]): FoundRun | undefined {
    const ids = new Set(accesses.map(({ id }) => id));
    const meetings = [...this.recorder.meetings.values()]
      .filter(({ one, other }) => ids.has(one) && ids.has(other))
      .sort((a, b) => a.state - b.state);
    for (const { one, other, state } of meetings) {
      const found = this.inARow(state, one, other) ?? this.inARow(state, other, one);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** A nearest run that has this access, and later another one that conflicts. */
  after(first: SeenAccess, accesses: readonly SeenAccess[]): FoundRun | undefined {
    const wanted = new Set(
      accesses.filter((other) => isUnprotected(first, other)).map(({ id }) => id),
    );
    if (wanted.size === 0) return undefined;
    const walk = new Behind(this.recorder, this.sourcesOf(first));
    for (let level = walk.next([]); level !== undefined; level = walk.next(level)) {
      for (const state of level) {
        for (const edge of this.edgesOf(state)) {
          const second = this.firstOf(edge, wanted);
          if (second !== undefined) return this.joined(first, second, { from: state, edge }, walk);
        }
      }
    }
    return undefined;
  }

  /** The steps with this access, those nearest to the beginning first. */
  private sourcesOf({ id }: SeenAccess): readonly Source[] {
    const { recorder, depths } = this;
    const sources: Source[] = [];
    for (let from = 0; from < recorder.edges.starts.length; from++) {
      for (const edge of this.edgesOf(from)) {
        if (this.has(edge, id)) sources.push({ from, edge, depth: depths[from]! + 1 });
      }
    }
    return sources;
  }

  private *edgesOf(state: number): Generator<number, void, void> {
    const { recorder } = this;
    if (state >= recorder.edges.starts.length) return;
    const end = recorder.edges.end(state);
    for (let edge = recorder.edges.begin(state); edge < end; edge++) yield edge;
  }

  private inARow(state: number, one: number, other: number): FoundRun | undefined {
    const { recorder } = this;
    for (const edge of this.edgesOf(state)) {
      const target = recorder.edges.targetOf(edge);
      if (target < 0 || !this.has(edge, one)) continue;
      for (const next of this.edgesOf(target)) {
        if (!this.has(next, other)) continue;
        const run = [...this.runTo(state), recorder.actionOf(edge), recorder.actionOf(next)];
        const [first, second] = [recorder.accesses[one]!, recorder.accesses[other]!];
        return { first, second, run, firstStep: run.length - 2, adjacent: true };
      }
    }
    return undefined;
  }

  private joined(
    first: SeenAccess,
    second: SeenAccess,
    last: Edge,
    { into, origin }: Behind,
  ): FoundRun {
    const tail: Action[] = [this.recorder.actionOf(last.edge)];
    let at = last.from;
    for (let step = into.get(at); step !== undefined; step = into.get(at)) {
      tail.unshift(this.recorder.actionOf(step.edge));
      at = step.from;
    }
    const begun = origin.get(at)!;
    const head = [...this.runTo(begun.from), this.recorder.actionOf(begun.edge)];
    const run = [...head, ...tail];
    return { first, second, run, firstStep: head.length - 1, adjacent: false };
  }

  private runTo(state: number): Run {
    const run: Action[] = [];
    for (let at = state; at > 0; at = this.from[at]!)
      run.push(this.recorder.actionOf(this.into[at]!));
    return run.reverse();
  }

  private has(edge: number, access: number): boolean {
    const { labels, labelOf } = this.recorder;
    return labels[labelOf.at(edge)]!.includes(access);
  }

  private firstOf(edge: number, wanted: ReadonlySet<number>): SeenAccess | undefined {
    const { labels, labelOf, accesses } = this.recorder;
    const id = labels[labelOf.at(edge)]!.find((one) => wanted.has(one));
    return id === undefined ? undefined : accesses[id];
  }
}

/** The states that can be reached behind some steps, by the length of the whole run. */
class Behind {
  readonly into = new Map<number, Edge>();
  readonly origin = new Map<number, Edge>();
  private readonly recorder: Recorder;
  private readonly sources: readonly Source[];
  private readonly seen = new NumberSet();
  private at = 0;
  private depth = 0;

  constructor(recorder: Recorder, sources: readonly Source[]) {
    this.recorder = recorder;
    this.sources = sources;
  }

  /** The states one step further than those of `level`; undefined: there are no more. */
  next(level: readonly number[]): readonly number[] | undefined {
    const { recorder, sources } = this;
    const states: number[] = [];
    for (const from of level) {
      if (from >= recorder.edges.starts.length) continue;
      const end = recorder.edges.end(from);
      for (let edge = recorder.edges.begin(from); edge < end; edge++)
        this.reach({ from, edge }, this.into, states);
    }
    const following = sources[this.at];
    this.depth = states.length > 0 ? this.depth + 1 : (following?.depth ?? 0);
    for (; (sources[this.at]?.depth ?? Infinity) <= this.depth; this.at++)
      this.reach(sources[this.at]!, this.origin, states);
    return states.length > 0 || this.at < sources.length ? states : undefined;
  }

  private reach(edge: Edge, how: Map<number, Edge>, states: number[]): void {
    const target = this.recorder.edges.targetOf(edge.edge);
    if (target < 0 || this.seen.has(target)) return;
    this.seen.add(target);
    how.set(target, { from: edge.from, edge: edge.edge });
    states.push(target);
  }
}
