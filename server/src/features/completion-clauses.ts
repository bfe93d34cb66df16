// Proposals inside the clauses of a scenario: releases, patches, properties, outcomes, threads.
import {
  type Analysis,
  isAlwaysWatched,
  modelOf,
  type PropertySymbol,
  typeName,
  type Visible,
} from '@racewalk/language';
import type { VariantEntry } from '../run/results.ts';
import { type Completion, plain, ranks } from './completion-item.ts';
import { isOfLibrary } from './kinds.ts';
import { type Place, variantAt } from './place.ts';
import { nextRelease, releaseName } from './releases.ts';
import { runLength } from './words.ts';

/** From the oldest release that a body of the library names to the newest. */
export function releaseCompletions(analysis: Analysis): readonly Completion[] {
  const { library } = modelOf(analysis);
  const changes = new Map<number, number>();
  for (const symbol of library.scope.values.values()) {
    if (symbol.kind !== 'function') continue;
    for (const { from } of symbol.bodies) {
      if (Number.isFinite(from)) changes.set(from, (changes.get(from) ?? 0) + 1);
    }
  }
  const oldest = Math.min(library.newest.number, ...changes.keys());
  const found: Completion[] = [];
  for (let number = oldest; number <= library.newest.number; number = nextRelease(number)) {
    const count = changes.get(number) ?? 0;
    const note = ['', '1 body begins here'][count] ?? `${count} bodies begin here`;
    found.push(plain(releaseName(number), 'release', note, ranks.own));
  }
  return found;
}

export function patchCompletions({ patches }: Visible): readonly Completion[] {
  return [...patches.values()].map((symbol) =>
    plain(symbol.name, 'patch', symbol.title, isOfLibrary(symbol) ? ranks.library : ranks.own),
  );
}

/** For `forbid`, `violate()` and `require()`. */
export function propertyCompletions({ properties }: Visible): readonly Completion[] {
  return [...properties.values()].map((symbol) =>
    plain(symbol.name, 'property', symbol.sentence, rankOf(symbol)),
  );
}

function rankOf(symbol: PropertySymbol): number {
  if (symbol.declaration === undefined) return ranks.language;
  return isOfLibrary(symbol) ? ranks.library : ranks.own;
}

/** What the last run found comes first, then what is watched here. */
export function outcomeCompletions(place: Place, visible: Visible): readonly Completion[] {
  const variant = variantAt(place);
  const found = foundBy(variant?.entry);
  const { scenarios } = modelOf(place.analysis);
  const checked = scenarios[variant?.scenario ?? 0]?.variants[variant?.variant ?? 0];
  const forbidden = new Set(checked?.forbidden.map(({ name }) => name));
  const proposals = [...visible.properties.values()].flatMap((symbol): Completion[] => {
    const length = found.get(symbol.name);
    const { name, sentence } = symbol;
    if (length !== undefined) {
      return [plain(name, 'property', `found by the last run: ${length}`, ranks.expected)];
    }
    if (forbidden.has(name)) return [plain(name, 'property', sentence, ranks.own)];
    return isAlwaysWatched(symbol) ? [plain(name, 'property', sentence, ranks.language)] : [];
  });
  const passes = found.get('pass');
  const pass = plain(
    'pass',
    'property',
    passes ?? 'nothing is violated',
    passes === undefined ? ranks.own : ranks.expected,
  );
  return [pass, ...proposals];
}

/** By property, how long its run is; `pass` where nothing was violated. */
function foundBy(entry: VariantEntry | undefined): ReadonlyMap<string, string> {
  const result = entry?.state.kind === 'done' ? entry.state.result : entry?.older;
  const report = result?.report;
  if (report?.verdict === 'pass') return new Map([['pass', 'found by the last run']]);
  return new Map((report?.violations ?? []).map((one) => [one.property, runLength(one)]));
}

export function threadCompletions({ threads }: Visible): readonly Completion[] {
  return threads.map(({ name }) => plain(name, 'thread', '', ranks.own));
}

/** Variables that can stand for the process of a thread. */
export function processCompletions({ values }: Visible): readonly Completion[] {
  const current = values.get('current');
  if (current?.kind !== 'variable') return [];
  const wanted = typeName(current.type);
  return [...values.values()].flatMap((symbol) =>
    symbol.kind === 'variable' &&
    symbol.storage !== 'thread_local' &&
    typeName(symbol.type) === wanted
      ? [plain(symbol.name, 'variable', wanted, ranks.own)]
      : [],
  );
}
