// Random simulation: runs from the initial state, each step chosen by a seeded scheduler, for
// programs too large to explore. It finds what it meets, and can never say that there is nothing
// more. The same program, options and limits give the same answer on every machine.
import { assert } from '../assert.ts';
import { asksForLiveness } from '../fairness/search.ts';
import { boundOf, groupDigits, type Limits, limitsWith } from '../limits.ts';
import type { Bound, Outcome, Progress, Run, Violation } from '../outcome.ts';
import type { Program } from '../program.ts';
import { messageOf } from '../search/events.ts';
import { switchesIn } from '../search/path.ts';
import type { Search } from '../search/search.ts';
import { result } from '../stepper.ts';
import { StateTable } from '../table.ts';
import { validate } from '../validate.ts';
import { Random } from './random.ts';
import { PriorityScheduler, type Scheduler, UniformScheduler } from './scheduler.ts';
import { isBetter, Shrinking } from './shrink.ts';
import { Walk } from './walk.ts';

export interface SimulationOptions {
  readonly runs: number;
  /** From 0 to 2^32 - 1. */
  readonly seed: number;
  /** Steps after which a run is left: it may be one that never ends. */
  readonly run_steps_max: number;
}

/** About a second for a small program. A fixed seed makes every answer one that can be repeated. */
export const defaultSimulation: SimulationOptions = {
  runs: 10_000,
  seed: 1,
  run_steps_max: 10_000,
};

/** How many kinds of runs follow each other: uniform, then priorities that change 0, 1, 2 times. */
const kinds = 4;

/**
 * Begins a simulation that its caller drives in slices, as a search.
 * Example: `const it = startSimulation(program, { seed: 7 }); while (!it.advance(10_000));`
 */
export function startSimulation(
  program: Program,
  options: Partial<SimulationOptions> = {},
  limits: Partial<Limits> = {},
): Search {
  validate(program);
  const full = { ...defaultSimulation, ...options };
  for (const [name, value] of Object.entries(full)) {
    assert(Number.isSafeInteger(value) && value >= 0, `${name} is a whole number`);
  }
  assert(full.seed < 2 ** 32, 'the seed has 32 bits');
  return new Simulation(program, full, limitsWith(limits));
}

interface FoundOutcome {
  readonly values: readonly number[];
  readonly run: Run;
}

class Simulation implements Search {
  private readonly program: Program;
  private readonly options: SimulationOptions;
  private readonly limits: Limits;
  private readonly walk: Walk;
  private readonly random: Random;
  private readonly table: StateTable;
  private readonly findings = new Map<number, Run>();
  private readonly outcomes = new Map<string, FoundOutcome>();
  private readonly witnesses: (Run | undefined)[];
  private readonly bounds = new Map<string, Bound>();
  private scheduler: Scheduler;
  private shrinking: Shrinking | undefined;
  /** Properties whose runs are as short as they get here. */
  private readonly shrunk = new Set<number>();
  private runs = 0;
  private steps = 0;
  private longest = 0;
  /** Steps of the longest run that chance alone has brought to its end. */
  private usual = 1;
  private isCounting = true;
  private readonly able: number[] = [];
  /** A limit hides steps that are possible in the state. */
  private isHidden = false;
  /** Properties broken in the present run. */
  private readonly brokenHere = new Set<number>();
  /** Per thread, the choices possible in the state. */
  private readonly choices: number[][];

  constructor(program: Program, options: SimulationOptions, limits: Limits) {
    this.program = program;
    this.options = options;
    this.limits = limits;
    this.walk = new Walk(program, limits);
    this.random = new Random(options.seed);
    this.scheduler = new UniformScheduler(this.random);
    this.table = new StateTable(this.walk.stepper.layout.words);
    this.table.limit = limits.states_max;
    this.witnesses = program.witnesses.map(() => undefined);
    this.choices = program.threads.map(() => []);
    this.begin();
  }

  advance(expansions: number): boolean {
    let left = expansions;
    for (; left > 0 && this.runs < this.options.runs; left--) this.step();
    while (left > 0 && !this.isFinished()) left -= this.shrink(left);
    return this.isFinished();
  }

  progress(): Progress {
    return {
      states: this.table.count,
      frontier: 0,
      depth: this.longest,
      bytes: this.table.bytes(),
    };
  }

  outcome(): Outcome {
    const violations = this.violations();
    return {
      verdict: violations.length > 0 ? 'fail' : 'bounded',
      violations,
      bounds: this.allBounds(),
      outcomes: [...this.outcomes.values()],
      witnesses: this.witnesses.map((run, witness) => ({ witness, run })),
      states: this.table.count,
      transitions: this.steps,
      depth: this.longest,
      interleavings: undefined,
      interleavingsNote: 'not counted: random runs',
    };
  }

  private isFinished(): boolean {
    return this.runs === this.options.runs && this.shrunk.size === this.findings.size;
  }

  private begin(): void {
    this.walk.restart();
    this.brokenHere.clear();
    this.scheduler = this.schedulerOf(this.runs % kinds);
    this.arrive();
    if (this.walk.stepper.initialResult === result.endless)
      this.addBound(boundOf('local_instructions_max', this.limits));
  }

  private schedulerOf(kind: number): Scheduler {
    if (kind === 0) return new UniformScheduler(this.random);
    const threads = this.program.threads.length;
    return new PriorityScheduler(this.random, { threads, changes: kind - 1, steps: this.usual });
  }

  /** One step of the present run, or the beginning of the next one. */
  private step(): void {
    const { walk } = this;
    if (!walk.ended) this.findAble();
    if (!walk.ended && this.able.length === 0) this.standStill();
    if (walk.ended || walk.run.length >= this.options.run_steps_max) {
      this.endRun();
      return;
    }
    const thread = this.scheduler.pick(this.able);
    const possible = this.choices[thread]!;
    const choice = possible[this.random.below(possible.length)]!;
    assert(walk.take({ thread, choice }), 'what was possible is possible');
    this.steps++;
    this.arrive();
  }

  /** Where only a limit keeps threads from moving nothing is known, and the run is left. */
  private standStill(): void {
    const { walk } = this;
    walk.standStill();
    if (this.isHidden) return;
    this.noteBroken();
  }

  private endRun(): void {
    if (!this.walk.ended) {
      const { run_steps_max: stepsMax } = this.options;
      const text = `${groupDigits(stepsMax)} steps in one random run`;
      this.addBound({ limit: 'run_steps_max', text });
    }
    const isUniform = this.runs % kinds === 0;
    if (isUniform) this.usual = Math.max(this.usual, this.walk.run.length);
    this.runs++;
    if (this.runs < this.options.runs) this.begin();
  }

  /** The threads that can move here, and how. */
  private findAble(): void {
    const { stepper } = this.walk;
    this.able.length = 0;
    this.isHidden = false;
    for (let thread = 0; thread < this.choices.length; thread++) {
      if (!this.walk.mayMove(thread)) continue;
      const possible = this.choices[thread]!;
      possible.length = 0;
      stepper.select(thread);
      while (stepper.step()) {
        stepper.back();
        if (stepper.outcome === result.endless) this.hide('local_instructions_max');
        else if (stepper.outcome !== result.disabled) possible.push(stepper.choice);
      }
      if (stepper.truncated) this.hide('choices_max');
      if (possible.length > 0) this.able.push(thread);
    }
  }

  private hide(limit: keyof Limits): void {
    this.isHidden = true;
    this.addBound(boundOf(limit, this.limits));
  }

  /** Notes what the last step and the state behind it have shown. */
  private arrive(): void {
    const { walk, limits } = this;
    const { stepper, fragments } = walk;
    this.longest = Math.max(this.longest, walk.run.length);
    this.noteBroken();
    if (fragments.endless) this.addBound(boundOf('local_instructions_max', limits));
    if (walk.cut) this.addBound(this.poolBound());
    const moved = walk.run.length === 0 || stepper.outcome === result.moved;
    if (!moved) return;
    this.count();
    fragments.satisfied.forEach((satisfied, witness) => {
      if (satisfied) this.witnesses[witness] ??= [...walk.run];
    });
    if (fragments.isObserved && fragments.observed.length > 0) this.noteOutcome();
  }

  private count(): void {
    const { table, walk, limits } = this;
    if (!this.isCounting) return;
    const fits = table.bytesAfter(1) <= limits.memory_max;
    if (fits && table.insert(walk.stepper.current) >= 0) return;
    this.isCounting = false;
    this.addBound({
      limit: fits ? 'states_max' : 'memory_max',
      text: `states are counted up to ${groupDigits(table.count)}`,
      help: 'runs go on without counting states',
    });
  }

  private noteOutcome(): void {
    const values = [...this.walk.fragments.observed];
    const key = values.join();
    if (this.outcomes.has(key)) return;
    if (this.outcomes.size < this.limits.outcomes_max)
      this.outcomes.set(key, { values, run: [...this.walk.run] });
    else this.addBound(boundOf('outcomes_max', this.limits));
  }

  private noteBroken(): void {
    const { run, broken } = this.walk;
    for (const property of broken) {
      if (this.brokenHere.has(property)) continue;
      this.brokenHere.add(property);
      const known = this.findings.get(property);
      if (known === undefined || isBetter(run, known)) this.findings.set(property, [...run]);
    }
  }

  /** Works on the first run that can still get shorter; the number of steps taken for it. */
  private shrink(steps: number): number {
    for (const [property, run] of this.findings) {
      if (this.shrunk.has(property)) continue;
      this.shrinking ??= new Shrinking(this.walk, property, run);
      const taken = this.shrinking.advance(steps);
      if (this.shrinking.finished) {
        this.findings.set(property, this.shrinking.run);
        this.shrunk.add(property);
        this.shrinking = undefined;
      }
      return taken;
    }
    return 0;
  }

  private violations(): readonly Violation[] {
    const { stepper, fragments } = this.walk;
    // The words of an event come from a replay, which must not disturb a run under way.
    const before = stepper.current.slice();
    const found = [...this.findings].sort(([a], [b]) => a - b);
    const violations = found.map(([property, run]): Violation => {
      const message = messageOf(stepper, fragments, { run, property });
      return { property, message, run, switches: switchesIn(run), shortest: run.length === 0 };
    });
    stepper.moveTo(before);
    return violations;
  }

  private allBounds(): readonly Bound[] {
    const { runs, seed } = this.options;
    const count = this.runs < runs ? `${groupDigits(this.runs)} of ` : '';
    const text = `simulation: ${count}${groupDigits(runs)} random runs, seed ${seed}`;
    const bounds: Bound[] = [{ limit: 'simulation', text }];
    if (this.runs < runs) bounds.push({ limit: 'cancelled', text: 'cancelled' });
    if (asksForLiveness(this.program))
      bounds.push({ limit: 'simulation', text: 'liveness is not judged by random runs' });
    if (this.program.schedule.length > 0) {
      const given = `only runs that begin with the given ${this.program.schedule.length} steps`;
      bounds.push({ limit: 'schedule', text: given });
    }
    return [...bounds, ...this.bounds.values()];
  }

  private poolBound(): Bound {
    const pool = this.program.pools[this.walk.stepper.machine.context.exhaustedPool]!;
    const text = `pool ${pool.name}: ${pool.members.length} objects`;
    return { limit: `pool ${pool.name}`, text };
  }

  private addBound(bound: Bound): void {
    if (!this.bounds.has(bound.limit)) this.bounds.set(bound.limit, bound);
  }
}
