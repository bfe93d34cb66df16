// Doc comments: `///` lines and `/** */`. Says which comments they are and what their lines say.
import type { Doc } from './tree.ts';

/** A doc that further lines may join. */
export interface PendingDoc extends Doc {
  readonly lines: string[];
}

/** The doc that a comment from `start` to `end` is, or undefined for an ordinary comment. */
export function commentDoc(text: string, start: number, end: number): PendingDoc | undefined {
  const third = text[start + 2];
  if (text[start + 1] === '/') {
    if (third !== '/' || text[start + 3] === '/') return undefined;
    return { start, end, lines: [stripLine(text.slice(start + 3, end))] };
  }
  if (third !== '*' || end - start < 5 || text[start + 3] === '*') return undefined;
  const inner = text.slice(start + 3, text.endsWith('*/', end) ? end - 2 : end);
  const lines = inner
    .split(/\r\n|\n|\r/)
    .map((line) => stripLine(line.replace(/^\s*\*(?!\*)/, '')));
  while (lines.length > 0 && lines[0] === '') lines.shift();
  while (lines.length > 0 && lines[lines.length - 1] === '') lines.pop();
  return { start, end, lines };
}

/** A comment line directly below another continues it; after a gap it begins anew. */
export function joinDocs(
  text: string,
  before: PendingDoc | undefined,
  doc: PendingDoc,
): PendingDoc {
  if (before === undefined) return doc;
  const gap = text.slice(before.end, doc.start);
  if (!/^[ \t]*(?:\r\n|\n|\r)[ \t]*$/.test(gap)) return doc;
  for (const line of doc.lines) before.lines.push(line);
  return { start: before.start, end: doc.end, lines: before.lines };
}

/** One space after the slashes belongs to the comment, further ones to its text. */
function stripLine(line: string): string {
  return line.replace(/^ /, '').trimEnd();
}
