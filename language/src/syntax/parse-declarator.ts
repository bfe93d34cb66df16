// Declarators: stars, the name, array lengths and width, and a function's parameters.
import { skipAttributes, skipTrailingAttributes } from './attributes.ts';
import type { Cursor } from './cursor.ts';
import { parseConditional, parseExpression } from './parse-expression.ts';
import { parseParameterSpecifiers, parseStars } from './parse-type.ts';
import type { Declarator, Expression, Name, Parameter, Width } from './tree.ts';

/** `what` completes "expected ..." if there is no name. */
export function parseDeclarator(cursor: Cursor, what: string): Declarator {
  const start = cursor.token.start;
  const pointers = parseStars(cursor);
  return parseDeclaratorAfter(cursor, start, pointers, what);
}

/** The rest of a declarator whose stars are read. */
export function parseDeclaratorAfter(
  cursor: Cursor,
  start: number,
  pointers: number,
  what: string,
): Declarator {
  skipAttributes(cursor);
  const name = cursor.at('(') ? parseFunctionPointer(cursor) : cursor.expectName(what);
  const dimensions = parseDimensions(cursor);
  const width = cursor.at(':') ? parseWidth(cursor) : undefined;
  const span = cursor.span(Math.min(start, name.start));
  skipTrailingAttributes(cursor);
  return {
    kind: 'Declarator',
    start: span.start,
    end: span.end,
    pointers,
    name,
    dimensions,
    width,
  };
}

/** `(*name)(...)`: reported, and read as a variable of that name. */
function parseFunctionPointer(cursor: Cursor): Name {
  cursor.error(
    'RW0116',
    'function pointers are not in the language: call functions by their names',
  );
  let ahead = 1;
  while (ahead < 4 && cursor.peekIs(ahead, '*')) ahead += 1;
  const { kind, start, end, text } = cursor.peek(ahead);
  cursor.skipParentheses();
  if (cursor.at('(')) cursor.skipParentheses();
  if (kind !== 'word' || cursor.previousEnd < end) return cursor.absentName();
  return { kind: 'Name', start, end, text };
}

function parseDimensions(cursor: Cursor): (Expression | undefined)[] {
  const dimensions: (Expression | undefined)[] = [];
  while (cursor.at('[') && cursor.mayChain(dimensions.length)) {
    cursor.take();
    dimensions.push(cursor.at(']') ? undefined : parseExpression(cursor));
    cursor.expectCloser(']', 'the array length');
  }
  return dimensions;
}

function parseWidth(cursor: Cursor): Width {
  const start = cursor.take().start;
  if (cursor.accept('enum')) {
    const name = cursor.expectName("a name after 'enum'");
    return { kind: 'EnumBits', start: cursor.since(start), end: cursor.previousEnd, name };
  }
  const bits = parseConditional(cursor);
  return { kind: 'Bits', start: cursor.since(start), end: cursor.previousEnd, bits };
}

/** `(type name, ...)`; `(void)` and `()` are none. */
export function parseParameters(cursor: Cursor): Parameter[] {
  cursor.expect('(', 'the name');
  const parameters: Parameter[] = [];
  if (cursor.at('void') && cursor.peekIs(1, ')')) cursor.take();
  if (cursor.accept(')')) return parameters;
  do {
    if (cursor.at('...')) {
      cursor.error('RW0116', 'variable arguments are not in the language');
      cursor.take();
    } else {
      parameters.push(parseParameter(cursor));
    }
  } while (cursor.accept(','));
  cursor.expectCloser(')', 'the parameters');
  return parameters;
}

/** The name may be absent: only a body, which the checker knows of, needs it. */
function parseParameter(cursor: Cursor): Parameter {
  const start = cursor.token.start;
  const { type } = parseParameterSpecifiers(cursor);
  const declaratorStart = cursor.token.start;
  const pointers = parseStars(cursor);
  skipAttributes(cursor);
  const isNameless = cursor.at(',') || cursor.at(')') || cursor.at('[') || cursor.stuck;
  if (!isNameless) {
    const declarator = parseDeclaratorAfter(cursor, declaratorStart, pointers, 'a parameter name');
    return {
      kind: 'Parameter',
      start: cursor.since(Math.min(start, type.start)),
      end: cursor.previousEnd,
      type,
      declarator,
    };
  }
  const name = cursor.absentName();
  const dimensions = parseDimensions(cursor);
  const span = cursor.span(Math.min(declaratorStart, name.start));
  const declarator: Declarator = {
    kind: 'Declarator',
    start: span.start,
    end: span.end,
    pointers,
    name,
    dimensions,
    width: undefined,
  };
  return {
    kind: 'Parameter',
    start: cursor.since(Math.min(start, type.start)),
    end: cursor.previousEnd,
    type,
    declarator,
  };
}
