// A search as its callers see it: slices of work, progress between them, and an Outcome at any
// time. Phases follow each other: exploration, the count of complete runs, the runs to show, and the
// search for runs that break liveness, where a property asks for it.
import { asksForLiveness, LivenessSearch, livenessCancelled } from '../fairness/search.ts';
import { Interleavings } from '../interleavings.ts';
import { groupDigits, type Limits, limitsWith } from '../limits.ts';
import type { Bound, FinalOutcome, Outcome, Progress, Run, Violation } from '../outcome.ts';
import type { Pc, Program } from '../program.ts';
import type { SearchThreads } from '../threads/threads.ts';
import { validate } from '../validate.ts';
import { Counterexamples } from './counterexample.ts';
import { messageOf } from './events.ts';
import { runToFinding, switchesIn } from './path.ts';
import type { Finding, StateSpace } from './space.ts';
import { startExploration, startReduced } from './start.ts';

export interface Search {
  /** Works on, through about so many states; true when the search is finished. */
  advance(expansions: number): boolean;
  progress(): Progress;
  /** What is known so far. Before the end it is bounded by `cancelled`, unless all was explored. */
  outcome(): Outcome;
}

export interface SearchOptions {
  /**
   * `generated`: by code made for the program, wherever there can be some; `interpreted`: without.
   * By default it is made once there are some thousand states, for which alone it would not pay.
   */
  readonly code?: 'generated' | 'interpreted';
  /**
   * Whether interleavings that can show nothing new are left out. `auto`, which it is by default:
   * not before `unreduced_states_max` states, so that what is small is seen in full and counted.
   */
  readonly reduce?: 'auto' | 'on' | 'off';
  /** Who helps with what is large; the outcome is the same. They are not for two searches at once. */
  readonly threads?: SearchThreads | undefined;
}

/** A search of ours, which knows the code that it has been to. */
export interface CodeSearch extends Search {
  /**
   * The instructions that it has run; undefined where generated code has run them. Once all was explored, these
   * are all that any run comes to.
   */
  ran(): ReadonlySet<Pc> | undefined;
}

/**
 * Begins a search that its caller drives in slices, and may leave at any time.
 * Example: `const search = startSearch(program); while (!search.advance(10_000)) report(search);`
 */
export function startSearch(
  program: Program,
  limits: Partial<Limits> = {},
  options: SearchOptions = {},
): CodeSearch {
  validate(program);
  return new PhasedSearch(program, limitsWith(limits), options);
}

/** Searches to the end. Example: `explore(program, { states_max: 100_000 }).verdict`. */
export function explore(
  program: Program,
  limits: Partial<Limits> = {},
  options: SearchOptions = {},
): Outcome {
  const search = startSearch(program, limits, options);
  while (!search.advance(Number.MAX_SAFE_INTEGER));
  return search.outcome();
}

/**
 * States that are interpreted before code is generated: by then they have taken about as long as it
 * takes to write the code, and to have it compiled, for a program of so many instructions.
 */
function interpretedMax({ code }: Program): number {
  return 3000 + 8 * code.length;
}
/** Expansions between two looks at how large the graph is. */
const sliceMax = 2048;

type Phase =
  | { readonly kind: 'exploring'; readonly work: StateSpace }
  | { readonly kind: 'counting'; readonly work: Interleavings }
  | { readonly kind: 'showing'; readonly work: Counterexamples }
  | { readonly kind: 'liveness'; readonly work: LivenessSearch }
  | { readonly kind: 'finished' };

class PhasedSearch implements CodeSearch {
  private options: SearchOptions;
  private exploration: StateSpace;
  /** The full exploration that was given up for a reduced one, if it had found anything. */
  private earlier: StateSpace | undefined;
  private reducedBy: string | undefined;
  private mayReduce: boolean;
  private mayCompile: boolean;
  private isInterpreted: boolean;
  private readonly asksForLiveness: boolean;
  private counterexamples: Counterexamples | undefined;
  private liveness: LivenessSearch | undefined;
  private phase: Phase;
  private interleavings: string | undefined;
  private interleavingsNote: string | undefined = 'not counted: cancelled';

  constructor(program: Program, limits: Limits, options: SearchOptions) {
    this.asksForLiveness = asksForLiveness(program);
    this.options = options;
    this.exploration = startExploration(program, limits, options);
    this.mayCompile = options.code === undefined;
    this.isInterpreted = options.code !== 'generated' && options.threads === undefined;
    this.mayReduce = options.reduce !== 'off';
    if (options.reduce === 'on') this.reduce();
    this.phase = { kind: 'exploring', work: this.exploration };
  }

  advance(expansions: number): boolean {
    let left = expansions;
    while (left > 0 && this.phase.kind !== 'finished') {
      left -= this.phase.work.advance(Math.min(left, sliceMax));
      if (this.phase.kind === 'exploring') this.reconsider();
      if (this.phase.work.finished) this.enterNext(this.phase);
    }
    return this.phase.kind === 'finished';
  }

  progress(): Progress {
    const { exploration, phase } = this;
    const isBeside = phase.kind !== 'exploring' && phase.kind !== 'finished';
    const more = isBeside ? phase.work.bytes() : 0;
    const isSearching = phase.kind === 'showing' || phase.kind === 'liveness';
    return {
      states: exploration.states,
      frontier: isSearching ? phase.work.frontier() : exploration.frontier(),
      depth: exploration.depthReached(),
      bytes: exploration.bytes() + more,
    };
  }

  outcome(): Outcome {
    const { exploration } = this;
    const violations = this.violations();
    const bounds = this.bounds();
    return {
      verdict: violations.length > 0 ? 'fail' : bounds.length > 0 ? 'bounded' : 'pass',
      violations,
      bounds,
      outcomes: this.outcomes(),
      witnesses: exploration.witnesses.map((_, witness) => ({
        witness,
        run: this.runTo((space) => space.witnesses[witness]),
      })),
      states: exploration.states,
      transitions: exploration.transitions,
      depth: exploration.depthReached(),
      reducedBy: this.reducedBy,
      interleavings: this.interleavings,
      interleavingsNote: this.interleavingsNote,
      scheduleStuck: this.scheduleStuck(),
    };
  }

  ran(): ReadonlySet<Pc> | undefined {
    return this.isInterpreted ? this.exploration.stepper.machine.ran() : undefined;
  }

  /** What began to explore may turn out to be the wrong one; then another begins anew. */
  private reconsider(): void {
    if (this.isHalted()) this.beginAlone();
    if (this.isTooLarge()) this.reduce();
    if (!this.mayCompile || this.exploration.finished) return;
    const { program, limits, states } = this.exploration;
    if (states <= interpretedMax(program)) return;
    this.mayCompile = false;
    this.isInterpreted = false;
    this.exploration = startExploration(program, limits, { ...this.options, code: 'generated' });
    this.phase = { kind: 'exploring', work: this.exploration };
  }

  /** Where a search is given up half way, what it has counted by then is up to the threads. */
  private isHalted(): boolean {
    const { bounds } = this.exploration;
    return this.options.threads !== undefined && bounds.has('local_instructions_max');
  }

  /** Begins anew without threads, so that the answer is the same for any number of them. */
  private beginAlone(): void {
    const { program, limits } = this.exploration;
    this.exploration.close?.();
    this.options = { ...this.options, threads: undefined };
    const again =
      this.reducedBy === undefined ? undefined : startReduced(program, limits, this.options)?.space;
    this.exploration = again ?? startExploration(program, limits, this.options);
    this.phase = { kind: 'exploring', work: this.exploration };
  }

  /** The graph is larger than what is explored in full, and not known to stay so. */
  private isTooLarge(): boolean {
    if (!this.mayReduce || this.options.reduce === 'on') return false;
    const { states, limits, bounds } = this.exploration;
    const isCut = bounds.has('states_max') || bounds.has('memory_max');
    return isCut || states > limits.unreduced_states_max;
  }

  /** Begins anew and leaves interleavings out, where the program allows that. */
  private reduce(): void {
    this.mayReduce = false;
    this.mayCompile = false;
    this.isInterpreted = false;
    const { exploration, options } = this;
    const { program, limits } = exploration;
    const reduced = startReduced(program, limits, options);
    if (reduced === undefined) return;
    exploration.close?.();
    const { findings, outcomes, witnesses } = exploration;
    const hasFound =
      findings.size + outcomes.size > 0 || witnesses.some((one) => one !== undefined);
    this.earlier = hasFound ? exploration : undefined;
    this.exploration = reduced.space;
    this.reducedBy = reduced.by;
    this.phase = { kind: 'exploring', work: reduced.space };
  }

  /** What explored, the latest first. */
  private spaces(): readonly StateSpace[] {
    return this.earlier === undefined ? [this.exploration] : [this.exploration, this.earlier];
  }

  private runTo(pick: (space: StateSpace) => Finding | undefined): Run | undefined {
    for (const space of this.spaces()) {
      const finding = pick(space);
      if (finding !== undefined) return runToFinding(space, finding);
    }
    return undefined;
  }

  private outcomes(): readonly FinalOutcome[] {
    const found = new Map<string, FinalOutcome>();
    for (const space of this.spaces()) {
      for (const [key, { values, finding }] of space.outcomes) {
        if (!found.has(key)) found.set(key, { values, run: runToFinding(space, finding) });
      }
    }
    return [...found.values()];
  }

  /** The properties that an exploration has seen broken. */
  private broken(): ReadonlySet<number> {
    return new Set(this.spaces().flatMap(({ findings }) => [...findings.keys()]));
  }

  private enterNext(done: Phase): void {
    if (done.kind === 'exploring') {
      const { edges } = this.exploration;
      this.interleavingsNote = this.reasonNotToCount();
      if (edges !== undefined && this.interleavingsNote === undefined) {
        this.phase = { kind: 'counting', work: new Interleavings(edges, this.exploration.states) };
        return;
      }
    }
    if (done.kind === 'counting') {
      this.interleavings = done.work.count?.toString();
      if (this.interleavings === undefined) this.interleavingsNote = 'not counted: cyclic';
    }
    this.exploration.dropEdges('');
    if (done.kind === 'liveness') {
      this.phase = { kind: 'finished' };
      return;
    }
    const broken = this.broken();
    if (done.kind === 'showing' || broken.size === 0) {
      this.enterLiveness();
      return;
    }
    this.counterexamples = new Counterexamples(this.exploration, broken);
    this.phase = { kind: 'showing', work: this.counterexamples };
    if (this.counterexamples.finished) this.enterLiveness();
  }

  private enterLiveness(): void {
    this.phase = { kind: 'finished' };
    if (!this.asksForLiveness) return;
    const { program, limits } = this.exploration;
    this.liveness = new LivenessSearch(program, limits, this.exploration.bytes());
    if (!this.liveness.finished) this.phase = { kind: 'liveness', work: this.liveness };
  }

  /** Pools and schedules cut runs, which is counted; other limits leave states out. */
  private reasonNotToCount(): string | undefined {
    const { bounds, edges, edgesDropped, states, limits } = this.exploration;
    const hiding = [...bounds.values()].find(({ limit }) => !limit.startsWith('pool '));
    if (hiding !== undefined) return `not counted: ${hiding.text}`;
    if (this.reducedBy !== undefined) return `not counted: ${this.reducedBy}`;
    if (states > limits.interleavings_states_max) {
      return `not counted: more than ${groupDigits(limits.interleavings_states_max)} states`;
    }
    return edges === undefined ? `not counted: ${edgesDropped}` : undefined;
  }

  private violations(): readonly Violation[] {
    const { counterexamples } = this;
    const properties = new Set([...this.broken(), ...(counterexamples?.properties() ?? [])]);
    return [
      ...[...properties].map((property) => this.violation(property)),
      ...(this.liveness?.violations.filter(({ property }) => !properties.has(property)) ?? []),
    ].sort((a, b) => a.property - b.property);
  }

  private violation(property: number): Violation {
    const { exploration, counterexamples } = this;
    const best = counterexamples?.runOf(property);
    const run = best ?? this.runTo(({ findings }) => findings.get(property)) ?? [];
    const message = messageOf(exploration.stepper, exploration.fragments, { run, property });
    const isHidden = exploration.bounds.has('choices_max');
    const shortest = run.length === 0 || (best !== undefined && !isHidden);
    return { property, message, run, switches: switchesIn(run), shortest };
  }

  private bounds(): readonly Bound[] {
    const { exploration, phase } = this;
    const { schedule } = exploration.program;
    const bounds = [...exploration.bounds.values()];
    if (phase.kind === 'exploring' && !exploration.finished) {
      bounds.push({
        limit: 'cancelled',
        text: `cancelled after ${groupDigits(exploration.states)} states`,
      });
    } else if (this.asksForLiveness) {
      bounds.push(...(this.liveness?.bounds() ?? [livenessCancelled]));
    }
    if (schedule.length === 0) return bounds;
    const text = `only runs that begin with the given ${schedule.length} steps`;
    bounds.push({ limit: 'schedule', text });
    const stuck = this.scheduleStuck();
    if (stuck === undefined) return bounds;
    const name = exploration.program.threads[schedule[stuck]!]?.name ?? '';
    bounds.push({
      limit: 'schedule',
      text: `${name} cannot move at step ${stuck + 1} of the schedule`,
    });
    return bounds;
  }

  private scheduleStuck(): number | undefined {
    const { stuckAt, followed } = this.exploration;
    return stuckAt >= 0 && !followed ? stuckAt : undefined;
  }
}
