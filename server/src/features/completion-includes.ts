// Names that another open text declares and this one could have by including it.
import { type Analysis, type AnySymbol, modelOf, type Visible } from '@racewalk/language';
import { shortName } from '../documents/names.ts';
import { type Completion, plain, ranks } from './completion-item.ts';
import { functionCompletion } from './completion-values.ts';
import type { FileEdit } from './rename.ts';

export function includeCompletions(
  analysis: Analysis,
  open: readonly Analysis[],
  visible: Visible,
  release: string | undefined,
): readonly Completion[] {
  const included = new Set([analysis.file.name, ...analysis.includes.map(({ name }) => name)]);
  return open.flatMap((other) => {
    const from = other.file.name;
    const path = relativePath(analysis.file.name, from);
    if (included.has(from) || path === undefined || includesBack(other, analysis)) return [];
    return [...modelOf(other).scope.values.values()].flatMap((symbol): Completion[] => {
      if (symbol.file !== from || visible.values.has(symbol.name)) return [];
      const made = proposal(symbol, release);
      if (made === undefined) return [];
      const note = `${made.note} from ${shortName(from)}`.trim();
      return [{ ...made, note, rank: ranks.elsewhere, edits: [includeEdit(analysis, path)] }];
    });
  });
}

/** A file can't include what includes it. */
function includesBack(other: Analysis, analysis: Analysis): boolean {
  return other.includes.some(({ name }) => name === analysis.file.name);
}

function proposal(symbol: AnySymbol, release: string | undefined): Completion | undefined {
  switch (symbol.kind) {
    case 'function':
      return functionCompletion(symbol, release, false);
    case 'variable':
    case 'constant':
    case 'type':
      return plain(symbol.name, symbol.kind, '', ranks.elsewhere);
    default:
      return undefined;
  }
}

/** Below the last `#include`, else on top. */
export function includeEdit(analysis: Analysis, path: string): FileEdit {
  const { name, text } = analysis.file;
  const includes = (modelOf(analysis).trees.get(name)?.tree.items ?? []).filter(
    (item) => item.kind === 'Include',
  );
  const last = includes.at(-1);
  const line = `#include "${path}"\n`;
  if (last === undefined) return { file: name, start: 0, end: 0, text: line };
  const end = text.indexOf('\n', last.end);
  const at = end < 0 ? text.length : end + 1;
  return { file: name, start: at, end: at, text: end < 0 ? `\n${line}` : line };
}

/** `../b.race` as seen from `dir/a.race`; undefined where no path leads there. */
export function relativePath(from: string, to: string): string | undefined {
  const here = from.split('/').slice(0, -1);
  const there = to.split('/');
  let common = 0;
  while (common < here.length && here[common] === there[common]) common += 1;
  // `file:///`, the scheme and the host: other trees can't be reached by a path.
  if (to.includes('://') && common < 3) return undefined;
  return [...here.slice(common).map(() => '..'), ...there.slice(common)].join('/');
}
