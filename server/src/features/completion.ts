// What could be typed at the cursor: decided by the tokens before it and the names in scope.
import {
  type Analysis,
  builtins,
  nodeAt,
  resolvePath,
  type Type,
  treeOf,
  typeAt,
  typeName,
  type Visible,
  visibleAt,
} from '@racewalk/language';
import {
  outcomeCompletions,
  patchCompletions,
  processCompletions,
  propertyCompletions,
  releaseCompletions,
  threadCompletions,
} from './completion-clauses.ts';
import { includeCompletions, relativePath } from './completion-includes.ts';
import { type Completion, plain, ranks } from './completion-item.ts';
import { valueCompletions } from './completion-values.ts';
import { tagCompletions, typeCompletions, wordCompletions } from './completion-words.ts';
import { type Cursor, cursorAt } from './cursor.ts';
import { type Place, variantAt } from './place.ts';

export interface Completions {
  /** What is replaced: the word being typed. */
  readonly start: number;
  readonly end: number;
  readonly items: readonly Completion[];
}

/** `open`: the other open texts, whose names an `#include` would bring. */
export function completions(place: Place, open: readonly Analysis[]): Completions {
  const cursor = cursorAt(place);
  const { wordStart } = cursor;
  const items =
    cursor.kind === 'code' ? inCode(place, cursor, open) : inString(place, cursor, open);
  return { start: wordStart, end: place.offset, items: distinct(items) };
}

/** The first of a name is the innermost. */
function distinct(items: readonly Completion[]): readonly Completion[] {
  const seen = new Set<string>();
  return items.filter(({ label, kind }) => {
    const key = `${label} ${kind}`;
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

/** Files to include; nothing in other strings and in comments. */
function inString(
  { analysis, offset }: Place,
  { kind, before }: Cursor,
  open: readonly Analysis[],
): readonly Completion[] {
  const line = analysis.file.text.slice(0, offset);
  const isInclude = /(?:^|\n)[ \t]*#[ \t]*include[ \t]+"[^"\n]*$/u.test(line);
  if (kind !== 'string' || !isInclude || before.length === 0) return [];
  return open.flatMap(({ file: { name } }) => {
    const path = relativePath(analysis.file.name, name);
    const isOther = path !== undefined && resolvePath(analysis.file.name, path) === name;
    return isOther ? [plain(path, 'file', '', ranks.own)] : [];
  });
}

function inCode(place: Place, cursor: Cursor, open: readonly Analysis[]): readonly Completion[] {
  const { analysis, file, offset } = place;
  const last = cursor.before.at(-1);
  if (last?.text === '.' || last?.text === '->') return memberCompletions(place, last.start);
  if (last?.kind === 'number') return [];
  const visible = visibleAt(analysis, file, offset);
  if (last?.text === 'struct' || last?.text === 'enum') return tagCompletions(visible, last.text);
  if (last?.text === 'goto') {
    return visible.labels.map((label) => plain(label, 'label', '', ranks.own));
  }
  const clause = inClause(place, cursor, visible);
  if (clause !== undefined) return clause;
  const frame = cursor.frames.at(-1) ?? 'file';
  const isStart = cursor.head.length === 0;
  const release = variantAt(place)?.release;
  const values = (): readonly Completion[] => [
    ...valueCompletions(place, cursor, visible),
    ...includeCompletions(analysis, open, visible, release),
  ];
  switch (frame) {
    case 'file':
    case 'scenario':
    case 'variant':
    case 'patch':
      if (isStart) return [...wordCompletions(frame), ...typeCompletions(visible)];
      return isInitializer(cursor) ? values() : typeCompletions(visible);
    case 'code':
    case 'property':
      if (!isStart) return values();
      return [...values(), ...typeCompletions(visible), ...wordCompletions(frame)];
    case 'fields':
      return isStart ? [...wordCompletions(frame), ...typeCompletions(visible)] : [];
    case 'list':
      return values();
    case 'schedule':
      return threadCompletions(visible);
    case 'members':
      return [];
  }
}

function isInitializer({ head }: Cursor): boolean {
  const words = ['observe', 'witness', '#define'];
  return (
    head.some(({ text }) => text === '=' || text === '[') || words.includes(head[0]?.text ?? '')
  );
}

/** Inside a clause that says by its first word what follows; undefined elsewhere. */
function inClause(
  place: Place,
  cursor: Cursor,
  visible: Visible,
): readonly Completion[] | undefined {
  const frame = cursor.frames.at(-1);
  const first = cursor.head[0]?.text;
  const { call } = cursor;
  if (call !== undefined && call.argument === 0 && isAboutProperty(call.name, visible)) {
    return propertyCompletions(visible);
  }
  if (frame !== 'scenario' && frame !== 'variant' && frame !== 'file' && frame !== 'patch') {
    return undefined;
  }
  switch (first) {
    case 'kernel':
      return releaseCompletions(place.analysis);
    case 'patch':
      return frame === 'file' ? [] : patchCompletions(visible);
    case 'forbid':
      return propertyCompletions(visible);
    case 'expect':
      return outcomeCompletions(place, visible);
    case 'memory':
      return [plain('sc', 'word', 'sequential consistency', ranks.own)];
    case 'thread':
      return cursor.head.some(({ text }) => text === '(') ? processCompletions(visible) : [];
    case 'setup':
    case 'source':
    case 'scenario':
    case 'variant':
    case 'property':
    case 'invariant':
      return [];
    default:
      return undefined;
  }
}

function isAboutProperty(name: string, { values }: Visible): boolean {
  const meaning = values.has(name) ? undefined : builtins.get(name)?.meaning;
  return meaning === 'violate' || meaning === 'require';
}

/** The fields of what stands before `.` or `->`. */
function memberCompletions({ analysis, file }: Place, operator: number): readonly Completion[] {
  const root = treeOf(analysis, file);
  const path = root === undefined ? [] : nodeAt(root, operator);
  const member = path.findLast(
    (node) => node.kind === 'Member' && node.object.end <= operator && operator <= node.field.start,
  );
  if (member?.kind !== 'Member') return designators(path, analysis);
  const owner = ownerOf(typeAt(analysis, member.object));
  return owner?.kind === 'struct' || owner?.kind === 'word' ? fieldsOf(owner) : [];
}

function ownerOf(type: Type | undefined): Type | undefined {
  return type?.kind === 'pointer' ? type.to : type;
}

/** `{ .page = p }`: the fields of the literal's type. */
function designators(path: ReturnType<typeof nodeAt>, analysis: Analysis): readonly Completion[] {
  const literal = path.findLast((node) => node.kind === 'CompoundLiteral');
  const type = literal?.kind === 'CompoundLiteral' ? typeAt(analysis, literal) : undefined;
  return type?.kind === 'struct' || type?.kind === 'word' ? fieldsOf(type) : [];
}

function fieldsOf({
  fields,
}: Extract<Type, { readonly kind: 'struct' | 'word' }>): readonly Completion[] {
  return fields.map(({ name, type, ghost }) =>
    plain(name, 'field', `${ghost ? 'ghost ' : ''}${typeName(type)}`, ranks.own),
  );
}
