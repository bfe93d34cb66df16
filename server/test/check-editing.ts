// Helpers for the features that help to edit: source with `$0` at the cursor, or `$<` and `$>`
// around the selection, in; what a person would see out.
import { kernelLibrary } from '@racewalk/kernel';
import { type Analysis, analyse, LineIndex, textOf } from '@racewalk/language';
import { callItems, incomingCalls, outgoingCalls } from '../src/features/call-hierarchy.ts';
import type { ActionInput, CodeAction } from '../src/features/code-action.ts';
import { applied, codeActions } from '../src/features/code-actions.ts';
import { completions } from '../src/features/completion.ts';
import type { Completion } from '../src/features/completion-item.ts';
import { shownDiagnostics } from '../src/features/diagnostics.ts';
import { documentLinks } from '../src/features/document-links.ts';
import { folds } from '../src/features/folding.ts';
import { includeOf } from '../src/features/includes.ts';
import type { Hint } from '../src/features/inlay-hints.ts';
import type { FilePlace, Place } from '../src/features/place.ts';
import { highlights, linkedRanges, references } from '../src/features/references.ts';
import { edited, prepareRename, rename } from '../src/features/rename.ts';
import { selectionRanges } from '../src/features/selection-ranges.ts';
import { semanticTokens } from '../src/features/semantic-tokens.ts';
import { signatureHelp } from '../src/features/signature-help.ts';
import { typeDefinition } from '../src/features/type-definition.ts';
import { known, name } from './check.ts';

/** Other texts of the project, by the last part of their names. */
export type Others = Readonly<Record<string, string>>;

export function analysed(text: string, others: Others = {}, file = name): Analysis {
  const loader = (asked: string): string | undefined => others[asked.split('/').at(-1) ?? ''];
  return analyse({ name: file, text }, loader, kernelLibrary);
}

export function openTexts(others: Others): readonly Analysis[] {
  return Object.entries(others).map(([file, text]) =>
    analysed(text, others, `file:///project/${file}`),
  );
}

export interface Marked {
  readonly place: Place;
  readonly open: readonly Analysis[];
}

/** The place of `$0`; nothing has run. */
export function marked(source: string, others: Others = {}): Marked {
  const offset = source.indexOf('$0');
  if (offset < 0) throw new Error('the text has no $0');
  const analysis = analysed(source.replace('$0', ''), others);
  const place = { analysis, file: name, offset, results: undefined };
  return { place, open: openTexts(others) };
}

/** `test.race:3: int counter;` with carets below. */
export function shownPlace(analysis: Analysis, { file, start, end }: FilePlace): string {
  const text = textOf(analysis, file) ?? '';
  const lines = new LineIndex(text);
  const { line, character } = lines.position(start);
  const span = lines.lineSpan(line);
  const before = `${file.split('/').at(-1)}:${line + 1}: `;
  const shown = text.slice(span.start, span.end).replaceAll('\t', ' ');
  const carets = '^'.repeat(Math.max(1, Math.min(end, span.end) - start));
  return `${before}${shown}\n${' '.repeat(before.length + character)}${carets}`;
}

function listed(places: readonly FilePlace[], analyses: readonly Analysis[]): string {
  const shown = places.map((place) => {
    const analysis = analyses.find((one) => textOf(one, place.file) !== undefined);
    return analysis === undefined ? place.file : shownPlace(analysis, place);
  });
  return shown.length === 0 ? 'nothing' : shown.join('\n');
}

export function referencesAt(source: string, others: Others = {}): string {
  const { place, open } = marked(source, others);
  return listed(references(place, open, true), [place.analysis, ...open]);
}

export function typeAt(source: string): string {
  const { place } = marked(source);
  return listed(typeDefinition(place), [place.analysis]);
}

/** Each line with `r`, `w` or `t` under what is highlighted. */
export function highlightsAt(source: string): string {
  const { place } = marked(source);
  return underlined(
    place.analysis.file.text,
    highlights(place).map((one) => ({ ...one, mark: one.kind[0] ?? '' })),
  );
}

export function linkedAt(source: string): string {
  const { place } = marked(source);
  return underlined(
    place.analysis.file.text,
    linkedRanges(place).map((one) => ({ ...one, mark: '^' })),
  );
}

interface Mark {
  readonly start: number;
  readonly end: number;
  readonly mark: string;
}

/** Only the lines that have a mark. */
function underlined(text: string, marks: readonly Mark[]): string {
  const lines = new LineIndex(text);
  const rows = new Map<number, string>();
  for (const { start, end, mark } of marks) {
    const { line, character } = lines.position(start);
    const row = (rows.get(line) ?? '').padEnd(character);
    rows.set(line, row + mark.repeat(end - start));
  }
  if (rows.size === 0) return 'nothing';
  return [...rows]
    .sort(([one], [other]) => one - other)
    .map(([line, row]) => {
      const { start, end } = lines.lineSpan(line);
      return `${text.slice(start, end).replaceAll('\t', ' ')}\n${row}`;
    })
    .join('\n');
}

/** The texts after the rename, or why there is none. */
export function renamed(source: string, wanted: string, others: Others = {}): string {
  const { place, open } = marked(source, others);
  const found = rename(place, open, wanted);
  if (found.kind === 'refused') return `refused: ${found.reason}`;
  const files = [...new Set(found.edits.map(({ file }) => file))];
  return files
    .map((file) => {
      const analysis = [place.analysis, ...open].find((one) => textOf(one, file) !== undefined);
      const text = analysis === undefined ? '' : (textOf(analysis, file) ?? '');
      const after = edited(
        text,
        found.edits.filter((edit) => edit.file === file),
      );
      return files.length === 1 ? after : `--- ${file.split('/').at(-1)}\n${after}`;
    })
    .join('\n');
}

export function prepared(source: string): string {
  const found = prepareRename(marked(source).place);
  return found.kind === 'refused' ? `refused: ${found.reason}` : found.name;
}

/** A line each, the best first: rank, label, note, what is put in. */
export function completionsAt(
  source: string,
  show: (one: Completion) => boolean = () => true,
  others: Others = {},
): string {
  const { place, open } = marked(source, others);
  return completionLines(place, open, show);
}

export function completionLines(
  place: Place,
  open: readonly Analysis[],
  show: (one: Completion) => boolean,
): string {
  const { items } = completions(place, open);
  const shown = items.filter(show);
  const ordered = [...shown].sort(
    (one, other) => one.rank - other.rank || (one.label < other.label ? -1 : 1),
  );
  const lines = ordered.map(({ label, kind, note, insert, rank, edits }) => {
    const extra = edits.map(({ text }) => ` + ${JSON.stringify(text)}`).join('');
    const typed = insert === label ? '' : ` => ${JSON.stringify(insert)}`;
    return `${rank} ${kind} ${label}${note === '' ? '' : `  ${note}`}${typed}${extra}`;
  });
  return lines.length === 0 ? 'nothing' : lines.join('\n');
}

export function signatureAt(source: string): string {
  const help = signatureHelp(marked(source).place);
  if (help === undefined) return 'nothing';
  return help.signatures
    .map(({ label, documentation, parameters }, index) => {
      const active = index === help.active ? parameters[help.parameter] : undefined;
      const carets =
        active === undefined
          ? ''
          : `\n${' '.repeat(active.start)}${'^'.repeat(active.end - active.start)}`;
      return `${label}${carets}\n${documentation}`;
    })
    .join('\n');
}

/** Each foldable part as `first line ... last line`. */
export function foldsOf(text: string): string {
  const lines = text.split('\n');
  return folds(analysed(text), name)
    .map(({ startLine, endLine, kind }) => {
      const [first, last] = [lines[startLine] ?? '', lines[endLine] ?? ''];
      return `${startLine + 1}-${endLine + 1} ${kind}: ${first.trim()} ... ${last.trim()}`;
    })
    .join('\n');
}

export function selectionsAt(source: string): string {
  const { place } = marked(source);
  const { text } = place.analysis.file;
  return selectionRanges(place.analysis, name, place.offset)
    .map(({ start, end }) => JSON.stringify(text.slice(start, end)))
    .join('\n');
}

/** `word: type modifiers`, in the order of the text. */
export function tokensOf(text: string): string {
  return semanticTokens(analysed(text), name, { from: 0, to: text.length })
    .map(({ start, end, type, modifiers }) =>
      `${text.slice(start, end)}: ${[type, ...modifiers].join(' ')}`.trim(),
    )
    .join('\n');
}

export function linksOf(text: string, others: Others = {}): string {
  return documentLinks(analysed(text, others), name)
    .map(({ start, end, target, tooltip }) => {
      const where = target.kind === 'web' ? target.address : target.file;
      return `${text.slice(start, end)} -> ${where} (${tooltip})`;
    })
    .join('\n');
}

/** The text with each hint in `‹›` where it stands. */
export function withHints(text: string, hints: readonly Hint[]): string {
  return edited(
    text,
    hints.map(({ offset, text: hint }) => ({ start: offset, end: offset, text: `‹${hint}›` })),
  );
}

export function callsAt(source: string, others: Others = {}): string {
  const { place, open } = marked(source, others);
  const all = [place.analysis, ...open];
  return callItems(place)
    .map((item) => {
      const from = incomingCalls(item, all).map(
        ({ item: caller, places }) => `  <- ${caller.name} (${caller.detail}) x${places.length}`,
      );
      const to = outgoingCalls(item, all).map(
        ({ item: called, places }) => `  -> ${called.name} (${called.detail}) x${places.length}`,
      );
      return [`${item.name} (${item.detail})`, ...from, ...to].join('\n');
    })
    .join('\n');
}

interface Offered {
  readonly input: ActionInput;
  readonly actions: readonly CodeAction[];
}

/** At `$0`, or for what stands between `$<` and `$>`; with `run`, once all runs are over. */
export function actionsAt(source: string, others: Others = {}, run = false): Offered {
  const start = Math.max(source.indexOf('$0'), source.indexOf('$<'));
  const stop = source.indexOf('$>');
  const text = source.replace(/\$[0<>]/gu, '');
  const ran = run ? known(text) : undefined;
  const analysis = ran?.analysis ?? analysed(text, others);
  const results = ran?.results;
  const shown = shownDiagnostics({
    name,
    revision: 1,
    analysis,
    diagnostics: [...analysis.diagnostics, ...compiledOf(analysis)],
    results,
    includeOf: (file) => includeOf(analysis, file),
  });
  const end = stop < 0 ? start : stop - 2;
  const open = openTexts(others);
  const input = { analysis, file: name, text, start, end, shown, results, open };
  return { input, actions: codeActions(input) };
}

function compiledOf(analysis: Analysis) {
  return analysis.scenarios.flatMap(({ variants }, scenario) =>
    variants.flatMap((_, variant) => analysis.compile(scenario, variant).diagnostics),
  );
}

/** Title and kind of each action, and the text after the one that is named. */
export function actedAt(source: string, title: string, others: Others = {}, run = false): string {
  const { input, actions } = actionsAt(source, others, run);
  const found = actions.find((action) => action.title === title);
  if (found === undefined) return `offered: ${actions.map((one) => one.title).join(' | ')}`;
  return applied(input.text, input.file, found);
}

export function titlesAt(source: string, others: Others = {}, run = false): readonly string[] {
  return actionsAt(source, others, run).actions.map(({ title, kind, isPreferred }) => {
    return `${kind}${isPreferred ? '*' : ''}: ${title}`;
  });
}
