// Mutants of the kernel library: each takes one lock, test, flush or call of the MMU notifier out of one body.
import { kernelLibrary } from '@racewalk/kernel';
import { bodiesOf, type FunctionBody, loadLibrary } from '@racewalk/language';
import { primitives } from '@racewalk/workbench';
import { across, comparisons, halves, pairs, statements, tests, tries, unasked } from './kinds.ts';

export interface Mutant {
  /** The body, as in `mm/memory.race wp_page_copy() v5.10..`. */
  readonly of: string;
  /** What is taken out of it, as in `without spin_lock(&mm->page_table_lock)`. */
  readonly what: string;
  readonly body: FunctionBody;
  readonly files: typeof kernelLibrary;
}

/** The whole of a mutant in a line; no two have the same. */
export const nameOf = ({ of, what }: Mutant): string => `${of}: ${what}`;

/** Functions that are tests themselves: their callers are mutated. */
const asked: ReadonlySet<string> = new Set([
  ...tests.map(([name]) => name).filter((name) => !name.startsWith('page_mte')),
  ...[
    'trylock_page',
    'mk_pte',
    'pte_modify',
    'pte_allows',
    'get_page_unless_zero',
    'page_mapcount',
  ],
]);
/** ... but for these, which ask something themselves. */
const asking: ReadonlySet<string> = new Set(['mmu_notifier_retry', 'try_page_mte_tagging']);

interface Change {
  readonly what: string;
  /** New texts of bodies. */
  readonly edits: readonly { readonly body: FunctionBody; readonly text: string }[];
  readonly more?: { readonly file: string; readonly text: string };
}

/** All mutants, ordered by name. */
export function mutants(): readonly Mutant[] {
  const bodies = mutable();
  const found = bodies.flatMap((body) => {
    const of = placeOf(body);
    const changes = distinct([...changesOf(body), ...changesAcross(body, bodies)]);
    return changes.map((change) => ({ of, what: change.what, body, files: filesWith(change) }));
  });
  return found.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : nameOf(a) > nameOf(b) ? 1 : 0));
}

/** The bodies that are mutated. */
export function mutable(): readonly FunctionBody[] {
  const { scope } = loadLibrary(kernelLibrary);
  return [...scope.values.values()]
    .filter((symbol) => symbol.kind === 'function')
    .flatMap(bodiesOf)
    .filter(
      ({ patch, file, name, declaration }) =>
        patch === undefined &&
        declaration.body !== undefined &&
        !primitives.test(file) &&
        (!asked.has(name) || asking.has(name)),
    );
}

/** The body as mutants name it. */
export function placeOf({ file, name, declaration }: FunctionBody): string {
  const { releases } = declaration;
  const range =
    releases === undefined ? '' : ` ${releases.from?.text ?? ''}..${releases.to?.text ?? ''}`;
  return `${file.replace('kernel:/', '')} ${name}()${range}`;
}

/** The text of a body, its braces included. */
export function textOf({ file, declaration }: FunctionBody): string {
  const text = kernelLibrary.find(({ name }) => name === file)?.text ?? '';
  return text.slice(declaration.body?.start, declaration.body?.end);
}

function filesWith({ edits, more }: Change): typeof kernelLibrary {
  return kernelLibrary.map(({ name, text }) => {
    const own = edits.filter(({ body }) => body.file === name);
    const last = own.sort((a, b) => start(b.body) - start(a.body));
    const changed = last.reduce(
      (all, { body, text: by }) => all.slice(0, start(body)) + by + all.slice(end(body)),
      text,
    );
    return { name, text: more?.file === name ? changed + more.text : changed };
  });
}

const start = ({ declaration }: FunctionBody): number => declaration.body?.start ?? 0;
const end = ({ declaration }: FunctionBody): number => declaration.body?.end ?? 0;

/** What happens twice in a body is numbered. */
function distinct(changes: readonly Change[]): readonly Change[] {
  const times = new Map<string, number>();
  return changes.map((change) => {
    const before = times.get(change.what) ?? 0;
    times.set(change.what, before + 1);
    return before === 0 ? change : { ...change, what: `${change.what} (${before + 1})` };
  });
}

function changesOf(body: FunctionBody): readonly Change[] {
  const own = textOf(body);
  const made = [
    ...(halves.has(body.name) ? [] : [...withoutPairs(own), ...withoutTries(own)]),
    ...withoutTests(own),
    ...withoutStatements(own),
  ];
  return [
    ...made.map(({ what, text }) => ({
      what: what.replaceAll(/\s+/gu, ' '),
      edits: [{ body, text }],
    })),
    ...Object.entries(unasked).flatMap(([name, { by, file, text }]) =>
      callsOf(own, name).map(({ from, to }) => ({
        what: `${own.slice(from, to)} taken for true`,
        edits: [{ body, text: own.slice(0, from) + by + own.slice(from + name.length) }],
        more: { file, text },
      })),
    ),
  ];
}

interface Text {
  readonly what: string;
  readonly text: string;
}

function withoutPairs(own: string): readonly Text[] {
  return pairs.flatMap(([take, give]) => {
    const given = [...own.matchAll(new RegExp(`\\b${take}\\(([^;]*)\\);`, 'gu'))];
    const targets = [...new Set(given.map((match) => match[1] ?? ''))];
    return targets.map((target) => ({
      what: `without ${take}(${target})`,
      text: own.replaceAll(
        new RegExp(`\\b(?:${take}|${give})\\(${escaped(target)}\\);`, 'gu'),
        ';',
      ),
    }));
  });
}

function withoutTries(own: string): readonly Text[] {
  return tries.flatMap(([take, give]) =>
    callsOf(own, take).map(({ from, to }) => {
      const target = own.slice(from + take.length, to);
      const text = `${own.slice(0, from)}true${own.slice(to)}`;
      return { what: `without ${take}${target}`, text: text.replaceAll(`${give}${target};`, ';') };
    }),
  );
}

function withoutTests(own: string): readonly Text[] {
  const calls = tests.flatMap(([name, answers]) =>
    callsOf(own, name).map((place) => ({ place, answers })),
  );
  const others = comparisons.flatMap(([pattern, answers]) =>
    [...own.matchAll(pattern)].map(({ index, 0: text }) => ({
      place: { from: index, to: index + text.length },
      answers,
    })),
  );
  return [...calls, ...others].flatMap(({ place: { from, to }, answers }) =>
    answers.map((answer) => ({
      what: `${own.slice(from, to)} taken for ${answer}`,
      text: own.slice(0, from) + answer + own.slice(to),
    })),
  );
}

function withoutStatements(own: string): readonly Text[] {
  return statements.flatMap(([pattern, by, what]) =>
    own.search(pattern) < 0 ? [] : [{ what, text: own.replaceAll(pattern, by) }],
  );
}

function changesAcross(body: FunctionBody, bodies: readonly FunctionBody[]): readonly Change[] {
  return across
    .filter(({ of }) => of === body.name)
    .map(({ what, edits }) => {
      const touched = bodies.filter(({ name }) => edits.some(([of]) => of === name));
      const texts = touched.map((one) => ({
        body: one,
        text: edits
          .filter(([of]) => of === one.name)
          .reduce((text, [, pattern, by]) => text.replaceAll(pattern, by), textOf(one)),
      }));
      return { what, edits: texts };
    });
}

/** Where a text calls a function, its arguments included. */
export function callsOf(text: string, name: string): readonly { from: number; to: number }[] {
  return [...text.matchAll(new RegExp(`(?<![\\w>.])${name}\\(`, 'gu'))].map((match) => ({
    from: match.index,
    to: closing(text, match.index + match[0].length),
  }));
}

function closing(text: string, from: number): number {
  let depth = 1;
  let at = from;
  while (depth > 0 && at < text.length) {
    if (text[at] === '(') depth++;
    if (text[at] === ')') depth--;
    at++;
  }
  return at;
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/gu, '\\$&');
}
