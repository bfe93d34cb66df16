// The table of the variants as the client gets it: cells as data, for the one scenario that was asked about.
import {
  type AmountReport,
  type CompareDocument,
  type CompareUnit,
  comparedWorks,
  eraRange,
  type HistoryDocument,
  heldText,
  historiesOf,
  type PropertyReport,
  repeatedText,
  repetitionLines,
  tablesOf,
  type WorkReport,
} from '@racewalk/workbench';
import type {
  ComparedCosts,
  ComparedProperty,
  ComparedRow,
  ComparedScope,
  ComparedTable,
  HistoryEra,
} from '../bench-protocol.ts';

/** The works of a scope and how long it waits, in one variant. */
interface Counted {
  readonly works: readonly WorkReport[];
  readonly waits: AmountReport;
  readonly waitsFor: readonly string[];
}

/** Undefined: no row is known yet. */
export function comparedTable(document: CompareDocument): ComparedTable | undefined {
  const [table] = tablesOf(document);
  if (table === undefined) return undefined;
  const { scenario, properties, held, rows } = table;
  const scopes = scopesOf(rows);
  return {
    scenario,
    properties,
    held,
    scopes,
    rows: rows.map((unit) => rowOf(unit, scopes)),
    twice: repetitionLines(rows),
  };
}

/** What the bar of the releases shows. */
export function historyEras(document: HistoryDocument): readonly HistoryEra[] {
  const [history] = historiesOf(document);
  if (history === undefined) return [];
  return history.eras.map(({ verdict, words, changed }, index) => ({
    releases: eraRange(history, index),
    verdict,
    words,
    changed,
  }));
}

/** Functions that do nothing that is counted, in any variant, are none. */
function scopesOf(rows: readonly CompareUnit[]): readonly ComparedScope[] {
  const names = rows.flatMap(({ costs }) => costs?.calls.map((call) => call.function) ?? []);
  const scopes = ['', ...[...new Set(names)].map((name) => `${name}()`)];
  return scopes.flatMap((name) => {
    const counted = rows.map((row) => countedIn(row, name));
    const works = comparedWorks.filter((work) =>
      counted.some((one) => one?.works.some((found) => found.work === work && isDone(found))),
    );
    const waits = counted.some((one) => one !== undefined && one.waits !== 0);
    return name === '' || works.length > 0 || waits ? [{ name, works }] : [];
  });
}

function countedIn({ costs }: CompareUnit, scope: string): Counted | undefined {
  if (costs === null) return undefined;
  if (scope === '') return { works: costs.run, waits: costs.waits, waitsFor: [] };
  return costs.calls.find((call) => `${call.function}()` === scope);
}

function isDone({ alone, worst }: WorkReport): boolean {
  return worst !== 0 || (alone !== null && alone !== 0);
}

function rowOf(unit: CompareUnit, scopes: readonly ComparedScope[]): ComparedRow {
  const { variant, release, verdict, limitsReached, costsNote } = unit;
  const notes = [...limitsReached, ...(costsNote === null ? [] : [costsNote])];
  return {
    variant,
    number: unit.number,
    release,
    verdict,
    properties: verdict === 'error' ? [] : unit.properties.map(propertyOf),
    costs:
      unit.costs === null ? undefined : scopes.flatMap(({ name }) => costsOf(unit, name) ?? []),
    heldAsleep: heldText(unit),
    repeated: repeatedText(unit),
    note: [...new Set(notes)].join('; '),
  };
}

function propertyOf({ name, holds, run }: PropertyReport): ComparedProperty {
  if (run === null) return { name, state: holds === true ? 'holds' : 'undecided' };
  const { steps, switches, shortest } = run;
  return { name, state: 'fails', run: { steps, switches, shortest } };
}

function costsOf(unit: CompareUnit, scope: string): ComparedCosts | undefined {
  const counted = countedIn(unit, scope);
  if (counted === undefined) return undefined;
  const { works, waits, waitsFor } = counted;
  return { scope, works: works.filter(isDone), waits, waitsFor };
}
