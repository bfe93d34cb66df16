// Ways through the statements of a block, for all who make edits of them.
import { children, descendants, type Node, type tree } from '@racewalk/language';

/** Statements that follow each other: of a block, a branch, or behind a label of a switch. */
export function sequences(block: tree.Block): readonly (readonly tree.Statement[])[] {
  return realNodes(block).flatMap((node) =>
    node.kind === 'Block' || node.kind === 'SwitchSection' ? [node.statements] : [],
  );
}

/** All nodes inside, parents first, but for ghost code, which no kernel has. */
export function realNodes(root: Node): readonly Node[] {
  const found: Node[] = [];
  const waiting: Node[] = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.kind === 'Ghost') continue;
    found.push(node);
    waiting.push(...children(node).toReversed());
  }
  return found;
}

/** The call that a statement consists of. */
export function calledBy(statement: Node): tree.CallExpression | undefined {
  if (statement.kind !== 'ExpressionStatement') return undefined;
  const { expression } = statement;
  return expression.kind === 'Call' ? expression : undefined;
}

const statementKinds: ReadonlySet<Node['kind']> = new Set<tree.Statement['kind']>([
  'Block',
  'Variable',
  'ExpressionStatement',
  'If',
  'While',
  'Do',
  'For',
  'Switch',
  'Return',
  'Atomic',
  'Choose',
  'Labeled',
]);

/** The innermost statement that holds a node; the block itself where there is none. */
export function statementAround(block: tree.Block, node: tree.Span): tree.Span {
  const holding = realNodes(block).filter(
    (one) => statementKinds.has(one.kind) && one.start <= node.start && node.end <= one.end,
  );
  return holding.at(-1) ?? block;
}

/** Does the code inside name a function, anywhere? */
export function calls(root: Node, name: string): boolean {
  return [...descendants(root)].some((node) => node.kind === 'Call' && node.callee.text === name);
}

/** The parts of a condition that are asked one after the other: what stands between &&, || and !. */
export function leaves(condition: tree.Expression): readonly tree.Expression[] {
  switch (condition.kind) {
    case 'Parenthesized':
      return leaves(condition.expression);
    case 'Unary':
      return condition.operator === '!' ? leaves(condition.operand) : [condition];
    case 'Binary':
      return condition.operator === '&&' || condition.operator === '||'
        ? [...leaves(condition.left), ...leaves(condition.right)]
        : [condition];
    case 'Call':
      return /^(?:un)?likely$/u.test(condition.callee.text)
        ? condition.arguments.flatMap(leaves)
        : [condition];
    default:
      return [condition];
  }
}
