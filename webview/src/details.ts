// What is said beside the lanes about one step: the sentence, the properties, the state with the
// difference to the step before.
import type { Trace, TracePlace } from '@racewalk/trace';
import { freshEvents } from './lines.ts';
import { threadName } from './lock-bars.ts';
import type { RunShown } from './run-shown.ts';
import { eventText } from './words.ts';

/** Which values are listed; each mode has its words in `valueModes`. */
export type ValueMode = 'all' | 'run' | 'start' | 'step';

export const valueModes: readonly { readonly mode: ValueMode; readonly words: string }[] = [
  { mode: 'all', words: 'all values' },
  { mode: 'run', words: 'what the run ever changes' },
  { mode: 'start', words: 'what differs from the beginning' },
  { mode: 'step', words: 'what this step changes' },
];

export interface ShownValue {
  readonly name: string;
  readonly value: string;
  /** Its value before this step, where the step changed it. */
  readonly before: string | undefined;
  /** Its value at the beginning, where it is another one now. */
  readonly initial: string | undefined;
  /** The step read it. */
  readonly read: boolean;
}

export interface ValueGroup {
  /** `pages[0]`; empty for values that belong to no object. */
  readonly object: string;
  readonly values: readonly ShownValue[];
}

export interface PropertyMark {
  readonly name: string;
  readonly sentence: string;
  /** `now`: this step breaks it; `still`: it was broken before and is; `holds`: it is not broken. */
  readonly standing: 'now' | 'still' | 'before' | 'holds';
}

export interface Details {
  readonly step: number;
  readonly of: number;
  /** `cpu1`; undefined before the first step. */
  readonly thread: string | undefined;
  readonly text: string;
  /** The open calls, outermost first, with the place of each, and then the step's own. */
  readonly calls: readonly { readonly name: string; readonly place: TracePlace }[];
  readonly place: TracePlace | undefined;
  readonly why: string;
  readonly waiting: readonly string[];
  /** `cpu0 holds mms[0].mmap_lock since step 12`. */
  readonly locks: readonly string[];
  readonly broken: readonly string[];
  readonly properties: readonly PropertyMark[];
  readonly groups: readonly ValueGroup[];
  /** So many values the mode leaves out. */
  readonly hidden: number;
}

export function detailsAt(run: RunShown, step: number, mode: ValueMode): Details {
  const { trace } = run;
  const row = trace.rows[step - 1];
  const events = row?.events ?? (step === 0 ? trace.initialEvents : []);
  const fresh = step === 0 ? events : freshEvents(trace, step - 1);
  const values = valuesAt(trace, step);
  const shown = values.filter((value) => isListed(trace, value, mode));
  return {
    step,
    of: trace.rows.length,
    thread: row === undefined ? undefined : threadName(trace, row.thread),
    text: row?.text ?? 'The state before the first step.',
    calls: row?.calls ?? [],
    place: row?.place,
    why: row?.why ?? '',
    waiting: (row?.waiting ?? []).map(({ why }) => why),
    locks: locksAt(trace, step),
    broken: fresh.map(eventText),
    properties: propertiesAt(run, step),
    groups: grouped(shown),
    hidden: values.length - shown.length,
  };
}

function locksAt({ holds, locks, threads }: Trace, step: number): string[] {
  return holds
    .filter(({ from, to }) => from < step && (to === undefined || to >= step))
    .map(({ lock, thread, shared, from }) => {
      const since = from < 0 ? 'from the beginning' : `since step ${from + 1}`;
      const how = shared ? 'shares' : 'holds';
      return `${threads[thread]?.name ?? ''} ${how} ${locks[lock]?.name ?? ''} ${since}`;
    });
}

function propertiesAt({ trace, properties }: RunShown, step: number): PropertyMark[] {
  const met = new Set<string>(trace.initialEvents.map(({ property }) => property));
  for (const { events } of trace.rows.slice(0, Math.max(0, step - 1))) {
    for (const { property } of events) met.add(property);
  }
  const row = trace.rows[step - 1];
  const events = step === 0 ? trace.initialEvents : (row?.events ?? []);
  const fresh = step === 0 ? events : freshEvents(trace, step - 1);
  const known = new Map(properties.map(({ name, sentence }) => [name, sentence]));
  const all = [...trace.initialEvents, ...trace.rows.flatMap((one) => one.events)];
  // Built-in properties are told only by their events.
  for (const { property } of all) if (!known.has(property)) known.set(property, '');
  return [...known].map(([name, sentence]) => {
    const isNow = fresh.some(({ property }) => property === name);
    const isStill = events.some(({ property }) => property === name);
    const wasBefore = step > 0 && met.has(name);
    const standing = isNow ? 'now' : isStill ? 'still' : wasBefore ? 'before' : 'holds';
    return { name, sentence, standing };
  });
}

function valuesAt(trace: Trace, step: number): ShownValue[] {
  const values = new Map<string, { value: string; before: string | undefined; initial: string }>();
  for (const { name, value } of trace.initial) {
    values.set(name, { value, before: undefined, initial: value });
  }
  for (const [index, { changes }] of trace.rows.slice(0, step).entries()) {
    for (const { name, before, after } of changes) {
      const initial = values.get(name)?.initial ?? before;
      values.set(name, { value: after, before: index === step - 1 ? before : undefined, initial });
    }
  }
  const reads = new Set((trace.rows[step - 1]?.reads ?? []).map(({ name }) => name));
  return [...values].map(([name, { value, before, initial }]) => ({
    name,
    value,
    before,
    initial: initial === value ? undefined : initial,
    read: reads.has(name),
  }));
}

function isListed(trace: Trace, { name, before, initial }: ShownValue, mode: ValueMode): boolean {
  switch (mode) {
    case 'all':
      return true;
    case 'run':
      return everChanged(trace).has(name);
    case 'start':
      return initial !== undefined;
    case 'step':
      return before !== undefined;
  }
}

const changedNames = new WeakMap<Trace, ReadonlySet<string>>();

function everChanged(trace: Trace): ReadonlySet<string> {
  const known = changedNames.get(trace);
  if (known !== undefined) return known;
  const names = new Set(trace.rows.flatMap(({ changes }) => changes.map(({ name }) => name)));
  changedNames.set(trace, names);
  return names;
}

function grouped(values: readonly ShownValue[]): ValueGroup[] {
  const groups = new Map<string, ShownValue[]>();
  for (const value of values) {
    const object = /^(.+?\])\./u.exec(value.name)?.[1] ?? '';
    const known = groups.get(object);
    if (known === undefined) groups.set(object, [value]);
    else known.push(value);
  }
  return [...groups].map(([object, own]) => ({ object, values: own }));
}
