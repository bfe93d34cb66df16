// Properties: what must hold in every state, or has to come about in every run.
import type { Cursor } from './cursor.ts';
import { parseAssignment, parseExpression } from './parse-expression.ts';
import { parseString } from './parse-literal.ts';
import type { Expression, LivenessBody, PropertyDeclaration } from './tree.ts';

export function isProperty(cursor: Cursor): boolean {
  if (!cursor.at('property') && !cursor.at('invariant')) return false;
  return (
    cursor.peekIsName(1) && (cursor.peek(2).kind === 'string' || /^[{;]$/.test(cursor.peek(2).text))
  );
}

export function parseProperty(cursor: Cursor): PropertyDeclaration {
  const { doc } = cursor;
  const { start, text } = cursor.take();
  const word = text === 'invariant' ? 'invariant' : 'property';
  const name = cursor.expectName(`a name after '${word}'`);
  const sentence = cursor.token.kind === 'string' ? parseString(cursor) : undefined;
  const body = parseBody(cursor, sentence === undefined ? 'the name' : 'the sentence');
  const liveness = isLiveness(body) ? body : undefined;
  const condition = isLiveness(body) ? undefined : body;
  if (word === 'invariant' && liveness !== undefined) {
    const what = liveness.kind === 'Eventually' ? 'eventually' : 'leads_to';
    const message = `an invariant holds in every state; '${what}' is about whole runs: declare a property, and forbid it`;
    cursor.errorAt('RW0117', message, liveness);
  }
  return {
    kind: 'Property',
    start: cursor.since(start),
    end: cursor.previousEnd,
    doc,
    word,
    name,
    sentence,
    condition,
    liveness,
  };
}

type Body = Expression | LivenessBody;

function isLiveness(body: Body | undefined): body is LivenessBody {
  return body?.kind === 'Eventually' || body?.kind === 'LeadsTo';
}

function parseBody(cursor: Cursor, after: string): Body | undefined {
  if (cursor.accept(';')) return undefined;
  if (!cursor.at('{')) {
    cursor.errorBehind('RW0102', `expected '{' or ';' after ${after}, found ${cursor.found}`);
    if (cursor.token.indent < 0) cursor.skipStatement();
    return undefined;
  }
  let body: Body | undefined;
  cursor.braces(after, () => {
    const before = cursor.place;
    const isFirst = body === undefined;
    const part = parsePart(cursor);
    body ??= part;
    if (!isFirst) cursor.errorAt('RW0101', 'expected one expression, found a second one', part);
    if (!cursor.accept(';') && !cursor.at('}')) {
      cursor.errorBehind('RW0102', `expected '}' after the expression, found ${cursor.found}`);
      cursor.skipStatement();
    } else if (cursor.place === before) {
      cursor.skipStatement();
    }
  });
  if (body === undefined) {
    cursor.errorBehind('RW0101', "expected an expression between '{' and '}'");
  }
  return body;
}

/** `eventually (`, `leads_to (`, or an expression. */
function parsePart(cursor: Cursor): Body {
  if (!cursor.peekIs(1, '(')) return parseExpression(cursor);
  if (cursor.at('eventually')) return parseEventually(cursor);
  return cursor.at('leads_to') ? parseLeadsTo(cursor) : parseExpression(cursor);
}

function parseEventually(cursor: Cursor): LivenessBody {
  const { start } = cursor.take();
  cursor.take();
  const goal = parseExpression(cursor);
  cursor.expectCloser(')', 'what has to come');
  return { kind: 'Eventually', start: cursor.since(start), end: cursor.previousEnd, goal };
}

function parseLeadsTo(cursor: Cursor): LivenessBody {
  const { start } = cursor.take();
  cursor.take();
  const trigger = parseAssignment(cursor);
  if (!cursor.accept(',')) {
    cursor.errorBehind('RW0102', `expected ',' and what it leads to, found ${cursor.found}`);
    cursor.accept(')');
    return {
      kind: 'LeadsTo',
      start: cursor.since(start),
      end: cursor.previousEnd,
      trigger,
      goal: trigger,
    };
  }
  const goal = parseAssignment(cursor);
  cursor.expectCloser(')', 'what it leads to');
  return { kind: 'LeadsTo', start: cursor.since(start), end: cursor.previousEnd, trigger, goal };
}
