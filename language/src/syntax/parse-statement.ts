// Statements. A broken one is reported once and ends where the next can begin.
import type { Cursor } from './cursor.ts';
import { parseVariables, skipNestedDeclaration } from './parse-declaration.ts';
import { parseConditional, parseExpression } from './parse-expression.ts';
import { isDeclarationStart } from './parse-type.ts';
import type {
  Block,
  ChooseStatement,
  Expression,
  ExpressionStatement,
  ForStatement,
  Statement,
  SwitchSection,
  SwitchStatement,
  VariableDeclaration,
} from './tree.ts';

/** `{ statements }`; `owner` completes "expected '{' after ...". */
export function parseBlock(cursor: Cursor, owner: string): Block {
  const start = cursor.token.start;
  const statements: Statement[] = [];
  cursor.braces(owner, () => {
    statements.push(parseStatement(cursor));
  });
  return { kind: 'Block', start: cursor.since(start), end: cursor.previousEnd, statements };
}

export function parseStatement(cursor: Cursor): Statement {
  const { indent, start } = cursor.token;
  if (indent >= 0) cursor.headIndent = indent;
  if (!cursor.enter()) {
    cursor.skipBraces();
    cursor.skipStatement();
    return { kind: 'ErrorStatement', start: cursor.since(start), end: cursor.previousEnd };
  }
  const statement = parseKeywordStatement(cursor) ?? parseOtherStatement(cursor);
  cursor.leave();
  return statement;
}

function parseKeywordStatement(cursor: Cursor): Statement | undefined {
  switch (cursor.token.text) {
    case '{':
      return parseBlock(cursor, 'the statement');
    case ';': {
      const { start, end } = cursor.take();
      return { kind: 'Empty', start, end };
    }
    case 'if':
      return parseIf(cursor);
    case 'while':
      return parseWhile(cursor);
    case 'do':
      return parseDo(cursor);
    case 'for':
      return parseFor(cursor);
    case 'switch':
      return parseSwitch(cursor);
    case 'break':
    case 'continue':
      return parseJump(cursor);
    case 'goto':
      return parseGoto(cursor);
    case 'return':
      return parseReturn(cursor);
    case 'case':
    case 'default':
      return parseStrayCase(cursor);
    case 'else':
      cursor.error('RW0117', "'else' stands without an 'if'");
      cursor.take();
      return parseStatement(cursor);
    default:
      return undefined;
  }
}

function parseOtherStatement(cursor: Cursor): Statement {
  const { text, start, kind } = cursor.token;
  if (kind === 'directive') return skipNestedDeclaration(cursor);
  if (cursor.peekIs(1, '{')) {
    if (text === 'atomic') {
      cursor.take();
      const body = parseBlock(cursor, "'atomic'");
      return { kind: 'Atomic', start: cursor.since(start), end: cursor.previousEnd, body };
    }
    if (text === 'ghost') {
      cursor.take();
      const body = parseBlock(cursor, "'ghost'");
      return { kind: 'Ghost', start: cursor.since(start), end: cursor.previousEnd, body };
    }
    if (text === 'choose') return parseChoose(cursor);
  }
  if (cursor.peekIsName(0) && cursor.peekIs(1, ':')) return parseLabeled(cursor);
  if (isNestedDeclaration(cursor)) return skipNestedDeclaration(cursor);
  if (isDeclarationStart(cursor)) return parseVariables(cursor, cursor.doc);
  return parseExpressionStatement(cursor);
}

/** `struct x { ... }`, `enum { ... }` or `typedef`, which belong outside. */
function isNestedDeclaration(cursor: Cursor): boolean {
  const { text } = cursor.token;
  if (text === 'typedef') return true;
  if (text !== 'struct' && text !== 'enum') return false;
  return cursor.peekIs(1, '{') || cursor.peekIs(2, '{');
}

function parseExpressionStatement(cursor: Cursor): Statement {
  const start = cursor.token.start;
  const before = cursor.place;
  if (/^[)\],:?=.]$/.test(cursor.token.text)) {
    cursor.error('RW0101', `expected a statement, found ${cursor.found}`);
  }
  const expression = parseExpression(cursor);
  if (cursor.place === before) {
    cursor.take();
    if (cursor.previousEnd > start) cursor.skipStatement();
    return { kind: 'ErrorStatement', start: cursor.since(start), end: cursor.previousEnd };
  }
  cursor.expectSemicolon('the expression');
  return {
    kind: 'ExpressionStatement',
    start: cursor.since(start),
    end: cursor.previousEnd,
    expression,
  };
}

/** `( expression )`, as after `if` and `while`. */
function parseCondition(cursor: Cursor, word: string): Expression {
  const isOpen = cursor.expect('(', `'${word}'`);
  if (!isOpen && cursor.at('{')) {
    return { kind: 'ErrorExpression', start: cursor.previousEnd, end: cursor.previousEnd };
  }
  const condition = parseExpression(cursor);
  if (isOpen) cursor.expectCloser(')', 'the condition');
  else cursor.accept(')');
  return condition;
}

/** The statement that a condition governs. A `}` there is a missing one. */
function parseBody(cursor: Cursor, owner: string): Statement {
  if (!cursor.at('}') && !cursor.atEnd) return parseStatement(cursor);
  cursor.error('RW0101', `expected a statement after ${owner}, found ${cursor.found}`);
  return { kind: 'ErrorStatement', start: cursor.previousEnd, end: cursor.previousEnd };
}

function parseIf(cursor: Cursor): Statement {
  const start = cursor.take().start;
  const indent = cursor.headIndent;
  const condition = parseCondition(cursor, 'if');
  const consequent = parseBody(cursor, "'if'");
  cursor.headIndent = indent;
  const alternative = cursor.accept('else') ? parseBody(cursor, "'else'") : undefined;
  return {
    kind: 'If',
    start: cursor.since(start),
    end: cursor.previousEnd,
    condition,
    consequent,
    alternative,
  };
}

function parseWhile(cursor: Cursor): Statement {
  const start = cursor.take().start;
  const condition = parseCondition(cursor, 'while');
  const body = parseBody(cursor, "'while'");
  return { kind: 'While', start: cursor.since(start), end: cursor.previousEnd, condition, body };
}

function parseDo(cursor: Cursor): Statement {
  const start = cursor.take().start;
  const indent = cursor.headIndent;
  const body = parseBody(cursor, "'do'");
  cursor.headIndent = indent;
  if (!cursor.expect('while', "the body of 'do'")) {
    const end = cursor.previousEnd;
    const condition: Expression = { kind: 'ErrorExpression', start: end, end };
    return { kind: 'Do', start: cursor.since(start), end: cursor.previousEnd, body, condition };
  }
  const condition = parseCondition(cursor, 'while');
  cursor.expectSemicolon("'do ... while (...)'");
  return { kind: 'Do', start: cursor.since(start), end: cursor.previousEnd, body, condition };
}

function parseFor(cursor: Cursor): Statement {
  const start = cursor.take().start;
  if (!cursor.expect('(', "'for'")) return parseHeadlessFor(cursor, start);
  const initializer = parseForInitializer(cursor);
  const isPlain = (text: string) => !cursor.at(text) && !cursor.stuck;
  const condition = isPlain(';') ? parseExpression(cursor) : undefined;
  cursor.expect(';', "the condition of 'for'");
  const update = isPlain(')') ? parseExpression(cursor) : undefined;
  if (!cursor.accept(')')) closeForHead(cursor);
  const body = parseBody(cursor, "'for'");
  return {
    kind: 'For',
    start: cursor.since(start),
    end: cursor.previousEnd,
    initializer,
    condition,
    update,
    body,
  };
}

function parseHeadlessFor(cursor: Cursor, start: number): Statement {
  closeForHead(cursor);
  parseBody(cursor, "'for'");
  return { kind: 'ErrorStatement', start: cursor.since(start), end: cursor.previousEnd };
}

/** Over the rest of a broken head: to its `)` on this line, or before the body. */
function closeForHead(cursor: Cursor): void {
  cursor.errorBehind('RW0102', `expected ')' after the head of 'for', found ${cursor.found}`);
  let open = 0;
  while (cursor.token.indent < 0 && !/^[{}]$/.test(cursor.token.text) && !cursor.atEnd) {
    const { text } = cursor.take();
    if (text === '(') open += 1;
    if (text === ')') open -= 1;
    if (open < 0) return;
  }
}

function parseForInitializer(cursor: Cursor): ForStatement['initializer'] {
  if (cursor.accept(';')) return undefined;
  if (isDeclarationStart(cursor)) return parseForVariables(cursor);
  const start = cursor.token.start;
  const expression = parseExpression(cursor);
  cursor.expect(';', "the first part of 'for'");
  const statement: ExpressionStatement = {
    kind: 'ExpressionStatement',
    start: cursor.since(start),
    end: cursor.previousEnd,
    expression,
  };
  return statement;
}

function parseForVariables(cursor: Cursor): VariableDeclaration | undefined {
  const declaration = parseVariables(cursor, undefined);
  return declaration.kind === 'Variable' ? declaration : undefined;
}

function parseSwitch(cursor: Cursor): SwitchStatement {
  const start = cursor.take().start;
  const subject = parseCondition(cursor, 'switch');
  const sections: SwitchSection[] = [];
  cursor.braces("'switch (...)'", () => {
    if (isCase(cursor)) {
      sections.push(parseSection(cursor));
      return;
    }
    cursor.error('RW0117', `expected 'case' or 'default' first in 'switch', found ${cursor.found}`);
    parseStatement(cursor);
  });
  return { kind: 'Switch', start: cursor.since(start), end: cursor.previousEnd, subject, sections };
}

function isCase(cursor: Cursor): boolean {
  return cursor.at('case') || cursor.at('default');
}

function parseSection(cursor: Cursor): SwitchSection {
  const { start, indent } = cursor.token;
  if (indent >= 0) cursor.headIndent = indent;
  const labels: (Expression | undefined)[] = [];
  while (isCase(cursor)) labels.push(parseCaseLabel(cursor));
  const statements: Statement[] = [];
  const indentation = cursor.headIndent;
  while (!isCase(cursor) && !cursor.at('}') && !cursor.atEnd) {
    if (cursor.closesEarly(indentation)) break;
    statements.push(parseStatement(cursor));
  }
  return {
    kind: 'SwitchSection',
    start: cursor.since(start),
    end: cursor.previousEnd,
    labels,
    statements,
  };
}

function parseCaseLabel(cursor: Cursor): Expression | undefined {
  if (cursor.take().text === 'default') {
    cursor.expect(':', "'default'");
    return undefined;
  }
  const label = parseConditional(cursor);
  if (cursor.at('...')) {
    cursor.error('RW0116', "'case a ... b' is not in the language: write each 'case'");
    cursor.take();
    parseConditional(cursor);
  }
  cursor.expect(':', "the value of 'case'");
  return label;
}

/** A `case` outside any switch, or inside a block of one. */
function parseStrayCase(cursor: Cursor): Statement {
  const { start, text } = cursor.token;
  cursor.error('RW0117', `'${text}' stands outside a 'switch', or in a block inside it`);
  parseCaseLabel(cursor);
  return { kind: 'ErrorStatement', start: cursor.since(start), end: cursor.previousEnd };
}

function parseJump(cursor: Cursor): Statement {
  const { start, text } = cursor.take();
  cursor.expectSemicolon(`'${text}'`);
  return {
    kind: text === 'break' ? 'Break' : 'Continue',
    start: cursor.since(start),
    end: cursor.previousEnd,
  };
}

function parseGoto(cursor: Cursor): Statement {
  const start = cursor.take().start;
  if (cursor.at('*')) {
    cursor.error('RW0116', 'a computed goto is not in the language: name a label');
    cursor.skipStatement();
    return { kind: 'ErrorStatement', start: cursor.since(start), end: cursor.previousEnd };
  }
  const label = cursor.expectName("a label after 'goto'");
  cursor.expectSemicolon("'goto'");
  return { kind: 'Goto', start: cursor.since(start), end: cursor.previousEnd, label };
}

function parseReturn(cursor: Cursor): Statement {
  const start = cursor.take().start;
  const isAlone = cursor.at(';') || cursor.at('}') || cursor.atEnd;
  const value = isAlone ? undefined : parseReturnValue(cursor);
  cursor.expectSemicolon("'return'");
  return { kind: 'Return', start: cursor.since(start), end: cursor.previousEnd, value };
}

/** A line that starts with a keyword is no value: the `;` is missing. */
function parseReturnValue(cursor: Cursor): Expression | undefined {
  const { kind, indent } = cursor.token;
  if (kind === 'word' && indent >= 0 && !cursor.peekIsName(0) && !cursor.at('sizeof'))
    return undefined;
  return parseExpression(cursor);
}

function parseLabeled(cursor: Cursor): Statement {
  const start = cursor.token.start;
  const label = cursor.takeName();
  cursor.take();
  if (cursor.at('}') || isCase(cursor)) {
    const end = cursor.previousEnd;
    return { kind: 'Labeled', start, end, label, statement: { kind: 'Empty', start: end, end } };
  }
  const statement = parseBody(cursor, 'the label');
  return { kind: 'Labeled', start: cursor.since(start), end: cursor.previousEnd, label, statement };
}

function parseChoose(cursor: Cursor): ChooseStatement {
  const start = cursor.take().start;
  const branches = [parseBlock(cursor, "'choose'")];
  while (cursor.at('or') && (cursor.peekIs(1, '{') || branches.length === 1)) {
    cursor.take();
    branches.push(parseBlock(cursor, "'or'"));
  }
  if (branches.length === 1) {
    cursor.errorBehind(
      'RW0102',
      `expected 'or' after the block of 'choose', found ${cursor.found}`,
    );
  }
  return { kind: 'Choose', start: cursor.since(start), end: cursor.previousEnd, branches };
}
