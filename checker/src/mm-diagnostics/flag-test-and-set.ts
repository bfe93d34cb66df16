// RW0904: a flag is tested and then set, and another thread can come in between and do the same.
import { type CoveredAccess, excludes, type Program } from '@racewalk/simulator';
import type { CoverageRule, Covered, Finding } from './mm-diagnostic.ts';
import { isLibrary, type OwnPlace } from './own-place.ts';

/** A call of test_bit() or set_bit(), in the user's text. */
interface FlagCall {
  readonly access: CoveredAccess;
  /** The call it stands in: index into the frames. */
  readonly within: number | undefined;
  readonly place: OwnPlace;
  /** What stands between the brackets, without white space. */
  readonly what: string;
}

export const flagTestAndSet: CoverageRule = {
  entry: {
    code: 'RW0904',
    severity: 'information',
    title: 'flag tested and set without anything between',
    explanation:
      'test_bit() and set_bit() are two steps: two threads can both find the flag clear and both go on. No lock that both hold keeps another thread from coming in between. Where only one of them may do what follows, use test_and_set_bit(), or hold one lock around both. The order matters, too: a flag that is set before the work is done tells others that it is done.',
  },
  find: ({ program, coverage, textOf }: Covered): readonly Finding[] =>
    coverage.cells.flatMap(({ accesses, protection }) => {
      if (protection !== 'none') return [];
      const calls = (name: string) =>
        accesses.flatMap((access) => flagCall(program, access, { name, textOf }) ?? []);
      const sets = calls('set_bit').filter(({ access }) => access.writes);
      return calls('test_bit').flatMap((test) => findingOf(test, sets));
    }),
};

function flagCall(
  { code, frames, files }: Program,
  access: CoveredAccess,
  { name, textOf }: { name: string; textOf: Covered['textOf'] },
): FlagCall | undefined {
  const site = code[access.pc]?.site;
  const frame = frames[site?.frame ?? -1];
  if (site === undefined || frame === undefined) return undefined;
  // A call that is one step as a whole stands in its caller.
  const call =
    frame.name === name ? { ...frame, within: frame.parent } : { ...site, within: site.frame };
  const { start, end, within } = call;
  const file = files[call.file] ?? '';
  const text = isLibrary(file) ? '' : (textOf(file)?.slice(start, end) ?? '');
  if (!text.startsWith(`${name}(`)) return undefined;
  const what = text.slice(name.length + 1, -1).replace(/\s+/gu, '');
  return { access, within, place: { file, start, end }, what };
}

function findingOf(test: FlagCall, sets: readonly FlagCall[]): readonly Finding[] {
  const { within, place, what, access } = test;
  const own = sets.find(
    (set) =>
      set.access.thread === access.thread &&
      set.within === within &&
      set.what === what &&
      set.place.start > place.start,
  );
  const other = sets.find(
    (set) =>
      set.access.thread !== access.thread &&
      set.what === what &&
      !excludes(set.access.held, access.held),
  );
  if (own === undefined || other === undefined) return [];
  const message = `'${what.split(',')[0] ?? ''}' is tested here and set later; another thread can set it in between`;
  return [{ place, message, related: [{ ...own.place, message: 'set here' }] }];
}
