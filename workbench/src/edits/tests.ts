// Edits that take a test for true or for false: each part of a condition by itself.
import type { Node, tree } from '@racewalk/language';
import { type Code, type Edit, oneLine, type Removal } from './edit.ts';
import { calls, leaves, realNodes, statementAround } from './statements.ts';
import { flagTests, pairs, rechecks, tries } from './vocabulary.ts';

export function withoutTests(code: Code, text: string): readonly Edit<Removal>[] {
  const nodes = realNodes(code.block);
  const locked = firstLock(nodes);
  return nodes.flatMap((node) => {
    const asked = conditionOf(node);
    if (asked === undefined) return [];
    return leaves(asked.condition)
      .filter((leaf) => isTest(leaf))
      .flatMap((leaf) =>
        asked.answers.map((answer): Edit<Removal> => {
          const { start, end } = leaf;
          return {
            kind: kindOf(leaf, text, locked),
            code,
            changes: [{ start, end, text: answer }],
            sentence: `${oneLine(text.slice(start, end))} taken for ${answer}`,
            place: leaf,
            around: [statementAround(code.block, leaf)],
          };
        }),
      );
  });
}

interface Asked {
  readonly condition: tree.Expression;
  readonly answers: readonly string[];
}

const both = ['true', 'false'];

/** A loop whose condition is always true would not end: that is no edit anybody asks about. */
function conditionOf(node: Node): Asked | undefined {
  switch (node.kind) {
    case 'If':
    case 'Conditional':
      return { condition: node.condition, answers: both };
    case 'While':
    case 'Do':
      return { condition: node.condition, answers: ['false'] };
    case 'For':
      return node.condition === undefined
        ? undefined
        : { condition: node.condition, answers: ['false'] };
    case 'Return':
      return node.value?.kind === 'Binary' &&
        /^(?:&&|\|\||[=!]=|[<>]=?)$/u.test(node.value.operator)
        ? { condition: node.value, answers: both }
        : undefined;
    default:
      return undefined;
  }
}

/** Constants are no tests, and a tried lock is taken away as a lock. */
function isTest(leaf: tree.Expression): boolean {
  if (leaf.kind === 'Number' || leaf.kind === 'ErrorExpression') return false;
  if (leaf.kind === 'Name' && /^(?:true|false)$/u.test(leaf.text)) return false;
  return !tries.some(([take]) => calls(leaf, take));
}

function firstLock(nodes: readonly Node[]): number {
  const takes = new Set([...pairs, ...tries].map(([take]) => take));
  const first = nodes.find((node) => node.kind === 'Call' && takes.has(node.callee.text));
  return first?.start ?? Number.POSITIVE_INFINITY;
}

function kindOf(
  leaf: tree.Expression,
  text: string,
  locked: number,
): 'flag test' | 'recheck' | 'test' {
  if ([...rechecks].some((name) => calls(leaf, name))) return 'recheck';
  const own = text.slice(leaf.start, leaf.end);
  const isFlag = [...flagTests].some((name) => calls(leaf, name)) || />> PG_/u.test(own);
  if (isFlag && leaf.start < locked) return 'flag test';
  if (leaf.start > locked && (isFlag || /->|\bREAD_ONCE\b/u.test(own))) return 'recheck';
  return isFlag ? 'flag test' : 'test';
}
