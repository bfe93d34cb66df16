// Repairs by order alone: move a statement across its neighbour, split test and set, merge them.
import type { tree } from '@racewalk/language';
import { type Code, type Edit, oneLine, type Repair } from '../edits/edit.ts';
import { withoutOrder } from '../edits/order.ts';
import { calledBy, realNodes } from '../edits/statements.ts';

/** A statement under `!test_bit(what)`, or under `!test_and_set_bit(what)`. */
export interface Flagged {
  readonly statement: tree.IfStatement;
  /** The text between the brackets. */
  readonly flag: string;
  readonly sets: boolean;
  /** Texts of the statements under the condition, without a `set_bit()` of the same flag. */
  readonly work: readonly string[];
  /** Does a `set_bit()` of the flag stand there? */
  readonly marks: boolean;
}

export function movedStatements(code: Code, text: string): readonly Edit<Repair>[] {
  return withoutOrder(code, text).map((edit) => ({ ...edit, kind: 'move a statement' }));
}

export function splitTests(code: Code, text: string): readonly Edit<Repair>[] {
  return flaggedIn(code, text)
    .filter(({ sets }) => sets)
    .flatMap(({ statement, flag, work }) => {
      const set = `set_bit(${flag});`;
      const made = (order: string, inner: readonly string[]): Edit<Repair> =>
        replacing(code, statement, 'split test and set', {
          text: `if (!test_bit(${flag})) {\n${inner.join('\n')}\n}`,
          sentence: `test_and_set_bit(${flag}) split: ${order}`,
        });
      return [made('test, work, set', [...work, set]), made('test, set, work', [set, ...work])];
    });
}

export function mergedTests(code: Code, text: string): readonly Edit<Repair>[] {
  return flaggedIn(code, text)
    .filter(({ sets, marks }) => !sets && marks)
    .map(({ statement, flag, work }) =>
      replacing(code, statement, 'merge test and set', {
        text: `if (!test_and_set_bit(${flag})) {\n${work.join('\n')}\n}`,
        sentence: `test_bit() and set_bit(${flag}) merged into test_and_set_bit()`,
      }),
    );
}

/** An edit that puts another text in the place of one statement. */
export function replacing(
  code: Code,
  { start, end }: tree.Span,
  kind: Repair,
  by: { readonly text: string; readonly sentence: string },
): Edit<Repair> {
  return {
    kind,
    code,
    changes: [{ start, end, text: by.text }],
    sentence: by.sentence,
    place: { start, end },
    around: [{ start, end }],
  };
}

export function flaggedIn(code: Code, text: string): readonly Flagged[] {
  return realNodes(code.block).flatMap((node) => {
    if (node.kind !== 'If' || node.alternative !== undefined) return [];
    const call = negatedCall(node.condition);
    const name = call?.callee.text;
    if (call === undefined || (name !== 'test_bit' && name !== 'test_and_set_bit')) return [];
    const flag = argumentsOf(call, text);
    const inner = node.consequent.kind === 'Block' ? node.consequent.statements : [node.consequent];
    const marking = inner.filter((one) => isSet(one, flag, text));
    const work = inner
      .filter((one) => !marking.includes(one))
      .map(({ start, end }) => text.slice(start, end));
    const sets = name === 'test_and_set_bit';
    return [{ statement: node, flag, sets, work, marks: marking.length > 0 }];
  });
}

function negatedCall(condition: tree.Expression): tree.CallExpression | undefined {
  if (condition.kind === 'Parenthesized') return negatedCall(condition.expression);
  if (condition.kind !== 'Unary' || condition.operator !== '!') return undefined;
  return condition.operand.kind === 'Call' ? condition.operand : undefined;
}

function argumentsOf(call: tree.CallExpression, text: string): string {
  return oneLine(text.slice(call.callee.end + 1, call.end - 1));
}

function isSet(statement: tree.Statement, flag: string, text: string): boolean {
  const call = calledBy(statement);
  return call?.callee.text === 'set_bit' && argumentsOf(call, text) === flag;
}
