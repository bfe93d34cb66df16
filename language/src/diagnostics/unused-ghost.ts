// RW0511: ghost state is written and nothing reads it, so no property can depend on it.
import { type CheckContext, report } from '../check/context.ts';
import type { Bindings, VariableSymbol } from '../check/symbols.ts';
import type { Expression, SourceTree } from '../syntax/tree.ts';
import { children, type Node } from '../syntax/walk.ts';

interface Uses {
  readonly written: Set<VariableSymbol>;
  readonly read: Set<VariableSymbol>;
}

/** Of ghost variables that the text itself declares; `trees` are all that may use them. */
export function reportUnusedGhosts(trees: readonly SourceTree[], context: CheckContext): void {
  // Most texts have none, and every key stroke comes through here.
  if (!declaresGhost(context)) return;
  const uses: Uses = { written: new Set(), read: new Set() };
  for (const tree of trees) look(tree, context.bindings, uses);
  for (const symbol of uses.written) {
    if (!symbol.ghost || symbol.file !== context.file || uses.read.has(symbol)) continue;
    const message = `ghost '${symbol.name}' is written, and nothing reads it`;
    report(context, 'RW0511', symbol.span, message);
  }
}

function declaresGhost({ bindings, file }: CheckContext): boolean {
  return bindings.names.some(
    (symbol) => symbol.kind === 'variable' && symbol.ghost && symbol.file === file,
  );
}

function look(root: Node, { names }: Bindings, { written, read }: Uses): void {
  const targets = new Set<Node>();
  const waiting: Node[] = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    const target = targetOf(node);
    if (target !== undefined) targets.add(target);
    if (node.kind === 'Name') {
      const symbol = names.get(node);
      const isDeclared = symbol?.span.start === node.start && symbol.span.end === node.end;
      if (symbol?.kind === 'variable' && !isDeclared)
        (targets.has(node) ? written : read).add(symbol);
    }
    waiting.push(...children(node));
  }
}

/** The variable that a statement changes, whatever part of it: nobody sees the value it had. */
function targetOf(node: Node): Node | undefined {
  if (node.kind !== 'ExpressionStatement') return undefined;
  const { expression } = node;
  if (expression.kind === 'Assignment') return rootOf(expression.target);
  return expression.kind === 'Update' ? rootOf(expression.operand) : undefined;
}

function rootOf(expression: Expression): Node | undefined {
  switch (expression.kind) {
    case 'Name':
      return expression;
    case 'Parenthesized':
      return rootOf(expression.expression);
    case 'Index':
      return rootOf(expression.object);
    case 'Member':
      return expression.arrow ? undefined : rootOf(expression.object);
    default:
      return undefined;
  }
}
