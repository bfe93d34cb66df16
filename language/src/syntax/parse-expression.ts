// Expressions: operators by precedence climbing, everything below them by descent. Where an operand
// is missing an ErrorExpression takes its place.
import { type Cursor, commaMessage } from './cursor.ts';
import { parseCharacter, parseNumber, parseString } from './parse-literal.ts';
import { isTypeLike, isTypeStart, parseAbstractType } from './parse-type.ts';
import type {
  AssignmentExpression,
  BinaryExpression,
  Expression,
  InitializerEntry,
  InitializerList,
  QuantifierExpression,
  TypeExpression,
  UnaryExpression,
} from './tree.ts';

type BinaryOperator = BinaryExpression['operator'];

const precedences: ReadonlyMap<string, { operator: BinaryOperator; level: number }> = new Map(
  (
    [
      ['||'],
      ['&&'],
      ['|'],
      ['^'],
      ['&'],
      ['==', '!='],
      ['<', '>', '<=', '>='],
      ['<<', '>>'],
      ['+', '-'],
      ['*', '/', '%'],
    ] satisfies BinaryOperator[][]
  ).flatMap((operators, index) =>
    operators.map((operator) => [operator, { operator, level: index + 1 }] as const),
  ),
);

const assignments: ReadonlyMap<string, AssignmentExpression['operator']> = new Map(
  (['=', '+=', '-=', '*=', '/=', '%=', '&=', '|=', '^=', '<<=', '>>='] as const).map((operator) => [
    operator,
    operator,
  ]),
);

const prefixes: ReadonlyMap<string, UnaryExpression['operator']> = new Map(
  (['-', '+', '~', '!', '*', '&'] as const).map((operator) => [operator, operator]),
);

/** The whole of an expression; a comma operator after it is reported and skipped. */
export function parseExpression(cursor: Cursor): Expression {
  const expression = parseAssignment(cursor);
  if (!cursor.at(',') || cursor.stuck) return expression;
  cursor.errorAt('RW0111', commaMessage, cursor.token);
  while (cursor.accept(',')) parseAssignment(cursor);
  return expression;
}

/** An expression where a comma separates: an argument, an initializer, an enumerator's value. */
export function parseAssignment(cursor: Cursor): Expression {
  const start = cursor.token.start;
  if (!cursor.enter()) return errorExpression(cursor);
  const target = parseConditional(cursor);
  const operator = assignments.get(cursor.token.text);
  let expression = target;
  if (operator !== undefined) {
    cursor.take();
    const left = anchored(target, start);
    const value = parseAssignment(cursor);
    expression = {
      kind: 'Assignment',
      start: cursor.since(start),
      end: cursor.previousEnd,
      operator,
      target: left,
      value,
    };
  }
  cursor.leave();
  return expression;
}

/** An expression without assignment: a constant, a quantifier's body, an observed value. */
export function parseConditional(cursor: Cursor): Expression {
  const start = cursor.token.start;
  const first = parseBinary(cursor, 1);
  if (!cursor.at('?') || !cursor.enter()) return first;
  cursor.take();
  const condition = anchored(first, start);
  if (cursor.at(':')) {
    cursor.error('RW0116', "'?:' without a middle is not in the language: write the value twice");
  }
  const consequent = parseAssignment(cursor);
  cursor.expect(':', "the second part of '?'");
  const alternative = parseConditional(cursor);
  cursor.leave();
  return {
    kind: 'Conditional',
    start: cursor.since(start),
    end: cursor.previousEnd,
    condition,
    consequent,
    alternative,
  };
}

function parseBinary(cursor: Cursor, lowest: number): Expression {
  const start = cursor.token.start;
  let left = parseUnary(cursor);
  for (let links = 1; ; links += 1) {
    const { text, start: operatorStart, end } = cursor.token;
    const entry = precedences.get(text);
    if (entry === undefined || entry.level < lowest || !cursor.mayChain(links)) return left;
    cursor.take();
    left = anchored(left, start);
    const { operator, level } = entry;
    const right = parseBinary(cursor, level + 1);
    const operatorSpan = { start: operatorStart, end };
    left = {
      kind: 'Binary',
      start: cursor.since(start),
      end: cursor.previousEnd,
      operator,
      operatorSpan,
      left,
      right,
    };
  }
}

function parseUnary(cursor: Cursor): Expression {
  if (!cursor.enter()) return errorExpression(cursor);
  const expression = parsePrefix(cursor);
  cursor.leave();
  return expression;
}

function parsePrefix(cursor: Cursor): Expression {
  const { start, text } = cursor.token;
  const operator = prefixes.get(text);
  if (operator !== undefined) {
    cursor.take();
    const operand = parseUnary(cursor);
    return {
      kind: 'Unary',
      start: cursor.since(start),
      end: cursor.previousEnd,
      operator,
      operand,
    };
  }
  if (text === '++' || text === '--') {
    cursor.take();
    const operand = parseUnary(cursor);
    return {
      kind: 'Update',
      start: cursor.since(start),
      end: cursor.previousEnd,
      operator: text,
      prefix: true,
      operand,
    };
  }
  if (text === '(' && isParenthesizedType(cursor)) return parseCast(cursor);
  if (text === 'sizeof') return parseSizeof(cursor);
  return parsePostfix(cursor);
}

/** Whether `(` opens a cast: a type that can be nothing else, or `(name)` before an operand. */
function isParenthesizedType(cursor: Cursor): boolean {
  if (!cursor.peekIsName(1)) return isTypeStart(cursor, 1);
  if (cursor.peekIs(2, '*')) return isPointerType(cursor);
  if (!cursor.peekIs(2, ')')) return false;
  const next = cursor.peek(3);
  if (next.kind === 'word') {
    const isOfTheClause = next.text === 'as' && cursor.peek(4).kind === 'string';
    return cursor.peekIsName(3) && next.indent < 0 && !isOfTheClause;
  }
  if (next.kind === 'number' || next.kind === 'character') return true;
  // `(x) { case 1:` has lost its head: no list begins with a keyword.
  if (next.text === '{') return cursor.peek(4).kind !== 'word' || cursor.peekIsName(4);
  if (/^[(!~]$/.test(next.text)) return true;
  return isTypeLike(cursor.peek(1).text) && /^(?:[-+*&]|\+\+|--)$/.test(next.text);
}

/** `(name *)`, `(name **)`: stars and then the parenthesis. */
function isPointerType(cursor: Cursor): boolean {
  let ahead = 2;
  while (ahead < 10 && cursor.peekIs(ahead, '*')) ahead += 1;
  return cursor.peekIs(ahead, ')');
}

function parseCast(cursor: Cursor): Expression {
  const start = cursor.take().start;
  const type = parseAbstractType(cursor);
  cursor.expectCloser(')', 'the type');
  if (cursor.at('{')) return parseCompoundLiteral(cursor, start, type);
  const operand = parseUnary(cursor);
  return { kind: 'Cast', start: cursor.since(start), end: cursor.previousEnd, type, operand };
}

function parseCompoundLiteral(cursor: Cursor, start: number, type: TypeExpression): Expression {
  const initializer = parseInitializerList(cursor);
  return {
    kind: 'CompoundLiteral',
    start: cursor.since(start),
    end: cursor.previousEnd,
    type,
    initializer,
  };
}

function parseSizeof(cursor: Cursor): Expression {
  const { start, end } = cursor.take();
  cursor.errorAt('RW0116', "'sizeof' is not in the language: objects have no size here", {
    start,
    end,
  });
  if (cursor.at('(')) cursor.skipParentheses();
  else parseUnary(cursor);
  return { kind: 'ErrorExpression', start: cursor.since(start), end: cursor.previousEnd };
}

function parsePostfix(cursor: Cursor): Expression {
  const start = cursor.token.start;
  let object = parsePrimary(cursor);
  for (let links = 1; isPostfix(cursor.token.text) && cursor.mayChain(links); links += 1) {
    const { text } = cursor.take();
    object = anchored(object, start);
    if (text === '.' || text === '->') {
      const field = cursor.expectName(`a field name after '${text}'`);
      object = {
        kind: 'Member',
        start: cursor.since(start),
        end: cursor.previousEnd,
        object,
        arrow: text === '->',
        field,
      };
    } else if (text === '[') {
      const index = parseExpression(cursor);
      cursor.expectCloser(']', 'the index');
      object = {
        kind: 'Index',
        start: cursor.since(start),
        end: cursor.previousEnd,
        object,
        index,
      };
    } else if (text === '(') {
      object = parseCall(cursor, start, object);
    } else {
      const operator = text === '++' ? '++' : '--';
      object = {
        kind: 'Update',
        start: cursor.since(start),
        end: cursor.previousEnd,
        operator,
        prefix: false,
        operand: object,
      };
    }
  }
  return object;
}

/** An operand that is missing before its operator stands where the operator's expression begins. */
function anchored(operand: Expression, start: number): Expression {
  return operand.end < start ? { kind: 'ErrorExpression', start, end: start } : operand;
}

function isPostfix(text: string): boolean {
  return (
    text === '(' || text === '->' || text === '.' || text === '[' || text === '++' || text === '--'
  );
}

function parseCall(cursor: Cursor, start: number, callee: Expression): Expression {
  const openEnd = cursor.previousEnd;
  const values = cursor.at(')') ? [] : parseArguments(cursor);
  cursor.expectCloser(')', values.length === 0 ? "'('" : 'the arguments');
  if (callee.kind === 'Name') {
    return {
      kind: 'Call',
      start: cursor.since(start),
      end: cursor.previousEnd,
      callee,
      arguments: values,
    };
  }
  if (callee.kind !== 'ErrorExpression') {
    const message = 'calls through a pointer are not in the language: call a function by its name';
    cursor.errorAt('RW0116', message, { start, end: openEnd });
  }
  return { kind: 'ErrorExpression', start: cursor.since(start), end: cursor.previousEnd };
}

function parseArguments(cursor: Cursor): Expression[] {
  const values: Expression[] = [];
  do {
    values.push(parseArgument(cursor));
  } while (cursor.accept(','));
  return values;
}

function parseArgument(cursor: Cursor): Expression {
  const { text, start } = cursor.token;
  if (text !== 'struct' && text !== 'enum') return parseAssignment(cursor);
  const type = parseAbstractType(cursor);
  cursor.errorAt('RW0116', 'a type as an argument is not in the language', type);
  return { kind: 'ErrorExpression', start: cursor.since(start), end: cursor.previousEnd };
}

function parsePrimary(cursor: Cursor): Expression {
  const { kind, text } = cursor.token;
  if (kind === 'number') return parseNumber(cursor);
  if (kind === 'character') return parseCharacter(cursor);
  if (kind === 'string') return parseString(cursor);
  if (text === '(') return parseParenthesized(cursor);
  if (!cursor.peekIsName(0)) return missingExpression(cursor);
  const isQuantifier = text === 'forall' || text === 'exists';
  if (isQuantifier && cursor.peekIs(1, '(') && cursor.peekIsName(2) && cursor.peekIs(3, 'in')) {
    return parseQuantifier(cursor, text);
  }
  return cursor.takeName();
}

function parseParenthesized(cursor: Cursor): Expression {
  const { start, end } = cursor.take();
  if (cursor.at('{')) {
    cursor.errorAt('RW0116', "'({ ... })' is not in the language: write a function", {
      start,
      end,
    });
    cursor.skipBraces();
    cursor.accept(')');
    return { kind: 'ErrorExpression', start: cursor.since(start), end: cursor.previousEnd };
  }
  const expression = parseExpression(cursor);
  cursor.expectCloser(')', 'the expression');
  return { kind: 'Parenthesized', start: cursor.since(start), end: cursor.previousEnd, expression };
}

function parseQuantifier(cursor: Cursor, word: 'forall' | 'exists'): QuantifierExpression {
  const start = cursor.take().start;
  cursor.take();
  const variable = cursor.takeName();
  cursor.take();
  const collection = parseConditional(cursor);
  const high = cursor.accept('..') ? parseConditional(cursor) : undefined;
  cursor.expectCloser(')', high === undefined ? 'the collection' : 'the range');
  const body = parseConditional(cursor);
  return {
    kind: 'Quantifier',
    start: cursor.since(start),
    end: cursor.previousEnd,
    word,
    variable,
    collection,
    high,
    body,
  };
}

function missingExpression(cursor: Cursor): Expression {
  const expected = `expected an expression${cursor.afterPrevious}`;
  if (!cursor.at('{')) {
    cursor.errorMissing('RW0101', `${expected}, found ${cursor.found}`);
    return errorExpression(cursor);
  }
  const { start } = cursor.token;
  cursor.error('RW0101', `${expected}, found '{': a list needs its type, '(type){ ... }'`);
  cursor.skipBraces();
  return { kind: 'ErrorExpression', start: cursor.since(start), end: cursor.previousEnd };
}

function errorExpression(cursor: Cursor): Expression {
  const end = cursor.previousEnd;
  return { kind: 'ErrorExpression', start: end, end };
}

/** What follows `=` in a declaration: an expression or a list. */
export function parseInitializer(cursor: Cursor): Expression {
  return cursor.at('{') ? parseInitializerList(cursor) : parseAssignment(cursor);
}

function parseInitializerList(cursor: Cursor): InitializerList {
  const start = cursor.token.start;
  const entries: InitializerEntry[] = [];
  if (!cursor.enter()) {
    cursor.skipBraces();
    return {
      kind: 'InitializerList',
      start: cursor.since(start),
      end: cursor.previousEnd,
      entries,
    };
  }
  cursor.braces('the type', () => {
    entries.push(parseInitializerEntry(cursor));
    if (cursor.at('}') || cursor.accept(',')) return;
    cursor.errorBehind('RW0102', `expected ',' or '}' after the value, found ${cursor.found}`);
    while (!/^[,;{}]$/.test(cursor.token.text) && !cursor.atEnd) cursor.take();
    cursor.accept(',');
  });
  cursor.leave();
  return { kind: 'InitializerList', start: cursor.since(start), end: cursor.previousEnd, entries };
}

function parseInitializerEntry(cursor: Cursor): InitializerEntry {
  const start = cursor.token.start;
  if (!cursor.at('.')) {
    const value = parseInitializer(cursor);
    return {
      kind: 'InitializerEntry',
      start: cursor.since(start),
      end: cursor.previousEnd,
      field: undefined,
      value,
    };
  }
  cursor.take();
  const field = cursor.expectName("a field name after '.'");
  cursor.expect('=', 'the field name');
  const value = parseInitializer(cursor);
  return {
    kind: 'InitializerEntry',
    start: cursor.since(start),
    end: cursor.previousEnd,
    field,
    value,
  };
}
