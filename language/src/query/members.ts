// What a value unfolds to by one level, each part as an expression of its own.
import type { QueryMember } from '../analysis.ts';
import { type Type, typeName } from '../check/types.ts';
import type { Expression } from '../syntax/tree.ts';

/** Members of one value. Reason: nobody reads more of them at a time. */
const membersMax = 256;

export interface Members {
  readonly members: readonly QueryMember[];
  readonly omitted: number;
}

export function membersOf(expression: Expression, text: string, type: Type): Members {
  const whole = text.slice(expression.start, expression.end);
  const head = isPostfix(expression) ? whole : `(${whole})`;
  switch (type.kind) {
    case 'struct':
    case 'word':
      return fieldsOf(type, owner(expression, text) ?? `${head}.`);
    case 'array':
      return elementsOf(type, head);
    case 'pointer': {
      const { to } = type;
      if (to.kind === 'struct' || to.kind === 'word') return fieldsOf(to, `${head}->`);
      if (to.kind === 'void' || to.kind === 'error') return { members: [], omitted: 0 };
      return { members: [{ name: `*${head}`, type: typeName(to), text: `*${head}` }], omitted: 0 };
    }
    default:
      return { members: [], omitted: 0 };
  }
}

/** `*page` has the fields of `page->`. */
function owner(expression: Expression, text: string): string | undefined {
  if (expression.kind === 'Parenthesized') return owner(expression.expression, text);
  if (expression.kind !== 'Unary' || expression.operator !== '*') return undefined;
  const { operand } = expression;
  const pointer = text.slice(operand.start, operand.end);
  return isPostfix(operand) ? `${pointer}->` : `(${pointer})->`;
}

function isPostfix({ kind }: Expression): boolean {
  return ['Name', 'Member', 'Index', 'Call', 'Parenthesized'].includes(kind);
}

function fieldsOf(
  type: Extract<Type, { readonly kind: 'struct' | 'word' }>,
  head: string,
): Members {
  const members = type.fields.slice(0, membersMax).map((field) => ({
    name: field.name,
    type: typeName(field.type),
    text: `${head}${field.name}`,
  }));
  return { members, omitted: type.fields.length - members.length };
}

function elementsOf(type: Extract<Type, { readonly kind: 'array' }>, head: string): Members {
  const count = Math.min(type.length, membersMax);
  const members = Array.from({ length: count }, (_, index) => ({
    name: `[${index}]`,
    type: typeName(type.of),
    text: `${head}[${index}]`,
  }));
  return { members, omitted: type.length - count };
}
