// Through which `#include` of a text another file comes in, directly or by way of others.
import { type Analysis, resolvePath, type tree, treeOf } from '@racewalk/language';

export function includeOf(analysis: Analysis, file: string): tree.Span | undefined {
  const items = includesOf(analysis, analysis.file.name);
  const found = items.find(({ name }) => leadsTo(analysis, name, file, new Set()));
  return found?.span;
}

interface Include {
  readonly name: string;
  readonly span: tree.Span;
}

function includesOf(analysis: Analysis, from: string): readonly Include[] {
  const items = treeOf(analysis, from)?.items ?? [];
  return items.flatMap((item) =>
    item.kind === 'Include' && !item.system
      ? [{ name: resolvePath(from, item.path), span: item.pathSpan }]
      : [],
  );
}

/** Depth is bounded by the number of files: none is looked into twice. */
function leadsTo(analysis: Analysis, from: string, file: string, seen: Set<string>): boolean {
  if (from === file) return true;
  if (seen.has(from)) return false;
  seen.add(from);
  return includesOf(analysis, from).some(({ name }) => leadsTo(analysis, name, file, seen));
}
