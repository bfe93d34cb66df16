// Whether the words of a cell can stand for a step. What we print has to be there word for word, the
// values included; what a person wrote has to name the same call, place or assignment.
import { plainText, splitNote } from '../plain-text.ts';

/** A step in words. */
export interface StepWords {
  /** With the values it meets: `read x: 0`. */
  readonly text: string;
  /** What the source says: `x`, `spin_lock(&ptl)`, `x = old + 1`. */
  readonly source: string;
  readonly isRead: boolean;
}

/** `values`: the same step, but it meets other values than the cell says. */
export type Fit = 'fits' | 'values' | 'other';

/** Reads may be written inside these: `if (x)`, `READ_ONCE(x)`. */
const aroundReads = new Set(
  'if while switch for return READ_ONCE likely unlikely assert BUG_ON WARN_ON WARN_ON_ONCE'.split(
    ' ',
  ),
);

export function squeezed(text: string): string {
  return text.replace(/\s+/gu, '');
}

export function fitOf(cell: string, step: StepWords): Fit {
  const found = cell.replace(/;\s*$/u, '');
  const plain = plainText(step.text);
  if (isSame(found, step.text) || isSame(found, plain) || isSame(found, step.source)) return 'fits';
  if (isSame(plainText(found), plain)) {
    const { note } = splitNote(found);
    const isRemark = note !== '' && !/: /u.test(note);
    return isRemark ? 'fits' : 'values';
  }
  if (step.isRead) return readFit(found, step.source);
  const written = assignment(plain);
  if (written !== undefined) return writeFit(found, written, step.source);
  return callFit(splitNote(found).head, step.source);
}

function isSame(one: string, other: string): boolean {
  return squeezed(one) === squeezed(other);
}

/** `r = x`, `if (x == 0)`: what is read stands in it, and it is not what is written. */
function readFit(found: string, source: string): Fit {
  if (/\+\+|--|[+\-*/%&|^]=(?!=)/u.test(found)) return 'other';
  const name = /^(\w+)\s*\(/u.exec(found)?.[1];
  if (/^\w+\(/u.test(squeezed(source))) return callFit(found, source);
  if (name !== undefined && !aroundReads.has(name)) return 'other';
  if (/^(?:read|write)\s/u.test(found)) return 'other';
  const right = assignment(found)?.right ?? found;
  return mentions(right, source) ? 'fits' : 'other';
}

function writeFit(found: string, written: Assignment, source: string): Fit {
  const own = assignment(found);
  if (own === undefined) return mentions(found, source) ? 'fits' : 'other';
  if (lastName(own.left) !== lastName(written.left)) return 'other';
  const wanted = [written.right, assignment(source)?.right ?? written.right];
  if (wanted.some((right) => isSame(right, own.right))) return 'fits';
  // Two values can be compared; what is an expression of its writer's can't.
  return isAtom(own.right) && isAtom(written.right) ? 'values' : 'fits';
}

interface Assignment {
  readonly left: string;
  readonly right: string;
}

function assignment(text: string): Assignment | undefined {
  const match = /^([^=]*[^\s=!<>+\-*/%&|^])\s*=(?!=)\s*(.+)$/u.exec(text);
  const [, left, right] = match ?? [];
  return left === undefined || right === undefined ? undefined : { left, right };
}

/** `flags` of `page->flags`, and of `pages[0].flags`. */
function lastName(place: string): string {
  return /(\w+)\s*(?:\[[^\]]*\]\s*)*$/u.exec(place)?.[1] ?? place;
}

function isAtom(text: string): boolean {
  return /^[\w.-]+$/u.test(text);
}

/** The same call: of this name, with no other arguments where there are as many of them. */
function callFit(found: string, source: string): Fit {
  const called = callIn(source);
  if (called === undefined) return mentions(found, source) ? 'fits' : 'other';
  const pattern = new RegExp(`(?<!\\w)${called.name}\\s*\\(`, 'u');
  const at = pattern.exec(found);
  if (at === null) return 'other';
  const own = callIn(found.slice(at.index));
  if (own === undefined) return 'other';
  if (own.values.length !== called.values.length) return 'fits';
  const known = new Set(identifiers(source));
  return own.values.every((value) => identifiers(value).every((one) => known.has(one)))
    ? 'fits'
    : 'other';
}

interface Call {
  readonly name: string;
  readonly values: readonly string[];
}

/** The call that a text begins with, and its arguments as far as it has them. */
function callIn(text: string): Call | undefined {
  const match = /^(\w+)\s*\(/u.exec(text);
  const name = match?.[1];
  if (match === null || name === undefined) return undefined;
  const values = [''];
  let depth = 0;
  for (const character of text.slice(match[0].length)) {
    if (character === ')' && depth === 0) break;
    if (/[([{]/u.test(character)) depth += 1;
    if (/[)\]}]/u.test(character)) depth -= 1;
    if (character === ',' && depth === 0) values.push('');
    else values[values.length - 1] += character;
  }
  return { name, values: values.length === 1 && values[0]?.trim() === '' ? [] : values };
}

function identifiers(text: string): readonly string[] {
  return text.match(/[A-Za-z_]\w*/gu) ?? [];
}

/** Whether the words stand in the text, and not as a part of others. */
function mentions(text: string, words: string): boolean {
  // Whether the model has a pointer there or the object itself is no matter of the race.
  const wanted = squeezed(words).replaceAll('->', '.');
  const inside = squeezed(text).replaceAll('->', '.');
  for (
    let at = inside.indexOf(wanted);
    at >= 0 && wanted !== '';
    at = inside.indexOf(wanted, at + 1)
  ) {
    const before = inside[at - 1] ?? '';
    const after = inside[at + wanted.length] ?? '';
    const joinsBefore = /[\w.]/u.test(before) && /^\w/u.test(wanted);
    const joinsAfter = /[\w[.]/u.test(after) && /\w$/u.test(wanted);
    if (!joinsBefore && !joinsAfter) return true;
  }
  return false;
}
