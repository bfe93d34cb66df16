// Renaming a thing everywhere: first tried on the texts, and offered only where every place still
// means what it meant. What can't be renamed is refused with a reason.
import {
  type Analysis,
  type AnySymbol,
  builtins,
  builtinValues,
  isReserved,
  namedIntegers,
  reanalysed,
  symbolAt,
  symbolKey,
  textOf,
  type tree,
  treeOf,
  type Use,
  usesOf,
  visibleAt,
} from '@racewalk/language';
import { isOfLibrary } from './kinds.ts';
import { nameAt, type Place, pathAt } from './place.ts';
import { usesAt } from './references.ts';

export interface FileEdit {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Why there is no rename, in words for the person who asked. */
export interface Refused {
  readonly kind: 'refused';
  readonly reason: string;
}

export interface Renameable {
  readonly kind: 'name';
  readonly start: number;
  readonly end: number;
  readonly name: string;
}

export interface Renamed {
  readonly kind: 'edits';
  readonly edits: readonly FileEdit[];
}

/** Can what is named here be renamed? */
export function prepareRename(place: Place): Renameable | Refused {
  const found = nameAt(place);
  if (found === undefined) return refused(whyNoName(place));
  const reason = whyFixed(found.symbol, found.name.text);
  if (reason !== undefined) return refused(reason);
  const { start, end, text } = found.name;
  if (isInColumns(place.analysis, text)) return refused(whyColumns(text));
  return { kind: 'name', start, end, name: text };
}

/** `open`: the other open texts. The edits are for all files that name the thing. */
export function rename(place: Place, open: readonly Analysis[], wanted: string): Renamed | Refused {
  const target = prepareRename(place);
  if (target.kind === 'refused') return target;
  if (wanted === target.name) return { kind: 'edits', edits: [] };
  const reason = whyNoSuchName(wanted);
  if (reason !== undefined) return refused(reason);
  const uses = usesAt(place, open);
  const edits = uses.map(({ file, name: { start, end } }) => ({ file, start, end, text: wanted }));
  const touched = [place.analysis, ...open].filter((analysis) => namesOneOf(analysis, edits));
  for (const analysis of touched) {
    if (isInColumns(analysis, target.name)) return refused(whyColumns(target.name));
    const clash = clashIn(analysis, uses, edits, wanted);
    if (clash !== undefined) return refused(clash);
  }
  return { kind: 'edits', edits };
}

/** Columns are a drawing: words of another length would move its lines apart. */
function isInColumns(analysis: Analysis, name: string): boolean {
  const word = new RegExp(`\\b${name}\\b`, 'u');
  return [analysis.file, ...analysis.includes].some((file) => {
    const root = treeOf(analysis, file.name);
    const drawn = root === undefined ? [] : columnsOf(root);
    return drawn.some(({ start, end }) => word.test(file.text.slice(start, end)));
  });
}

function columnsOf(root: tree.SourceTree): readonly tree.Span[] {
  return root.items.flatMap((item) =>
    item.kind !== 'Scenario'
      ? []
      : item.items.flatMap((inner) =>
          inner.kind === 'ScheduleClause' && inner.columns !== undefined ? [inner.columns] : [],
        ),
  );
}

function whyColumns(name: string): string {
  return `the columns of a schedule name '${name}', and columns are not rewritten`;
}

function refused(reason: string): Refused {
  return { kind: 'refused', reason };
}

function whyNoName(place: Place): string {
  const last = pathAt(place).at(-1);
  if (last?.kind !== 'Name') return 'there is no name here that could be renamed';
  const { text } = last;
  if (builtinValues.some((value) => value === text) || namedIntegers.has(text)) {
    return `'${text}' is a word of the language`;
  }
  return `it is not known what '${text}' means, so its other uses are not known either`;
}

function whyFixed(symbol: AnySymbol, name: string): string | undefined {
  if (symbol.kind === 'builtin') return `'${name}' is a word of the language`;
  if (symbol.kind === 'property' && symbol.declaration === undefined) {
    return `'${name}' is a built-in property`;
  }
  if (symbol.kind === 'function' && isOfLibrary(symbol)) {
    return symbol.outer === undefined
      ? `'${name}' is of the kernel library, whose texts are read-only`
      : `this body takes the place of the library's '${name}': under another name it would not`;
  }
  if (isOfLibrary(symbol)) return `'${name}' is of the kernel library, whose texts are read-only`;
  return undefined;
}

function whyNoSuchName(wanted: string): string | undefined {
  if (!/^[A-Za-z_]\w*$/u.test(wanted)) {
    return `'${wanted}' is no name: letters, digits and '_' only, and no digit first`;
  }
  const isTaken =
    isReserved(wanted) ||
    builtins.has(wanted) ||
    namedIntegers.has(wanted) ||
    wanted === 'pass' ||
    builtinValues.some((value) => value === wanted);
  return isTaken ? `'${wanted}' is a word of the language` : undefined;
}

function namesOneOf(analysis: Analysis, edits: readonly FileEdit[]): boolean {
  const files = [analysis.file, ...analysis.includes].map(({ name }) => name);
  return edits.some(({ file }) => files.includes(file));
}

/** What would go wrong, found out by doing it. */
function clashIn(
  analysis: Analysis,
  uses: readonly Use[],
  edits: readonly FileEdit[],
  wanted: string,
): string | undefined {
  const own = uses.filter(({ file }) => textOf(analysis, file) !== undefined);
  const texts = new Map<string, string>();
  for (const file of new Set(own.map((use) => use.file))) {
    texts.set(
      file,
      edited(
        textOf(analysis, file) ?? '',
        edits.filter((edit) => edit.file === file),
      ),
    );
  }
  const after = reanalysed(analysis, texts);
  const places = own.map((use) => ({ file: use.file, offset: movedStart(use, edits) }));
  const [first] = places;
  if (first === undefined) return undefined;
  const renamed = symbolAt(after, first.file, first.offset)?.symbol;
  const expected = new Set(places.map(({ file, offset }) => `${offset} ${file}`));
  const found = renamed === undefined ? [] : usesOf(after, renamed);
  const isSame =
    renamed !== undefined &&
    found.length === expected.size &&
    found.every(({ file, name }) => expected.has(`${name.start} ${file}`)) &&
    errorsOf(after) <= errorsOf(analysis);
  return isSame ? undefined : clashText(analysis, own, wanted);
}

function errorsOf(analysis: Analysis): number {
  return analysis.diagnostics.filter(({ severity }) => severity === 'error').length;
}

function clashText(analysis: Analysis, uses: readonly Use[], wanted: string): string {
  for (const { file, name, symbol } of uses) {
    const visible = visibleAt(analysis, file, name.start);
    const other = otherOf(symbol, visible, wanted);
    if (other !== undefined && symbolKey(other) !== symbolKey(symbol)) {
      return `'${wanted}' is already a ${other.kind} here`;
    }
  }
  return `'${wanted}' would mean something else at one of its places`;
}

function otherOf(
  symbol: AnySymbol,
  visible: ReturnType<typeof visibleAt>,
  wanted: string,
): AnySymbol | undefined {
  switch (symbol.kind) {
    case 'field':
      return symbol.owner.fields.find(({ name }) => name === wanted);
    case 'property':
      return visible.properties.get(wanted);
    case 'patch':
      return visible.patches.get(wanted);
    case 'thread':
      return visible.threads.find(({ name }) => name === wanted);
    default:
      return visible.values.get(wanted) ?? visible.tags.get(wanted);
  }
}

/** Where a use begins once all edits of its file before it are made. */
function movedStart(use: Use, edits: readonly FileEdit[]): number {
  const before = edits.filter(({ file, start }) => file === use.file && start < use.name.start);
  return before.reduce(
    (offset, { start, end, text }) => offset + text.length - (end - start),
    use.name.start,
  );
}

/** The text with edits that do not overlap. */
export function edited(
  text: string,
  edits: readonly { readonly start: number; readonly end: number; readonly text: string }[],
): string {
  const ordered = [...edits].sort((one, other) => other.start - one.start);
  let result = text;
  for (const edit of ordered) {
    result = result.slice(0, edit.start) + edit.text + result.slice(edit.end);
  }
  return result;
}
