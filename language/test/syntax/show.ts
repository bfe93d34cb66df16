// Trees as a person reads them, for tests of the parser.

import type { Expression, SourceTree } from '../../src/syntax/tree.ts';
import type { Node } from '../../src/syntax/walk.ts';
import { children } from '../../src/syntax/walk.ts';

/** An expression with all its parentheses. */
export function showExpression(node: Expression): string {
  switch (node.kind) {
    case 'Name':
      return node.text;
    case 'Number':
      return `${node.value}${node.unsigned ? 'u' : ''}${node.long ? 'l' : ''}`;
    case 'String':
      return JSON.stringify(node.text);
    case 'Binary':
      return `(${showExpression(node.left)} ${node.operator} ${showExpression(node.right)})`;
    case 'Assignment':
      return `(${showExpression(node.target)} ${node.operator} ${showExpression(node.value)})`;
    case 'Unary':
      return `(${node.operator}${showExpression(node.operand)})`;
    case 'Update':
      return node.prefix
        ? `(${node.operator}${showExpression(node.operand)})`
        : `(${showExpression(node.operand)}${node.operator})`;
    case 'Conditional': {
      const parts = [node.condition, node.consequent, node.alternative].map(showExpression);
      return `(${parts[0]} ? ${parts[1]} : ${parts[2]})`;
    }
    case 'Member':
      return `${showExpression(node.object)}${node.arrow ? '->' : '.'}${node.field.text}`;
    case 'Index':
      return `${showExpression(node.object)}[${showExpression(node.index)}]`;
    case 'Call':
      return `${node.callee.text}(${node.arguments.map(showExpression).join(', ')})`;
    case 'Cast':
      return `<${showType(node.type)}>${showExpression(node.operand)}`;
    case 'CompoundLiteral':
      return `<${showType(node.type)}>${showExpression(node.initializer)}`;
    case 'InitializerList': {
      const entries = node.entries.map(({ field, value }) => {
        return `${field === undefined ? '' : `.${field.text} = `}${showExpression(value)}`;
      });
      return `{${entries.join(', ')}}`;
    }
    case 'Quantifier': {
      const high = node.high === undefined ? '' : ` .. ${showExpression(node.high)}`;
      const range = `${node.variable.text} in ${showExpression(node.collection)}${high}`;
      return `(${node.word} (${range}) ${showExpression(node.body)})`;
    }
    case 'Parenthesized':
      return showExpression(node.expression);
    case 'ErrorExpression':
      return '?';
  }
}

export function showType(type: Extract<Node, { kind: 'Type' }>): string {
  const { base, pointers } = type;
  const stars = '*'.repeat(pointers);
  if (base.kind === 'Arithmetic') return `${base.words.join(' ')}${stars}`;
  if (base.kind === 'Tagged') return `${base.tag} ${base.name.text}${stars}`;
  return `${base.name.text}${stars}`;
}

/** The declarations of a file, one a line, with those inside scenarios and patches. */
export function outline(tree: SourceTree): string[] {
  return tree.items.flatMap((item) => outlineOf(item));
}

function outlineOf(node: Node): string[] {
  const own = `${node.kind} ${nameOf(node)}`.trimEnd();
  if (node.kind !== 'Scenario' && node.kind !== 'Patch' && node.kind !== 'Variant') return [own];
  return [own, ...node.items.flatMap(outlineOf).map((line) => `  ${line}`)];
}

function nameOf(node: Node): string {
  if (node.kind === 'Variable') {
    return node.declarators.map(({ declarator }) => declarator.name.text).join(' ');
  }
  if (node.kind === 'Typedef') return node.declarator.name.text;
  if (node.kind === 'Scenario' || node.kind === 'Variant') return node.title.text;
  if ('name' in node && node.name?.kind === 'Name') return node.name.text;
  return '';
}

/** Kinds of statements, nested: `If(ExpressionStatement, Return)`. */
export function showKinds(node: Node): string {
  const inside = children(node).filter(isStatementLike).map(showKinds);
  return inside.length === 0 ? node.kind : `${node.kind}(${inside.join(', ')})`;
}

const statementKinds: ReadonlySet<string> = new Set(
  (
    'Block Variable ExpressionStatement If While Do For Switch SwitchSection Break Continue Goto ' +
    'Labeled Return Atomic Ghost Choose Empty ErrorStatement'
  ).split(' '),
);

function isStatementLike(node: Node): boolean {
  return statementKinds.has(node.kind);
}
