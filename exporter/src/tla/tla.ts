// A Program as a module of TLA+ with its configuration for TLC, with one action per step: the
// distinct states are the Program's. docs/decisions/0008-tla-export.md tells the scheme.
import { initialState, type Pc, type Program } from '@racewalk/simulator';
import type { ExportOptions } from '../promela.ts';
import { refuseLiveness, Unsupported } from '../unsupported.ts';
import { TlaModel } from './model.ts';
import { clashesInTla, commentOf } from './names.ts';
import { type Invariant, type Properties, propertiesOf } from './properties.ts';
import { beginningTexts, initialTexts, type Steps, stepsOf } from './steps.ts';

export interface TlaModule {
  readonly kind: 'model';
  /** The module's name, which TLC wants its file to have: NAME.tla. */
  readonly name: string;
  readonly module: string;
  /** What goes into NAME.cfg. */
  readonly config: string;
  readonly invariants: readonly Invariant[];
  /** Where a thread rests, by the value of `pc` that says so. */
  readonly labels: ReadonlyMap<string, { readonly thread: number; readonly pc: Pc }>;
  /** The field of `mem` for each slot, of `local` for each register, of `pc` for each thread. */
  readonly slotFields: readonly string[];
  readonly registerFields: readonly string[];
  readonly threadFields: readonly string[];
}

export type ExportedTla =
  | TlaModule
  /** Nothing is exported rather than something else. */
  | { readonly kind: 'unsupported'; readonly reason: string };

/** The same program gives the same text. `name` becomes the module's: see `isModuleName`. */
export function tla(
  program: Program,
  options: ExportOptions & { readonly name: string },
): ExportedTla {
  try {
    refuseLiveness(program);
    return written(new TlaModel(program, initialState(program), options.textOf), options);
  } catch (error) {
    if (error instanceof Unsupported) return { kind: 'unsupported', reason: error.message };
    throw error;
  }
}

/** A name that a module can have, and that looks like the text. */
export function moduleName(text: string): string {
  const word = text.replace(/[^A-Za-z0-9]+/gu, '_').replace(/^_+|_+$/gu, '');
  return /^[A-Za-z]/u.test(word) ? word : `Race_${word}`.replace(/_$/u, '');
}

/** Whether TLC takes a module of this name from a file of this name. */
export function isModuleName(text: string): boolean {
  return /^[A-Za-z][A-Za-z0-9_]*$/u.test(text) && !clashesInTla(text);
}

function written(
  model: TlaModel,
  { title, name }: { readonly title: string; readonly name: string },
): TlaModule {
  const steps = stepsOf(model);
  const beginning = beginningTexts(model);
  const properties = propertiesOf(model, steps, beginning.events);
  const module = [
    `${'-'.repeat(20)} MODULE ${name} ${'-'.repeat(20)}`,
    heading(title, name),
    'EXTENDS Integers, Sequences',
    variables(model),
    ...model.library.texts(),
    ...tables(model),
    ...shared(model),
    ...initialTexts(model),
    ...beginning.texts,
    ...steps.texts,
    ...specification(model, steps),
    ...properties.texts,
    '='.repeat(60),
  ].join('\n\n');
  return {
    kind: 'model',
    name,
    module: `${module}\n`,
    config: configuration(properties),
    invariants: properties.invariants,
    labels: new Map(
      model.rests.map(({ pc, thread }) => [model.label(pc), { thread, pc }] as const),
    ),
    slotFields: model.slotFields,
    registerFields: model.registerFields,
    threadFields: model.threadFields,
  };
}

function heading(title: string, name: string): string {
  return `(* ${commentOf(title)}

   Written by racewalk export. With this module and its configuration side by side:
     java -cp tla2tools.jar tlc2.TLC -config ${name}.cfg ${name}.tla

   A step is one action, so "distinct states found" are the states that racewalk check --json
   tells, and "states generated" its transitions and one more, the initial state. A step that ends
   the run leads to no state: its action changes nothing.

   Each property is an invariant. What a step breaks is told by the state in front of it: the
   invariant says that no step is possible here that breaks the property, so the last state of an
   error trace is the one from which the breaking step goes out.

   Threads that have ended do nothing, which is no deadlock, so TLC must not look for deadlocks; the
   invariant for them does. Memory and variables are numbers; NULL is 0, and a pointer is the
   number, from 1, of what it may point to. A number from 2^31 on is written less 2^32. *)`;
}

function variables({ program, slotFields }: TlaModel): string {
  const more =
    program.schedule.length === 0 ? '' : ',\n  turn    \\* the next step of the schedule';
  const names = program.slots.flatMap(({ name }, slot) =>
    slotFields[slot] === name ? [] : [`     ${slotFields[slot] ?? ''}: ${commentOf(name)}`],
  );
  const written =
    names.length === 0 ? [] : [`(* As the scenario writes them:\n${names.join('\n')} *)`];
  return [
    'VARIABLES',
    '  mem,    \\* shared memory',
    '  local,  \\* variables of threads; 0 where they are not needed any more',
    `  pc${more === '' ? '      ' : ','}     \\* where each thread rests: the step that it takes next${more}`,
    `vars == <<mem, local, pc${more === '' ? '' : ', turn'}>>`,
    ...written,
  ].join('\n');
}

function tables(model: TlaModel): readonly string[] {
  const { program, slotFields, slotsName } = model;
  const slots = `\\* The parts of memory by address.\n${slotsName} ==\n  <<${slotFields.map((field) => `"${field}"`).join(', ')}>>`;
  const pools = program.pools.map(({ name, domain, members }, pool) => {
    const list = `<<${members.join(', ')}>>`;
    const status = `${slotsName}[${model.table(model.statusAddresses(domain))}[p]]`;
    return `\\* Objects of ${commentOf(name)} that may be allocated: any freed one, or the first fresh one.
${model.available(pool)}(m) ==
  LET objects == ${list}
      status(p) == m[${status}]
  IN {objects[i] : i \\in {k \\in 1..Len(objects) :
        \\/ status(objects[k]) = 2
        \\/ /\\ status(objects[k]) = 0
           /\\ \\A j \\in 1..(k - 1) : status(objects[j]) # 0}}`;
  });
  return [slots, ...model.tableTexts(), ...pools];
}

function shared({ program, threadFields }: TlaModel): readonly string[] {
  const { schedule } = program;
  const named = schedule.map((thread) => `"${threadFields[thread] ?? ''}"`).join(', ');
  const turn =
    schedule.length === 0
      ? ''
      : "\n       /\\ turn' = IF turn > Len(Schedule) THEN turn ELSE turn + 1";
  const texts = [
    `\\* What comes of a step: a place to rest with all that has changed, or the end of the run; the
\\* properties that it breaks; and its choices, which tell outcomes apart that are alike otherwise.
RestAfter(at, m, l, e, c) ==
  {[kind |-> "rest", at |-> at, mem |-> m, local |-> l, events |-> e, choices |-> c]}
Rest(at, m, l) == RestAfter(at, m, l, {}, <<>>)
Stop(e, c) == {[kind |-> "stop", events |-> e, choices |-> c]}`,
    `Go(thread, o) ==
  IF o.kind = "rest"
  THEN /\\ mem' = o.mem
       /\\ local' = o.local
       /\\ pc' = [pc EXCEPT ![thread] = o.at]${turn}
  ELSE UNCHANGED vars`,
  ];
  if (schedule.length === 0) return texts;
  return [
    `\\* Every run begins with these threads, a step each.
Schedule == <<${named}>>
MayMove(thread) == IF turn > Len(Schedule) THEN TRUE ELSE Schedule[turn] = thread`,
    ...texts,
  ];
}

function specification(model: TlaModel, { actions, threads }: Steps): readonly string[] {
  const { rests, threadFields, program } = model;
  const next = actions.map((action) => `  \\/ ${action}`);
  const ended = program.threads.map((_, thread) => {
    const own = rests.filter((rest) => rest.thread === thread && rest.over);
    const labels = own.map(({ pc }) => `"${model.label(pc)}"`).join(', ');
    return `  /\\ pc.${threadFields[thread] ?? ''} \\in {${labels}}`;
  });
  return [
    ['Next ==', ...(next.length === 0 ? ['  FALSE'] : next)].join('\n'),
    'Spec == Init /\\ [][Next]_vars',
    ['AllEnded ==', ...(ended.length === 0 ? ['  TRUE'] : ended)].join('\n'),
    threads.length === 0 ? '' : 'Keeps(outcomes, p) == \\A o \\in outcomes : p \\notin o.events',
  ].filter((text) => text !== '');
}

function configuration({ invariants, unreached, unbreakable }: Properties): string {
  return [
    'SPECIFICATION Spec',
    '\\* A run whose threads have all ended stays there; the invariant deadlock tells real ones.',
    'CHECK_DEADLOCK FALSE',
    ...invariants.map(({ name }) => `INVARIANT ${name}`),
    ...unreached.flatMap((name) => [
      '\\* To get a run to a witness, as an error trace:',
      `\\* INVARIANT ${name}`,
    ]),
    ...(unbreakable.length === 0 ? [] : [`\\* Nothing here can break: ${unbreakable.join(', ')}`]),
    '',
  ].join('\n');
}
