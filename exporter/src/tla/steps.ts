// The steps of threads as operators that give their outcomes, and as actions that take one; and the
// beginnings of threads, which lead to the initial state.
import type { RegisterId } from '@racewalk/simulator';
import { instructionAt, isRest, stepReach } from '../step-graph.ts';
import type { TlaModel, TlaRest } from './model.ts';
import { numberText } from './names.ts';
import { type Ends, noChoices, noEvents, type Way, waysOf } from './ways.ts';

export interface Steps {
  readonly texts: readonly string[];
  /** Names of the actions, in order. */
  readonly actions: readonly string[];
  readonly threads: readonly {
    /** The operator for the outcomes of the thread's step. */
    readonly name: string;
    /** `MayMove("a") => ` where a schedule decides. */
    readonly guard: string;
    /** The events that the outcomes may have. */
    readonly events: ReadonlySet<string>;
  }[];
}

export function stepsOf(model: TlaModel): Steps {
  const made = model.rests.flatMap((rest) => stepTexts(model, rest));
  const threads = model.program.threads.map((_, thread) => {
    const own = made.filter(({ rest }) => rest.thread === thread);
    const name = model.names.unique(`${model.threadFields[thread] ?? ''} steps`);
    const field = `pc.${model.threadFields[thread] ?? ''}`;
    const cases = own.map(({ rest, outcomes }) => {
      const label = model.label(rest.pc);
      return `${field} = "${label}" -> ${outcomes}`;
    });
    const text = [`${name} ==`, `  CASE ${[...cases, 'OTHER -> {}'].join('\n    [] ')}`].join('\n');
    const guard =
      model.program.schedule.length === 0
        ? ''
        : `MayMove("${model.threadFields[thread] ?? ''}") => `;
    return { name, guard, text, events: new Set(own.flatMap(({ events }) => [...events])) };
  });
  const comment = '\\* What may come of the step that a thread is about to take.';
  return {
    texts: [...made.flatMap(({ texts }) => texts), comment, ...threads.map(({ text }) => text)],
    actions: made.map(({ rest }) => model.label(rest.pc)),
    threads,
  };
}

interface Step {
  readonly rest: TlaRest;
  readonly outcomes: string;
  readonly texts: readonly string[];
  readonly events: ReadonlySet<string>;
}

function stepTexts(model: TlaModel, rest: TlaRest): Step[] {
  const { pc, graph, thread } = rest;
  if (graph === undefined) return [];
  const label = model.label(pc);
  const outcomes = model.names.unique(`${label} outcomes`);
  const ways = waysOf(model, stepEnds(model, rest), {
    name: outcomes,
    parameters: [],
    memory: 'mem',
    start: pc,
    reach: graph,
    comment: model.siteText(pc),
  });
  const field = model.threadFields[thread] ?? '';
  const action = [
    `${label} ==`,
    `  /\\ pc.${field} = "${label}"`,
    ...(model.program.schedule.length === 0 ? [] : [`  /\\ MayMove("${field}")`]),
    `  /\\ \\E o \\in ${outcomes} : Go("${field}", o)`,
  ].join('\n');
  return [{ rest, outcomes, texts: [...ways.texts, action], events: ways.events }];
}

function stepEnds(model: TlaModel, { pc, thread }: TlaRest): Ends {
  const before = instructionAt(model.program, pc).live;
  const first = (register: RegisterId): string =>
    before.includes(register) ? `local.${model.registerFields[register] ?? ''}` : '0';
  return {
    first,
    needed: (rest) => instructionAt(model.program, rest).live,
    passed: [],
    stopped: stoppedText,
    rested: (to, way) => restedText(model, { to, way, thread, locals: 'local', before }),
  };
}

function stoppedText({ events, choices }: Way): string {
  return `Stop(${events}, ${choices})`;
}

interface Rested {
  readonly to: number;
  readonly way: Way;
  readonly thread: number;
  readonly locals: string;
  /** The registers that may be other than zero in `locals`. */
  readonly before: readonly RegisterId[];
}

/** Coming to rest: what is not needed any more is zero. */
function restedText(model: TlaModel, { to, way, thread, locals, before }: Rested): string {
  const { live } = instructionAt(model.program, to);
  const changes = model.storedOf(thread).flatMap((register) => {
    const field = model.registerFields[register] ?? '';
    const was = before.includes(register) ? `${locals}.${field}` : '0';
    const now = live.includes(register) ? (way.registers.get(register) ?? was) : '0';
    return now === was ? [] : [`!.${field} = ${now}`];
  });
  const after = changes.length === 0 ? locals : `[${locals} EXCEPT ${changes.join(', ')}]`;
  const plain = `"${model.label(to)}", ${way.memory}, ${after}`;
  const isPlain = way.events === noEvents && way.choices === noChoices;
  return isPlain ? `Rest(${plain})` : `RestAfter(${plain}, ${way.events}, ${way.choices})`;
}

/**
 * The beginnings, which every run has behind it: they are run again, and have to lead to the
 * initial state.
 */
export function beginningTexts(model: TlaModel): {
  readonly texts: readonly string[];
  /** The events of the beginnings: a constant set. */
  readonly events: string | undefined;
} {
  const { program, names } = model;
  const texts: string[] = [];
  const zeroes = recordText(
    model.stored.map((register) => [model.registerFields[register] ?? '', '0']),
  );
  const first = recordText(
    program.initial.map((value, slot) => [
      model.slotFields[slot] ?? '',
      slotText(model, slot, value),
    ]),
  );
  let before = names.unique('Begun');
  texts.push(
    [
      '\\* Memory and variables before the threads begin.',
      `${before} ==`,
      `  [mem |-> ${first},`,
      `   local |-> ${zeroes}, events |-> {}]`,
    ].join('\n'),
  );
  const labels: string[] = [];
  program.threads.forEach(({ entry, name }, thread) => {
    if (isRest(program, entry)) return;
    const operator = names.unique(`${model.threadFields[thread] ?? ''} begins`);
    const ways = waysOf(model, beginningEnds(model, thread), {
      name: operator,
      parameters: ['m', 'l', 'e'],
      memory: 'm',
      start: entry,
      reach: stepReach(program, entry),
      comment: `The beginning of ${name}.`,
    });
    const after = names.unique('Begun');
    texts.push(
      ...ways.texts,
      `${after} == CHOOSE o \\in ${operator}(${before}.mem, ${before}.local, ${before}.events) : TRUE`,
    );
    labels.push(`${after}.at = "${model.label(model.start.threads[thread]?.pc ?? 0)}"`);
    before = after;
  });
  if (labels.length === 0) return { texts: [], events: undefined };
  const tests = [`${before}.mem = InitialMem`, `${before}.local = InitialLocal`, ...labels];
  texts.push(
    ['\\* They lead to the initial state.', 'ASSUME', ...tests.map((test) => `  /\\ ${test}`)].join(
      '\n',
    ),
  );
  return { texts, events: `${before}.events` };
}

function beginningEnds(model: TlaModel, thread: number): Ends {
  return {
    first: () => '0',
    needed: (rest) => instructionAt(model.program, rest).live,
    passed: ['l', 'e'],
    stopped: stoppedText,
    rested: (to, way) => restedText(model, { to, way, thread, locals: 'l', before: [] }),
  };
}

export function slotText(model: TlaModel, slot: number, value: number): string {
  const wide = model.slotRange(slot).max >= 2 ** 31 && value >= 2 ** 31;
  return numberText(wide ? value - 2 ** 32 : value);
}

/** A record, or the empty list where there are no fields. */
export function recordText(fields: readonly (readonly [string, string])[]): string {
  if (fields.length === 0) return '<<>>';
  return `[${fields.map(([field, value]) => `${field} |-> ${value}`).join(', ')}]`;
}

export function initialTexts(model: TlaModel): readonly string[] {
  const { start, program } = model;
  const mem = recordText(
    start.slots.map((value, slot) => [model.slotFields[slot] ?? '', slotText(model, slot, value)]),
  );
  const held = new Map(start.threads.flatMap(({ registers }) => [...registers]));
  const local = recordText(
    model.stored.map((register) => {
      const value = held.get(register) ?? 0;
      return [
        model.registerFields[register] ?? '',
        numberText(value >= 2 ** 31 ? value - 2 ** 32 : value),
      ];
    }),
  );
  const pcs = recordText(
    start.threads.map(({ pc }, thread) => [
      model.threadFields[thread] ?? '',
      `"${model.label(pc)}"`,
    ]),
  );
  const init = [
    '  /\\ mem = InitialMem',
    '  /\\ local = InitialLocal',
    `  /\\ pc = ${pcs}`,
    ...(program.schedule.length === 0 ? [] : ['  /\\ turn = 1']),
  ];
  return [
    `InitialMem ==\n  ${mem}`,
    `InitialLocal ==\n  ${local}`,
    ['Init ==', ...init].join('\n'),
  ];
}
