// Properties as invariants. What a step breaks is told by the state before it: in no state may a
// step be possible that breaks the property. So a violation adds no state and no variable.
import type { Fragment, Program } from '@racewalk/simulator';
import { isRest, stepReach } from '../step-graph.ts';
import type { TlaModel } from './model.ts';
import { commentOf } from './names.ts';
import type { Steps } from './steps.ts';
import { type Ends, type Ways, waysOf } from './ways.ts';

export interface Invariant {
  readonly name: string;
  /** Index into `Program.properties`, or of a pool that it bounds. */
  readonly of: { readonly kind: 'property' | 'pool'; readonly index: number };
}

export interface Properties {
  readonly texts: readonly string[];
  readonly invariants: readonly Invariant[];
  /** Witnesses: each is reached where the invariant of this name is violated. */
  readonly unreached: readonly string[];
  /** Names of watched properties that nothing here can break. */
  readonly unbreakable: readonly string[];
}

interface Judged {
  readonly texts: readonly string[];
  /** The value of a fragment that nothing can stop; else the record of value and events. */
  readonly name: string;
  readonly isPlain: boolean;
  readonly events: ReadonlySet<string>;
  /** Judged where all threads have ended, and only there. */
  readonly atEnd: boolean;
}

export function propertiesOf(model: TlaModel, steps: Steps, begun: string | undefined): Properties {
  const { program } = model;
  const states = program.properties.map(({ state, watched }, property) =>
    state === undefined || !watched
      ? undefined
      : judged(model, state, `${model.propertyNames[property] ?? ''} value`, false),
  );
  const witnesses = program.witnesses.map(({ condition, name }) =>
    judged(model, condition, `witness ${name}`, false),
  );
  const ends = [
    ...program.finally.map((fragment) => judged(model, fragment, 'finally', true)),
    ...program.observations.map(({ value, name }) => judged(model, value, `observe ${name}`, true)),
  ];
  const fragments = [...states.flatMap((one) => one ?? []), ...witnesses, ...ends];
  const invariants: Invariant[] = [];
  const texts = fragments.flatMap((one) => one.texts);
  const unbreakable: string[] = [];
  const add = (of: Invariant['of'], name: string, comment: string, tests: string[]): void => {
    if (tests.length === 0) {
      unbreakable.push(name);
      return;
    }
    invariants.push({ name, of });
    const body = tests.map((test) => `  /\\ ${test}`);
    texts.push([`\\* ${commentOf(comment)}`, `${name} ==`, ...body].join('\n'));
  };
  const tell = (name: string): string[] => unbroken(name, { steps, fragments, begun });
  program.properties.forEach(({ name, sentence, watched, declared }, property) => {
    if (!watched) return;
    const own = model.propertyNames[property] ?? '';
    const tests = tell(own);
    const value = states[property];
    if (value !== undefined)
      tests.unshift(`${value.isPlain ? value.name : `${value.name}.value`} # 0`);
    if (name === 'deadlock' && !declared) tests.push(noDeadlock(steps));
    add({ kind: 'property', index: property }, own, sentence || name, tests);
  });
  program.pools.forEach(({ name }, pool) => {
    const own = model.poolNames[pool] ?? '';
    add(
      { kind: 'pool', index: pool },
      own,
      `No run ends because the pool ${name} is exhausted.`,
      tell(own),
    );
  });
  const unreached = program.witnesses.map(({ name }, index) => {
    const own = model.names.unique(`never ${name}`);
    const value = witnesses[index];
    const text = value?.isPlain === false ? `${value.name}.reached` : `${value?.name ?? ''} # 0`;
    texts.push(
      `\\* Not an invariant to hold: its violation is a run to the witness.\n${own} == ~(${text})`,
    );
    return own;
  });
  return {
    texts,
    invariants: invariants.filter(({ of }) => of.kind === 'property' || isUsed(program, of.index)),
    unreached,
    unbreakable: unbreakable.filter((name) => !model.poolNames.includes(name)),
  };
}

function isUsed({ code }: Program, pool: number): boolean {
  return code.some((instruction) => instruction.op === 'allocate' && instruction.pool === pool);
}

function noDeadlock({ threads }: Steps): string {
  return ['AllEnded', ...threads.map(({ name }) => `${name} # {}`)].join(' \\/ ');
}

/** Conditions that together say that nothing breaks the property in this state, or from it. */
function unbroken(
  name: string,
  where: {
    readonly steps: Steps;
    readonly fragments: readonly Judged[];
    readonly begun: string | undefined;
  },
): string[] {
  const tests: string[] = [];
  for (const { name: outcomes, guard, events } of where.steps.threads) {
    if (events.has(name)) tests.push(`${guard}Keeps(${outcomes}, "${name}")`);
  }
  for (const { name: fragment, events, atEnd } of where.fragments) {
    if (!events.has(name)) continue;
    const test = `"${name}" \\notin ${fragment}.events`;
    tests.push(atEnd ? `(AllEnded => ${test})` : test);
  }
  if (where.begun !== undefined) tests.push(`"${name}" \\notin ${where.begun}`);
  return tests;
}

function judged(model: TlaModel, fragment: Fragment, title: string, atEnd: boolean): Judged {
  const name = model.names.unique(title);
  const ways = fragmentWays(model, fragment, name, false);
  if (!ways.isPlain) return { ...ways, name, atEnd };
  return { ...fragmentWays(model, fragment, name, true), name, atEnd };
}

function fragmentWays(
  model: TlaModel,
  { entry, result }: Fragment,
  name: string,
  isPlain: boolean,
): Ways {
  const { program } = model;
  const first = (register: number): string =>
    model.isStored(register) ? `local.${model.registerFields[register] ?? ''}` : '0';
  const ends: Ends = {
    first,
    needed: () => (result === undefined ? [] : [result]),
    passed: [],
    stopped: ({ events }) => `[value |-> 1, reached |-> FALSE, events |-> ${events}]`,
    rested: (_, { registers, events }) => {
      const value = result === undefined ? '0' : (registers.get(result) ?? first(result));
      if (isPlain) return value;
      return `[value |-> ${value}, reached |-> ${value} # 0, events |-> ${events}]`;
    },
  };
  const reach = isRest(program, entry)
    ? { inside: [entry], landings: [] }
    : stepReach(program, entry);
  return waysOf(model, ends, {
    name,
    parameters: [],
    memory: 'mem',
    start: entry,
    reach,
    comment: name,
  });
}
