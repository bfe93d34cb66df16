// Which diagnostics a text shows: those of the language at once, those of compiling and of verdicts
// when they are known for this very revision. Nothing of an older text survives.
import { seenDiagnostics } from '@racewalk/checker';
import type { Analysis, Diagnostic } from '@racewalk/language';
import type { FileResults } from '../run/results.ts';

export interface DiagnosticsInput {
  readonly name: string;
  readonly revision: number;
  readonly analysis: Analysis;
  /** What the language says of it. */
  readonly diagnostics: readonly Diagnostic[];
  readonly results: FileResults | undefined;
  /** Place of the `#include` through which a file comes in. */
  readonly includeOf: (
    file: string,
  ) => { readonly start: number; readonly end: number } | undefined;
}

/** Diagnostics a text can show; an editor becomes slow, and a reader tired, far before. */
const shownMax = 500;

export function shownDiagnostics(input: DiagnosticsInput): Diagnostic[] {
  const all = distinct([...input.diagnostics, ...ofRuns(input)]);
  const own = all.filter(({ file }) => file === input.name);
  const foreign = all.filter(({ file, severity }) => file !== input.name && severity === 'error');
  return [...own.slice(0, shownMax), ...atIncludes(foreign, input)];
}

function ofRuns({ results, revision, analysis }: DiagnosticsInput): Diagnostic[] {
  if (results === undefined || results.revision !== revision) return [];
  const ofEach = results.entries
    .flat()
    .flatMap(({ state, compiled, locks }) =>
      state.kind === 'done' ? [...state.result.diagnostics, ...locks] : [...compiled],
    );
  return [...ofEach, ...ofAll(analysis, results)];
}

const knownOfAll = new WeakMap<FileResults, readonly Diagnostic[]>();

/** What all variants of a scenario say together; the same results are asked about again and again. */
function ofAll(analysis: Analysis, results: FileResults): readonly Diagnostic[] {
  const known = knownOfAll.get(results);
  if (known !== undefined) return known;
  const seen = results.entries.flat().flatMap((entry) => entry.seen ?? []);
  const diagnostics = seenDiagnostics(analysis, seen);
  knownOfAll.set(results, diagnostics);
  return diagnostics;
}

/** The same mistake in several variants is one mistake. */
function distinct(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter(({ code, file, start, end, message }) => {
    const key = `${code} ${start} ${end} ${file} ${message}`;
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

/** Errors of a file that is included: told once, at the `#include`, with the way to the place. */
function atIncludes(foreign: readonly Diagnostic[], input: DiagnosticsInput): Diagnostic[] {
  const files = [...new Set(foreign.map(({ file }) => file))];
  return files.flatMap((file) => {
    const [first, ...more] = foreign.filter((diagnostic) => diagnostic.file === file);
    const place = input.includeOf(file) ?? { start: 0, end: 0 };
    if (first === undefined) return [];
    const others = more.length === 0 ? '' : ` (and ${more.length} more)`;
    const { start, end, message } = first;
    return [
      {
        ...first,
        message: `in the included file: ${message}${others}`,
        file: input.name,
        start: place.start,
        end: place.end,
        related: [{ file, start, end, message }, ...first.related],
      },
    ];
  });
}
