// Mutants of the kernel library: each takes one lock, one test of a flag or one call of the MMU notifier out of one body.
import { kernelLibrary } from '@racewalk/kernel';
import { bodiesOf, type FunctionBody, loadLibrary } from '@racewalk/language';

export interface Mutant {
  /** The body, as in `mm/memory.race wp_page_copy() v5.10..`. */
  readonly of: string;
  readonly what: string;
  readonly body: FunctionBody;
  readonly files: typeof kernelLibrary;
}

/** Locks by pairs: both calls go, for what they are given. */
const pairs: readonly (readonly [string, string])[] = [
  ['spin_lock', 'spin_unlock'],
  ['read_lock', 'read_unlock'],
  ['write_lock', 'write_unlock'],
  ['mmap_read_lock', 'mmap_read_unlock'],
  ['mmap_write_lock', 'mmap_write_unlock'],
  ['lock_page', 'unlock_page'],
  ['mmu_notifier_invalidate_range_start', 'mmu_notifier_invalidate_range_end'],
];

/** Tests, and what they are taken for. */
const tests: readonly (readonly [string, readonly string[]])[] = [
  ['test_bit', ['false', 'true']],
  ['test_and_set_bit', ['false', 'true']],
  ['page_mte_tagged', ['false', 'true']],
  ['try_page_mte_tagging', ['true']],
  ['PageAnon', ['true']],
  ['PageAnonExclusive', ['true', 'false']],
  ['PageKsm', ['false']],
  ['PageSwapCache', ['false', 'true']],
  ['trylock_page', ['true']],
  ['mmu_notifier_retry', ['false']],
  ['pte_same', ['true']],
];

/** Statements that go, or are another. */
const statements: readonly (readonly [RegExp, string, string])[] = [
  [/\bset_pte_at_and_notify\(/gu, 'set_pte_at(', 'no .change_pte'],
  [/\bkvm_unmap_hva\(kvm, addr\);/gu, ';', 'no unmapping of stage 2'],
  [/\bkvm->mmu_notifier_count\+\+;/gu, ';', 'the count is not raised'],
  [/\bkvm->mmu_notifier_seq\+\+;/gu, ';', 'the sequence is not raised'],
];

/** The locks themselves, and what reads flags without deciding anything by them. */
const outside = /^kernel:\/include\/linux\/(?!mmu_notifier)/u;

export function mutants(): readonly Mutant[] {
  const library = loadLibrary(kernelLibrary);
  const found: Mutant[] = [];
  for (const symbol of library.scope.values.values()) {
    if (symbol.kind !== 'function') continue;
    for (const body of bodiesOf(symbol)) {
      if (body.patch === undefined && !outside.test(body.file)) found.push(...mutantsOf(body));
    }
  }
  return found.sort((a, b) => (a.of < b.of ? -1 : a.of > b.of ? 1 : 0));
}

function mutantsOf(body: FunctionBody): readonly Mutant[] {
  const block = body.declaration.body;
  const text = kernelLibrary.find(({ name }) => name === body.file)?.text ?? '';
  if (block === undefined) return [];
  const own = text.slice(block.start, block.end);
  const { releases } = body.declaration;
  const range =
    releases === undefined ? '' : ` ${releases.from?.text ?? ''}..${releases.to?.text ?? ''}`;
  const of = `${body.file.replace('kernel:/', '')} ${body.name}()${range}`;
  const made = (what: string, changed: string): Mutant => ({
    of,
    what,
    body,
    files: kernelLibrary.map((file) =>
      file.name === body.file
        ? { name: file.name, text: text.slice(0, block.start) + changed + text.slice(block.end) }
        : file,
    ),
  });
  return [...withoutPairs(own), ...withoutTests(own), ...withoutStatements(own)].map(
    ({ what, changed }) => made(what, changed),
  );
}

interface Change {
  readonly what: string;
  readonly changed: string;
}

function withoutPairs(own: string): readonly Change[] {
  return pairs.flatMap(([take, give]) => {
    const given = [...own.matchAll(new RegExp(`\\b${take}\\(([^;]*)\\);`, 'gu'))];
    const targets = [...new Set(given.map((match) => match[1] ?? ''))];
    return targets.map((target) => ({
      what: `without ${take}(${target})`,
      changed: own.replaceAll(
        new RegExp(`\\b(?:${take}|${give})\\(${escaped(target)}\\);`, 'gu'),
        ';',
      ),
    }));
  });
}

function withoutTests(own: string): readonly Change[] {
  return tests.flatMap(([name, answers]) =>
    [...own.matchAll(new RegExp(`(?<![\\w])${name}\\(`, 'gu'))].flatMap((match) => {
      const end = closing(own, match.index + match[0].length);
      const call = own.slice(match.index, end);
      return answers.map((answer) => ({
        what: `${call} taken for ${answer}`,
        changed: own.slice(0, match.index) + answer + own.slice(end),
      }));
    }),
  );
}

function withoutStatements(own: string): readonly Change[] {
  return statements.flatMap(([pattern, by, what]) =>
    own.search(pattern) < 0 ? [] : [{ what, changed: own.replaceAll(pattern, by) }],
  );
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
