// Scenarios, their clauses and blocks, and variants. All words here are
// contextual: they mean something only where a clause can begin.
import type { Cursor } from './cursor.ts';
import { isDeclaration, parseDeclaration, parseVariableOrFunction } from './parse-declaration.ts';
import { parseConditional, parseExpression } from './parse-expression.ts';
import { parseNumber, parseString } from './parse-literal.ts';
import { parseProperty } from './parse-property.ts';
import { isKernel, parseReleaseRange } from './parse-release.ts';
import { parseBlock } from './parse-statement.ts';
import type {
  Doc,
  ErrorItem,
  Expression,
  KernelClause,
  Name,
  ScenarioDeclaration,
  ScenarioItem,
  ScheduleStep,
  StringLiteral,
  VariantBlock,
} from './tree.ts';
import { limitHeight } from './tree-height.ts';

const clauseWords: ReadonlySet<string> = new Set(
  (
    'source kernel memory patch forbid expect observe witness schedule setup thread finally ' +
    'variant property invariant'
  ).split(' '),
);

export function isScenario(cursor: Cursor): boolean {
  if (!cursor.at('scenario')) return false;
  return cursor.peek(1).kind === 'string' || cursor.peekIs(1, '{') || cursor.peekIs(2, '{');
}

export function parseScenario(cursor: Cursor): ScenarioDeclaration {
  const { doc, token } = cursor;
  cursor.take();
  const title = parseTitle(cursor, "a title in quotes after 'scenario'");
  const items = parseItems(cursor);
  return {
    kind: 'Scenario',
    start: cursor.since(token.start),
    end: cursor.previousEnd,
    doc,
    title,
    items,
  };
}

function parseTitle(cursor: Cursor, what: string): StringLiteral {
  if (cursor.token.kind === 'string') return parseString(cursor);
  cursor.error('RW0101', `expected ${what}, found ${cursor.found}`);
  // A title without its quotes.
  const isName = cursor.peekIsName(0) && /^[{;]$/.test(cursor.peek(1).text);
  const { start, end, text } = isName ? cursor.takeName() : cursor.absentName();
  return { kind: 'String', start, end, text };
}

function parseItems(cursor: Cursor): ScenarioItem[] {
  const items: ScenarioItem[] = [];
  cursor.braces('the title', () => {
    if (cursor.accept(';')) return;
    cursor.beginItem();
    const start = cursor.token.start;
    const item = parseItem(cursor);
    if (item === undefined) return;
    const error: ScenarioItem = { kind: 'ErrorItem', start, end: item.end };
    items.push(limitHeight(cursor, item) ? item : error);
  });
  return items;
}

function parseItem(cursor: Cursor): ScenarioItem | undefined {
  const { start } = cursor.token;
  const clause = isClauseStart(cursor) ? parseClause(cursor) : undefined;
  if (clause !== undefined) return clause;
  if (!isDeclaration(cursor)) {
    cursor.error('RW0101', `expected a clause or a declaration, found ${cursor.found}`);
    cursor.skipDeclaration(isItemStart, true);
    return { kind: 'ErrorItem', start: cursor.since(start), end: cursor.previousEnd };
  }
  const declaration = parseDeclaration(cursor);
  if (declaration?.kind !== 'Include') return declaration;
  cursor.errorAt('RW0117', "'#include' stands inside a scenario: move it to the top", declaration);
  return undefined;
}

function isItemStart(cursor: Cursor): boolean {
  return (clauseWords.has(cursor.token.text) && isClauseStart(cursor)) || isDeclaration(cursor);
}

/** Whether what stands here, outside a scenario, can only be meant as one of its clauses. */
export function isStrayClause(cursor: Cursor): boolean {
  const { text } = cursor.token;
  if (!clauseWords.has(text)) return false;
  const next = cursor.peek(1);
  if (next.kind === 'string' || next.text === '{') return true;
  if (!cursor.peekIsName(1)) return next.kind === 'number';
  if (text === 'thread')
    return cursor.peekIs(2, '{') || (cursor.peekIs(2, '(') && cursor.peekIs(5, '{'));
  return (
    (text === 'forbid' || text === 'expect' || text === 'memory') &&
    /^[;,]$/.test(cursor.peek(2).text)
  );
}

/** Reads and reports a clause that stands outside a scenario. */
export function skipStrayClause(cursor: Cursor): ErrorItem {
  const { start, end, text } = cursor.token;
  cursor.errorAt('RW0117', `'${text}' stands outside a scenario: move it into one`, { start, end });
  parseClause(cursor);
  return { kind: 'ErrorItem', start: cursor.since(start), end: cursor.previousEnd };
}

/** Whether a clause's word means the clause: not where it is the type of a declaration. */
function isClauseStart(cursor: Cursor): boolean {
  const { text } = cursor.token;
  if (!clauseWords.has(text)) return false;
  return !(cursor.peekIs(1, '*') && text !== 'observe' && text !== 'witness');
}

function parseClause(cursor: Cursor): ScenarioItem | undefined {
  const { doc } = cursor;
  const { start, text } = cursor.token;
  switch (text) {
    case 'kernel':
      return isKernel(cursor) ? parseKernel(cursor, doc) : parseKernelClause(cursor);
    case 'property':
    case 'invariant':
      return parseProperty(cursor);
    case 'variant':
      return parseVariant(cursor, doc);
    case 'schedule':
      return parseSchedule(cursor);
    case 'setup':
    case 'thread':
    case 'finally':
      return parseRun(cursor, doc);
    case 'observe':
    case 'witness':
      return parseWatch(cursor);
    case 'source': {
      cursor.take();
      const source = parseTitle(cursor, "text in quotes after 'source'");
      cursor.expectSemicolon("'source'");
      return {
        kind: 'SourceClause',
        start: cursor.since(start),
        end: cursor.previousEnd,
        text: source,
      };
    }
    case 'memory': {
      cursor.take();
      const model = cursor.expectName("a memory model after 'memory'");
      cursor.expectSemicolon("'memory'");
      return { kind: 'MemoryClause', start: cursor.since(start), end: cursor.previousEnd, model };
    }
    default:
      return parseNamesClause(cursor);
  }
}

// Clauses

function parseNamesClause(cursor: Cursor): ScenarioItem | undefined {
  const { start, text } = cursor.take();
  const named = text === 'patch' ? 'the name of a patch' : 'the name of a property';
  const what = text === 'expect' ? `'pass' or ${named}` : named;
  const names = [cursor.expectName(`${what} after '${text}'`)];
  while (cursor.accept(',')) names.push(cursor.expectName(`${named} after ','`));
  cursor.expectSemicolon(`'${text}'`);
  const span = cursor.span(start);
  const read = names.filter((name) => name.text !== '');
  if (text === 'patch')
    return { kind: 'PatchClause', start: span.start, end: span.end, names: read };
  if (text === 'forbid')
    return { kind: 'ForbidClause', start: span.start, end: span.end, names: read };
  return { kind: 'ExpectClause', start: span.start, end: span.end, names: read };
}

/** `kernel v5.13;`, or the range of a function that follows. */
function parseKernel(cursor: Cursor, doc: Doc | undefined): ScenarioItem | undefined {
  const range = parseReleaseRange(cursor);
  if (isDeclaration(cursor)) return parseVariableOrFunction(cursor, doc, range);
  const { start, from, to } = range;
  if (from === undefined && to === undefined) cursor.skipStatement();
  else cursor.expectSemicolon("'kernel'");
  const span = cursor.span(start);
  if (from !== undefined && to === from)
    return { kind: 'KernelClause', start: span.start, end: span.end, release: from };
  if (from !== undefined || to !== undefined) {
    cursor.errorAt('RW0115', 'a scenario runs on one release: name one', range);
  }
  return { kind: 'ErrorItem', start: span.start, end: span.end };
}

/** `kernel` without a release. */
function parseKernelClause(cursor: Cursor): KernelClause | ScenarioItem {
  const start = cursor.take().start;
  cursor.error('RW0115', `expected a release such as 'v5.13', found ${cursor.found}`);
  cursor.expectSemicolon("'kernel'");
  return { kind: 'ErrorItem', start: cursor.since(start), end: cursor.previousEnd };
}

/** `observe` and `witness`. */
function parseWatch(cursor: Cursor): ScenarioItem {
  const { start, text } = cursor.take();
  const value = parseConditional(cursor);
  const name = cursor.accept('as') ? parseTitle(cursor, "a name in quotes after 'as'") : undefined;
  cursor.expectSemicolon(`'${text}'`);
  const span = cursor.span(start);
  if (text === 'observe')
    return { kind: 'ObserveClause', start: span.start, end: span.end, value, name };
  return { kind: 'WitnessClause', start: span.start, end: span.end, condition: value, name };
}

function parseSchedule(cursor: Cursor): ScenarioItem {
  const start = cursor.take().start;
  if (cursor.peek(1).kind === 'columns') return parseScheduleColumns(cursor, start);
  const steps: ScheduleStep[] = [];
  cursor.braces("'schedule'", () => {
    if (cursor.accept('...')) {
      if (!cursor.at('}')) cursor.error('RW0117', "'...' stands only at the end of a schedule");
      return;
    }
    const before = cursor.place;
    const step = parseScheduleStep(cursor);
    if (cursor.place === before) cursor.skipStatement();
    else steps.push(step);
  });
  cursor.accept(';');
  return {
    kind: 'ScheduleClause',
    start: cursor.since(start),
    end: cursor.previousEnd,
    steps,
    columns: undefined,
  };
}

/** The lexer has seen that columns stand here, and where they end. */
function parseScheduleColumns(cursor: Cursor, start: number): ScenarioItem {
  cursor.take();
  const { text, start: from, end } = cursor.take();
  const columns = { kind: 'ScheduleColumns', start: from, end, text } as const;
  cursor.expect('}', 'the columns');
  cursor.accept(';');
  return {
    kind: 'ScheduleClause',
    start: cursor.since(start),
    end: cursor.previousEnd,
    steps: [],
    columns,
  };
}

function parseScheduleStep(cursor: Cursor): ScheduleStep {
  const firstStart = cursor.token.start;
  const thread = cursor.expectName('the name of a thread');
  const start = Math.min(firstStart, thread.start);
  if (!cursor.accept('*'))
    return {
      kind: 'ScheduleStep',
      start: cursor.since(start),
      end: cursor.previousEnd,
      thread,
      count: undefined,
    };
  const count = parseCount(cursor);
  return {
    kind: 'ScheduleStep',
    start: cursor.since(start),
    end: cursor.previousEnd,
    thread,
    count,
  };
}

/** A number, a constant or `( expression )`: more would swallow the next thread's name. */
function parseCount(cursor: Cursor): Expression {
  if (cursor.token.kind === 'number') return parseNumber(cursor);
  if (!cursor.at('(')) return cursor.expectName("a number after '*'");
  const start = cursor.take().start;
  const expression = parseExpression(cursor);
  cursor.expectCloser(')', 'the number of steps');
  return { kind: 'Parenthesized', start: cursor.since(start), end: cursor.previousEnd, expression };
}

// Blocks

/** `setup`, `thread` and `finally`. */
function parseRun(cursor: Cursor, doc: Doc | undefined): ScenarioItem {
  const { start, text } = cursor.take();
  if (text === 'finally') {
    const body = parseBlock(cursor, "'finally'");
    return { kind: 'Finally', start: cursor.since(start), end: cursor.previousEnd, body };
  }
  if (text === 'setup') {
    const process = parseSetupProcess(cursor);
    const body = parseBlock(cursor, "'setup'");
    return { kind: 'Setup', start: cursor.since(start), end: cursor.previousEnd, process, body };
  }
  const name = cursor.expectName("a name after 'thread'");
  const process = parseThreadProcess(cursor);
  const body = parseBlock(cursor, name.text === '' ? "'thread'" : `'thread ${name.text}'`);
  return {
    kind: 'Thread',
    start: cursor.since(start),
    end: cursor.previousEnd,
    doc,
    name,
    process,
    body,
  };
}

function parseSetupProcess(cursor: Cursor): Name | undefined {
  if (!cursor.accept('(')) return undefined;
  const process = cursor.expectName('the name of the first process');
  cursor.expectCloser(')', 'the process');
  return process;
}

function parseThreadProcess(cursor: Cursor): Expression | undefined {
  if (!cursor.accept('(')) return undefined;
  const process = parseExpression(cursor);
  cursor.expectCloser(')', 'the process');
  return process;
}

function parseVariant(cursor: Cursor, doc: Doc | undefined): VariantBlock | ScenarioItem {
  const start = cursor.take().start;
  if (!cursor.enter()) {
    cursor.skipDeclaration(isItemStart, true);
    return { kind: 'ErrorItem', start: cursor.since(start), end: cursor.previousEnd };
  }
  const title = parseTitle(cursor, "a title in quotes after 'variant'");
  const items = parseItems(cursor);
  cursor.leave();
  return {
    kind: 'Variant',
    start: cursor.since(start),
    end: cursor.previousEnd,
    doc,
    title,
    items,
  };
}

/** Whether `patch` here begins one: `patch name "title" {`. */
export function isPatch(cursor: Cursor): boolean {
  if (!cursor.at('patch')) return false;
  if (cursor.peek(1).kind === 'string' || cursor.peekIs(1, '{')) return true;
  return cursor.peekIsName(1) && !/^[;=,[(:]$/.test(cursor.peek(2).text);
}
