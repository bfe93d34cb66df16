// A run of a program, replayed, as rows: who does what in which call, what it sees and changes.
import {
  type Effect,
  type Program,
  Replayer,
  type ReplayStep,
  type Run,
  type SlotId,
  type State,
  type StepEvent,
} from '@racewalk/simulator';
import { callOf, framesAt, keptCalls } from './calls.ts';
import { changedSlots, changeOf, differences, slotValue } from './differences.ts';
import { isHardware } from './hardware.ts';
import { raceOf, type TraceRace } from './race.ts';
import { Writers } from './reads-from.ts';
import { stepText, waitText } from './step-text.ts';
import { tell } from './story.ts';
import {
  type Trace,
  type TraceBlocked,
  type TraceEvent,
  type TraceInitial,
  type TracePlace,
  type TraceRow,
  type TraceValue,
  traceSchema,
} from './trace.ts';

export interface TraceOptions {
  /** Index of the property that the last step breaks: the racing pair and its window are told. */
  readonly property?: number | undefined;
}

export type Tracer = (run: Run, options?: TraceOptions) => Trace;

/** Replays the run; it must be one of this program. */
export function traceOf(program: Program, run: Run, options: TraceOptions = {}): Trace {
  return tracerOf(program)(run, options);
}

/** The same for several runs of one program, which is prepared only once. */
export function tracerOf(program: Program): Tracer {
  const replayer = new Replayer(program);
  return (run, { property } = {}) => ({
    ...traceBy(replayer, run),
    ...raceOf(program, run, property),
  });
}

/** What one row says by itself, without the rest of the run. */
export type PlainRow = Omit<TraceRow, 'readsFrom' | 'why' | 'waiting'>;

/** The rows alone, for reports that need no more: far cheaper than a trace. */
export function plainRowsOf(program: Program): (run: Run) => readonly PlainRow[] {
  const replayer = new Replayer(program);
  return (run) => {
    const previous = new Map<number, number>();
    return stepsOf(replayer, run).map((step) => rowOf(program, step, previous));
  };
}

function traceBy(replayer: Replayer, run: Run): Omit<Trace, keyof TraceRace> {
  const { program, initial, initialEvents } = replayer;
  const steps = stepsOf(replayer, run);
  const replayed = { initial, initialEvents, steps };
  const last = steps.at(-1)?.after ?? initial;
  const previous = new Map<number, number>();
  const writers = new Writers(program);
  const { rows: sentences, locks, holds, waits } = tell(replayer, replayed);
  const rows = steps.map(
    (step, at): TraceRow => ({
      ...rowOf(program, step, previous),
      readsFrom: writers.next(at, step),
      why: sentences[at]?.why ?? '',
      waiting: sentences[at]?.waiting ?? [],
    }),
  );
  return {
    schema: traceSchema,
    threads: program.threads.map(({ name, role }, cpu) => ({ name, role, cpu })),
    initial: touched(program, replayed),
    initialEvents: eventsOf(program, initialEvents),
    rows,
    blocked: blockedOf(program, replayed, previous),
    differences: differences(program, initial.slots, last.slots),
    switches: steps.filter(
      ({ action }, at) => at > 0 && action.thread !== steps[at - 1]?.action.thread,
    ).length,
    locks,
    holds,
    waits,
  };
}

function stepsOf(replayer: Replayer, run: Run): ReplayStep[] {
  const steps: ReplayStep[] = [];
  let state = replayer.initial;
  for (const action of run) {
    const step = replayer.step(state, action);
    if (step === undefined) throw new Error(`the run does not fit at step ${steps.length + 1}`);
    steps.push(step);
    state = step.after;
  }
  return steps;
}

interface Replayed {
  readonly initial: State;
  readonly initialEvents: readonly StepEvent[];
  readonly steps: readonly ReplayStep[];
}

/** `previous` holds the instruction of each thread's last step. */
function rowOf(program: Program, step: ReplayStep, previous: Map<number, number>): PlainRow {
  const { action, pc, effects, before, after } = step;
  const reads = readsOf(program, effects);
  const changes = changedSlots(program, step).flatMap(
    (slot) => changeOf(program, slot, before.slots[slot] ?? 0, after.slots[slot] ?? 0) ?? [],
  );
  const calls = callsOf(program, action.thread, pc, previous);
  previous.set(action.thread, pc);
  return {
    thread: action.thread,
    ...calls,
    text: stepText(program, { pc, effects, reads, changes }),
    place: placeOf(program, pc),
    reads,
    changes,
    events: eventsOf(program, step.events),
    hardware: isHardware(program, pc),
  };
}

function callsOf(
  program: Program,
  thread: number,
  pc: number,
  previous: ReadonlyMap<number, number>,
): Pick<TraceRow, 'calls' | 'entered' | 'left'> {
  const from = previous.get(thread);
  const kept = from === undefined ? 0 : keptCalls(program, from, pc);
  const calls = framesAt(program, pc).map((frame) => callOf(program, frame));
  const before = from === undefined ? [] : framesAt(program, from);
  const left = before.slice(kept).map((frame) => callOf(program, frame).name);
  return { calls, entered: calls.length - kept, left: left.reverse() };
}

export function readsOf(program: Program, effects: readonly Effect[]): TraceValue[] {
  const seen = new Set<SlotId>();
  return effects.flatMap((effect) => {
    if (effect.kind !== 'read') return [];
    return effect.values.flatMap((value, index) => {
      const slot = effect.slot + index;
      if (seen.has(slot)) return [];
      seen.add(slot);
      return [slotValue(program, slot, value)];
    });
  });
}

function placeOf(program: Program, pc: number): TracePlace {
  const site = program.code[pc]?.site;
  if (site === undefined) throw new Error(`no instruction ${pc}`);
  const { line, start, end } = site;
  return { file: program.files[site.file] ?? '', line, start, end };
}

function eventsOf(program: Program, events: readonly StepEvent[]): TraceEvent[] {
  return events.map(({ property, message }) => ({
    property: program.properties[property]?.name ?? '',
    message,
  }));
}

/** The slots that the run reads or changes, with their values before it, in the program's order. */
function touched(program: Program, { initial, steps }: Replayed): TraceInitial[] {
  const threads = new Map<SlotId, Set<number>>();
  for (const step of steps) {
    for (const slot of slotsOf(program, step)) {
      const known = threads.get(slot);
      if (known === undefined) threads.set(slot, new Set([step.action.thread]));
      else known.add(step.action.thread);
    }
  }
  return [...threads]
    .sort(([a], [b]) => a - b)
    .map(([slot, who]) => ({
      ...slotValue(program, slot, initial.slots[slot] ?? 0),
      shared: who.size > 1,
    }));
}

function slotsOf(program: Program, step: ReplayStep): SlotId[] {
  const read = step.effects.flatMap((effect) =>
    effect.kind === 'read' ? effect.values.map((_, index) => effect.slot + index) : [],
  );
  return [...read, ...changedSlots(program, step)];
}

function blockedOf(
  program: Program,
  { initial, initialEvents, steps }: Replayed,
  previous: ReadonlyMap<number, number>,
): TraceBlocked[] {
  const last = steps.at(-1);
  const events = last?.events ?? initialEvents;
  const state: State = last?.after ?? initial;
  if (!events.some(({ property }) => isDeadlock(program, property))) return [];
  return state.threads.flatMap(({ pc, over }, thread) => {
    if (over) return [];
    const { calls, entered } = callsOf(program, thread, pc, previous);
    return [{ thread, calls, entered, text: waitText(program, pc), place: placeOf(program, pc) }];
  });
}

function isDeadlock(program: Program, index: number): boolean {
  const property = program.properties[index];
  return property?.name === 'deadlock' && !property.declared;
}
