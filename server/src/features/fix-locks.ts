// Fixes for locks that are missing or taken in another order than the kernel's, and for a flag that two threads
// may both find clear.
import { type Diagnostic, nodeAt, type tree, treeOf } from '@racewalk/language';
import { indentOf, wholeLines } from './clauses.ts';
import { type ActionInput, type CodeAction, fix } from './code-action.ts';

export function lockFixes(diagnostic: Diagnostic, input: ActionInput): readonly CodeAction[] {
  switch (diagnostic.code) {
    case 'RW0901':
      return takeTableLock(diagnostic, input);
    case 'RW0903':
      return takeBefore(diagnostic, input);
    case 'RW0904':
      return testAndSet(diagnostic, input);
    default:
      return [];
  }
}

interface Standing {
  readonly statements: readonly tree.Statement[];
  /** Index of the statement among them. */
  readonly at: number;
  readonly statement: tree.Statement;
  readonly isOneLine: boolean;
}

/** The statement around a place, if it stands in a block. */
function standingAt({ analysis, file, text }: ActionInput, place: tree.Span): Standing | undefined {
  const root = treeOf(analysis, file);
  const path = root === undefined ? [] : nodeAt(root, place.start);
  const block = path.findLast((node) => node.kind === 'Block');
  if (block?.kind !== 'Block') return undefined;
  const { statements } = block;
  const at = statements.findIndex(({ start, end }) => start <= place.start && place.end <= end);
  const statement = statements[at];
  const isOneLine = !text.slice(block.start, block.end).includes('\n');
  return statement === undefined ? undefined : { statements, at, statement, isOneLine };
}

/** Around the statement, and around what is read of the entries right before it. */
function takeTableLock(diagnostic: Diagnostic, input: ActionInput): readonly CodeAction[] {
  const { file, text } = input;
  const standing = standingAt(input, diagnostic);
  if (standing?.statement.kind !== 'ExpressionStatement') return [];
  const { statements, at, isOneLine } = standing;
  const textOf = (index: number) =>
    text.slice(statements[index]?.start ?? 0, statements[index]?.end ?? 0);
  const mm = addressSpaceIn(textOf(at));
  if (mm === undefined) return [];
  let first = at;
  while (statements[first - 1]?.kind === 'ExpressionStatement') {
    if (!textOf(first - 1).includes(`${mm}->pte[`)) break;
    first -= 1;
  }
  const [start, end] = [statements[first]?.start ?? 0, statements[at]?.end ?? 0];
  const gap = isOneLine ? ' ' : `\n${indentOf(text, start)}`;
  const lock = `&${mm}->page_table_lock`;
  return [
    fix(diagnostic, `hold ${mm}->page_table_lock here`, [
      { file, start, end: start, text: `spin_lock(${lock});${gap}` },
      { file, start: end, end, text: `${gap}spin_unlock(${lock});` },
    ]),
  ];
}

/** `mm` of `mm->pte[addr] = pte` and of `set_pte_at(mm, addr, ptep, pte)`. */
function addressSpaceIn(statement: string): string | undefined {
  const place = /([A-Za-z_]\w*(?:(?:->|\.)\w+)*)->pte\[/u.exec(statement)?.[1];
  return place ?? /\bset_pte_at\w*\(\s*([\w>.-]+)\s*,/u.exec(statement)?.[1];
}

/** Two statements next to each other that take locks change places. */
function takeBefore(diagnostic: Diagnostic, input: ActionInput): readonly CodeAction[] {
  const { file, text } = input;
  const standing = standingAt(input, diagnostic);
  const before = standing?.statements[standing.at - 1];
  if (standing === undefined || before === undefined) return [];
  const name = calleeOf(before);
  const own = calleeOf(standing.statement);
  if (name === undefined || own === undefined || !/lock/u.test(name)) return [];
  const { statement } = standing;
  const swapped = (one: tree.Statement, other: tree.Statement) => {
    const { start, end } = one;
    return { file, start, end, text: text.slice(other.start, other.end) };
  };
  const edits = [swapped(before, statement), swapped(statement, before)];
  return [fix(diagnostic, `call ${own}() before ${name}()`, edits)];
}

/** The function that a statement calls, if it does no more. */
function calleeOf(statement: tree.Statement): string | undefined {
  if (statement.kind !== 'ExpressionStatement') return undefined;
  return statement.expression.kind === 'Call' ? statement.expression.callee.text : undefined;
}

/** `if (!test_bit(n, w)) { ... set_bit(n, w); }`: one step for both, before all that is done. */
function testAndSet(diagnostic: Diagnostic, input: ActionInput): readonly CodeAction[] {
  const { analysis, file, text } = input;
  const [set] = diagnostic.related;
  const root = treeOf(analysis, file);
  if (root === undefined || set === undefined || set.file !== file) return [];
  const { start } = diagnostic;
  const around = nodeAt(root, start).findLast((node) => node.kind === 'If');
  const setting = nodeAt(root, set.start).findLast((node) => node.kind === 'ExpressionStatement');
  if (around?.kind !== 'If' || setting === undefined) return [];
  const { condition, consequent } = around;
  const isAlone = condition.kind === 'Unary' && condition.operator === '!';
  if (!isAlone || condition.operand.start !== start || condition.operand.kind !== 'Call') return [];
  if (consequent.kind !== 'Block' || !consequent.statements.some((one) => one === setting))
    return [];
  return [
    fix(diagnostic, 'use test_and_set_bit()', [
      { file, start, end: start + 'test_bit'.length, text: 'test_and_set_bit' },
      { file, ...wholeLines(text, setting), text: '' },
    ]),
  ];
}
