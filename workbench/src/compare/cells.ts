// What stands in the cells of the table, for every form of it.
import { comparedWorks, worksInWords } from '../costs/works.ts';
import type {
  AmountReport,
  CompareUnit,
  CostsReport,
  PropertyReport,
  WorkReport,
} from './unit-report.ts';

/** The rows of one scenario, as they stand in the table. */
export interface BenchTable {
  readonly file: string;
  readonly scenario: string;
  /** Properties that some variant breaks or leaves undecided: those get a column. */
  readonly properties: readonly string[];
  /** Those that hold in every variant that compiles. */
  readonly held: readonly string[];
  /** Kinds of work that some variant does. */
  readonly works: readonly string[];
  readonly rows: readonly CompareUnit[];
}

/** Units in the order of the table; a shard has its units in the order of the file. */
export function tableOf(units: readonly CompareUnit[]): BenchTable {
  const names = namesOf(units);
  const isHeld = (name: string): boolean =>
    units.every((unit) => propertyOf(unit, name)?.holds ?? unit.verdict === 'error');
  const works = comparedWorks.filter((work) =>
    units.some(({ costs }) => costs?.run.some((one) => one.work === work && isDone(one))),
  );
  return {
    file: units[0]?.file ?? '',
    scenario: units[0]?.scenario ?? '',
    properties: names.filter((name) => !isHeld(name)),
    held: names.filter(isHeld),
    works,
    rows: units,
  };
}

/** Built-in properties are always watched: those that nothing breaks are not worth a word. */
function namesOf(units: readonly CompareUnit[]): readonly string[] {
  const shown = units.flatMap(({ properties }) =>
    properties.filter(
      ({ name, declared, holds }) => declared || holds === false || name === 'deadlock',
    ),
  );
  return [...new Set(shown.map(({ name }) => name))];
}

function isDone({ alone, worst }: WorkReport): boolean {
  return worst !== 0 || (alone !== null && alone !== 0);
}

export function propertyOf(unit: CompareUnit, name: string): PropertyReport | undefined {
  return unit.properties.find((one) => one.name === name);
}

/** `holds`, `fails in 12 steps`, `not decided`; the words carry what colours do elsewhere. */
export function propertyCell(unit: CompareUnit, name: string): string {
  if (unit.verdict === 'error') return 'no verdict';
  const property = propertyOf(unit, name);
  if (property === undefined) return 'not asked';
  if (property.run === null) return property.holds === true ? 'holds' : 'not decided';
  const { steps, shortest } = property.run;
  return `fails in ${steps} step${steps === 1 ? '' : 's'}${shortest ? '' : ' or fewer'}`;
}

/** `5`, or `5 (6)` where each thread alone would do 6. */
export function runCell({ costs }: CompareUnit, work: string): string {
  const one = costs?.run.find((found) => found.work === work);
  return one === undefined ? '?' : workCell(one);
}

export function workCell({ alone, worst }: WorkReport): string {
  return alone === worst ? `${worst}` : `${worst} (${alone ?? 'not reached'})`;
}

export function waitsCell({ costs }: CompareUnit): string {
  return costs === null ? '?' : `${costs.waits}`;
}

/**
 * Functions whose calls do not cost the same in every variant, in the order of the first; those that
 * cost the same as each other in all of them stand together.
 */
export function differingCalls(rows: readonly CompareUnit[]): readonly (readonly string[])[] {
  const names = [
    ...new Set(rows.flatMap(({ costs }) => costs?.calls.map((call) => call.function) ?? [])),
  ];
  const groups = new Map<string, string[]>();
  for (const name of names) {
    const texts = rows.map((row) => callText(row, name) ?? '');
    if (new Set(texts).size < 2) continue;
    const key = JSON.stringify(texts);
    groups.set(key, [...(groups.get(key) ?? []), name]);
  }
  return [...groups.values()];
}

/** `lock 1, atomic 1 (2); waits 4 steps for cpu0`; undefined: no run of the variant makes the call. */
export function callText({ costs }: CompareUnit, name: string): string | undefined {
  const call = costs?.calls.find((one) => one.function === name);
  if (call === undefined) return undefined;
  const works = call.works.filter(isDone).map((one) => `${one.work} ${workCell(one)}`);
  const waits = waitText(call.waits, call.waitsFor);
  return [works.length === 0 ? 'nothing counted' : works.join(', '), ...waits].join('; ');
}

function waitText(waits: AmountReport, who: readonly string[]): readonly string[] {
  if (waits === 0) return [];
  const amount = waits === 'unbounded' ? 'without bound' : `up to ${waits} steps`;
  return [`waits ${amount} for ${who.join(', ') || 'nobody'}`];
}

/** What a whole run costs, on one line: `lock 1, atomic 1 (2); waits up to 4 steps`. */
export function costsText({ run, waits }: CostsReport): string {
  const works = run.filter(isDone).map((one) => `${one.work} ${workCell(one)}`);
  const amount = waits === 'unbounded' ? 'without bound' : `up to ${waits} steps`;
  const words = waits === 0 ? [] : [`waits ${amount}`];
  return [works.length === 0 ? 'nothing counted' : works.join(', '), ...words].join('; ');
}

/** What the rows say about doing work twice: `mte_clear_page_tags(): ...`, one line a function. */
export function repetitionLines(rows: readonly CompareUnit[]): readonly string[] {
  const names = [...new Set(rows.flatMap((row) => row.repetitions.map((one) => one.function)))];
  return names.flatMap((name) => {
    const answers = rows.flatMap((row) =>
      row.repetitions.filter((one) => one.function === name).map((one) => ({ row, one })),
    );
    const work = answers[0]?.one.work ?? '';
    const harmful = answers.find(({ one }) => one.harms.length > 0);
    if (harmful !== undefined) {
      const what = harmful.one.harms
        .map(({ property, steps }) => `${property} breaks in ${steps} steps`)
        .join(', ');
      return [`${name}() (${work}): not harmless: ${what}, in "${harmful.row.variant}"`];
    }
    const words = new Set(answers.map(({ one }) => one.answer));
    return [`${name}() (${work}): ${[...words].sort().join(', ')}`];
  });
}

/** What some run does more than once to one object: `tag clear of pages[0]: 2 times`. */
export function repeatedText({ costs }: CompareUnit): readonly string[] {
  return (costs?.repeated ?? []).map(
    ({ work, object, times }) =>
      `${work} of ${object}: ${times === 'unbounded' ? 'without bound' : `${times} times`}`,
  );
}

/** `cpu1 holds mms[1].mmap_lock in lock_page()`. */
export function heldText({ costs }: CompareUnit): readonly string[] {
  return (costs?.heldAsleep ?? []).map(
    ({ thread, lock, function: name }) => `${thread} holds ${lock} where ${name}() may sleep`,
  );
}

/** How a red cell is walked: `racewalk columns ...`. */
export function walkText(unit: CompareUnit, property: string): string {
  const { file, scenario, variant } = unit;
  const words = ['--scenario', scenario, '--variant', variant, '--property', property, file];
  return `racewalk columns ${words.map(quoted).join(' ')}`;
}

function quoted(word: string): string {
  return /^[\w./:=@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** The headings of cost columns: `lock acquisitions`. */
export function workHeading(work: string): string {
  const known = comparedWorks.find((one) => one === work);
  return known === undefined ? work : worksInWords[known];
}
