// How far a diagram has been followed: the state of the program there, and what was read on the way.
import {
  type Action,
  type Program,
  Replayer,
  type ReplayStep,
  type Run,
  type State,
} from '@racewalk/simulator';
import { callOf, framesAt, keptCalls } from '../calls.ts';
import { differences } from '../differences.ts';
import { plainText } from '../plain-text.ts';
import { readsOf } from '../rows.ts';
import { stepText, waitText } from '../step-text.ts';
import type { FollowedStep, ThreadCell } from './follow-columns.ts';
import { fitOf, type StepWords } from './step-match.ts';

/** A step that is possible, in words. */
export interface PlaceStep {
  readonly step: ReplayStep;
  readonly words: StepWords;
  /** Without values, as it may have been printed. */
  readonly plain: string;
}

interface Taken {
  readonly before: Taken | undefined;
  readonly step: FollowedStep;
  readonly action: Action;
}

interface Parts {
  readonly replayer: Replayer;
  readonly state: State;
  /** The instruction of each thread's last step. */
  readonly previous: ReadonlyMap<number, number>;
  /** How many calls of each thread's next step were read already. */
  readonly told: ReadonlyMap<number, number>;
  /** Threads whose column said `...`. */
  readonly elided: ReadonlySet<number>;
  readonly last: Taken | undefined;
}

const shownMax = 60;

export class Place {
  private readonly parts: Parts;
  private readonly steps = new Map<number, readonly PlaceStep[]>();

  private constructor(parts: Parts) {
    this.parts = parts;
  }

  static first(program: Program): Place {
    const replayer = new Replayer(program);
    const none = {
      previous: new Map(),
      told: new Map(),
      elided: new Set<number>(),
      last: undefined,
    };
    return new Place({ replayer, state: replayer.initial, ...none });
  }

  /** Names of the calls of the thread's next step that were not read yet, outermost first. */
  enteredCalls(thread: number): readonly string[] {
    const { replayer, state, previous, told } = this.parts;
    const { program } = replayer;
    const pc = state.threads[thread]?.pc;
    if (pc === undefined) return [];
    const from = previous.get(thread);
    const kept = from === undefined ? 0 : keptCalls(program, from, pc);
    const entered = framesAt(program, pc).slice(kept + (told.get(thread) ?? 0));
    return entered.map((frame) => callOf(program, frame).name);
  }

  tell(thread: number, calls: number): Place {
    const told = new Map(this.parts.told);
    told.set(thread, (told.get(thread) ?? 0) + calls);
    return new Place({ ...this.parts, told });
  }

  elide(thread: number): Place {
    return new Place({ ...this.parts, elided: new Set(this.parts.elided).add(thread) });
  }

  isElided(thread: number): boolean {
    return this.parts.elided.has(thread);
  }

  /** What the thread can do next: one step, or one for each choice. */
  nextSteps(thread: number): readonly PlaceStep[] {
    const known = this.steps.get(thread);
    if (known !== undefined) return known;
    const { replayer, state } = this.parts;
    const actions = replayer.enabled(state).filter((action) => action.thread === thread);
    const steps = actions.flatMap((action) => {
      const step = replayer.step(state, action);
      return step === undefined ? [] : [inWords(replayer.program, step)];
    });
    this.steps.set(thread, steps);
    return steps;
  }

  take({ step }: PlaceStep, { thread, start, end }: ThreadCell): Place {
    const { previous, told, elided, last, ...same } = this.parts;
    const without = new Set(elided);
    without.delete(thread);
    return new Place({
      ...same,
      state: step.after,
      previous: new Map(previous).set(thread, step.pc),
      told: new Map([...told].filter(([one]) => one !== thread)),
      elided: without,
      last: { before: last, step: { thread, start, end }, action: step.action },
    });
  }

  /** What a thread that can't move wants to do; nothing where it can. */
  waitWords(thread: number): readonly StepWords[] {
    const { replayer, state } = this.parts;
    const now = state.threads[thread];
    if (now === undefined || now.over || this.nextSteps(thread).length > 0) return [];
    const texts = [restText(replayer.program, now.pc), waitText(replayer.program, now.pc)];
    return texts.map((text) => ({ text, source: text, isRead: false }));
  }

  taken(): { readonly steps: readonly FollowedStep[]; readonly run: Run } {
    const steps: FollowedStep[] = [];
    const run: Action[] = [];
    for (let one = this.parts.last; one !== undefined; one = one.before) {
      steps.push(one.step);
      run.push(one.action);
    }
    return { steps: steps.reverse(), run: run.reverse() };
  }

  /** Whether nothing that follows can tell the two apart. */
  isSame(other: Place): boolean {
    return this.key() === other.key();
  }

  private key(): string {
    const { state, previous, told, elided } = this.parts;
    const threads = state.threads.map(({ pc, registers }) => [pc, ...registers]);
    const read = [[...previous].sort(byFirst), [...told].sort(byFirst), [...elided].sort()];
    return JSON.stringify([state.slots, threads, read]);
  }

  /** Why the cell is no step here: what was found, and which step would be next. */
  whyNot({ thread, text }: ThreadCell): string {
    const { replayer, state } = this.parts;
    const { program } = replayer;
    const name = program.threads[thread]?.name ?? '';
    const found = `found '${shortened(text)}'`;
    const now = state.threads[thread];
    if (state.ended) return `${found}, and the run has ended before`;
    if (now === undefined || now.over) return `${found}, and ${name} is over`;
    const steps = this.nextSteps(thread);
    const [first] = steps;
    if (first === undefined)
      return `${found}, and ${name} has to wait here: ${waitText(program, now.pc)}`;
    if (text.endsWith(' ...')) return `${found}, and ${name} does not have to wait here`;
    const isOther = steps.every(({ words }) => fitOf(text, words) === 'other');
    const next = `'${shortened(first.words.text)}'${this.inCall(now.pc)}`;
    if (!isOther) return `${found}, and this step of ${name} is ${next} here`;
    return `${found}, and the next step of ${name} is ${next}`;
  }

  private inCall(pc: number): string {
    const { program } = this.parts.replayer;
    const frame = framesAt(program, pc).at(-1);
    return frame === undefined ? '' : ` in ${callOf(program, frame).name}()`;
  }
}

function byFirst([one]: readonly [number, number], [other]: readonly [number, number]): number {
  return one - other;
}

function inWords(program: Program, step: ReplayStep): PlaceStep {
  const { pc, effects, before, after } = step;
  const reads = readsOf(program, effects);
  const changes = differences(program, before.slots, after.slots);
  const text = stepText(program, { pc, effects, reads, changes });
  const words = { text, source: sourceText(program, pc), isRead: program.code[pc]?.op === 'load' };
  return { step, words, plain: plainText(text) };
}

function sourceText(program: Program, pc: number): string {
  const instruction = program.code[pc];
  return instruction !== undefined && 'text' in instruction ? instruction.text : '';
}

/** The step that rests at an instruction, without having been done. */
function restText(program: Program, pc: number): string {
  return plainText(stepText(program, { pc, effects: [], reads: [], changes: [] }));
}

function shortened(text: string): string {
  return text.length <= shownMax ? text : `${text.slice(0, shownMax - 3)}...`;
}
