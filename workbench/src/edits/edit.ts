// A change of the code that a variant runs: which text becomes what, and what that is in words.
import type { FunctionBody, tree } from '@racewalk/language';

/** What an edit takes away from a function. */
export const removals = [
  'lock',
  'barrier',
  'flag test',
  'recheck',
  'test',
  'wait',
  'atomicity',
  'notifier',
  'flush',
  'order',
  'call',
] as const;
export type Removal = (typeof removals)[number];

/** What an edit adds to a function, or how it arranges it anew. */
export const repairs = [
  'move a statement',
  'split test and set',
  'merge test and set',
  'take a lock',
  'recheck after a lock',
  'lock bit',
] as const;
export type Repair = (typeof repairs)[number];

/** Code that a thread runs and that an edit may change: one body of a function, or the thread itself. */
export type Code =
  | {
      readonly kind: 'function';
      readonly name: string;
      readonly file: string;
      readonly body: FunctionBody;
      readonly block: tree.Block;
    }
  | {
      readonly kind: 'thread';
      readonly name: string;
      readonly file: string;
      readonly block: tree.Block;
    };

/** What stands in the span becomes `text`. Offsets are those of the code's file. */
export interface Change {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface Edit<Kind extends Removal | Repair = Removal | Repair> {
  readonly kind: Kind;
  readonly code: Code;
  /** In the order of the text; they do not overlap. Never empty. */
  readonly changes: readonly Change[];
  /** `without spin_lock(&mm->page_table_lock)`; no two edits of one code have the same. */
  readonly sentence: string;
  /** Where to show it. */
  readonly place: tree.Span;
  /** Statements around the changes: where no run begins any of them, the edit changes nothing. */
  readonly around: readonly tree.Span[];
}

/** Can both be made? Not where they change the same text. */
export function compatible(one: Edit, other: Edit): boolean {
  if (one.code.file !== other.code.file) return true;
  return one.changes.every((a) => other.changes.every((b) => a.end <= b.start || b.end <= a.start));
}

/** `mte_sync_tags(): without ...`: an edit by itself. */
export function nameOf(edit: Edit): string {
  const { kind, name } = edit.code;
  return `${kind === 'function' ? `${name}()` : name}: ${edit.sentence}`;
}

/** A text with changes made; offsets are counted from `from`. */
export function changed(text: string, changes: readonly Change[], from = 0): string {
  const last = [...changes].sort((a, b) => b.start - a.start || b.end - a.end);
  return last.reduce(
    (all, { start, end, text: by }) => all.slice(0, start - from) + by + all.slice(end - from),
    text,
  );
}

/** Where the same words stand for several edits of one code, the later ones are numbered. */
export function numbered<Kind extends Removal | Repair>(
  edits: readonly Edit<Kind>[],
): readonly Edit<Kind>[] {
  const times = new Map<string, number>();
  return edits.map((edit) => {
    const name = nameOf(edit);
    const before = times.get(name) ?? 0;
    times.set(name, before + 1);
    return before === 0 ? edit : { ...edit, sentence: `${edit.sentence} (${before + 1})` };
  });
}

const wordsMax = 72;

/** Source text on one line, cut where it is long. */
export function oneLine(text: string): string {
  const line = text
    .replace(/\/\/[^\n]*/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();
  return line.length <= wordsMax ? line : `${line.slice(0, wordsMax - 3)}...`;
}
