// Releases: `v5.13`, and the ranges that stand before functions.
import type { Cursor } from './cursor.ts';
import type { Release, ReleaseRange } from './tree.ts';

/** Whether `kernel` here begins a range rather than a declaration that uses it as a name. */
export function isKernel(cursor: Cursor): boolean {
  if (!cursor.at('kernel')) return false;
  const next = cursor.peek(1);
  return /^v\d/.test(next.text) || next.text === '..' || next.kind === 'number';
}

/** `kernel` and what stands behind it, up to a `;` or a function. */
export function parseReleaseRange(cursor: Cursor): ReleaseRange {
  const start = cursor.take().start;
  const from = cursor.at('..') ? undefined : parseRelease(cursor);
  if (!cursor.accept('..')) {
    return {
      kind: 'ReleaseRange',
      start: cursor.since(start),
      end: cursor.previousEnd,
      from,
      to: from,
    };
  }
  const hasEnd = /^v\d+$/.test(cursor.token.text) || cursor.token.kind === 'number';
  const to = hasEnd ? parseRelease(cursor) : undefined;
  const span = cursor.span(start);
  if (from === undefined && to === undefined) {
    cursor.errorAt('RW0115', "expected a release before or after '..', as in 'v5.13 ..'", span);
  }
  if (from !== undefined && to !== undefined && from.number > to.number) {
    const message = `this range is empty: '${from.text}' comes after '${to.text}'`;
    cursor.errorAt('RW0115', message, span);
  }
  return { kind: 'ReleaseRange', start: span.start, end: span.end, from, to };
}

/** `v5.13`, three tokens without space between them. */
export function parseRelease(cursor: Cursor): Release | undefined {
  const [major, dot, minor] = [cursor.token, cursor.peek(1), cursor.peek(2)];
  const isWhole = dot.text === '.' && major.end === dot.start && dot.end === minor.start;
  const place = { start: major.start, end: isWhole ? minor.end : major.end };
  const text = isWhole ? `${major.text}.${minor.text}` : major.text;
  const parts = /^v(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (parts !== null) {
    for (let count = 0; count < 3; count += 1) cursor.take();
    return { kind: 'Release', ...place, text, number: Number(parts[1]) * 1000 + Number(parts[2]) };
  }
  const isClose = /^v?\d/.test(text);
  const found = isClose ? `'${text.slice(0, 40)}'` : cursor.found;
  cursor.error('RW0115', `expected a release such as 'v5.13', found ${found}`);
  if (isClose) for (let count = isWhole ? 3 : 1; count > 0; count -= 1) cursor.take();
  return undefined;
}
