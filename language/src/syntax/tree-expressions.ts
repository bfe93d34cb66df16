// Expressions of the syntax tree.
import type { Name, Span, TypeExpression } from './tree.ts';

export type Expression =
  | NumberLiteral
  | StringLiteral
  | Name
  | CallExpression
  | MemberExpression
  | IndexExpression
  | UnaryExpression
  | UpdateExpression
  | BinaryExpression
  | AssignmentExpression
  | ConditionalExpression
  | CastExpression
  | CompoundLiteral
  | InitializerList
  | QuantifierExpression
  | ParenthesizedExpression
  | ErrorExpression;

/** `12`, `0x1fUL`, `'c'`; a value that is no 32-bit number is reported by the parser. */
export interface NumberLiteral extends Span {
  readonly kind: 'Number';
  readonly value: number;
  readonly unsigned: boolean;
  readonly long: boolean;
}

export interface StringLiteral extends Span {
  readonly kind: 'String';
  readonly text: string;
}

/** Calls, built-in words such as READ_ONCE, assert and wait_until included. */
export interface CallExpression extends Span {
  readonly kind: 'Call';
  readonly callee: Name;
  readonly arguments: readonly Expression[];
}

export interface MemberExpression extends Span {
  readonly kind: 'Member';
  readonly object: Expression;
  readonly arrow: boolean;
  readonly field: Name;
}

export interface IndexExpression extends Span {
  readonly kind: 'Index';
  readonly object: Expression;
  readonly index: Expression;
}

export interface UnaryExpression extends Span {
  readonly kind: 'Unary';
  readonly operator: '-' | '+' | '~' | '!' | '*' | '&';
  readonly operand: Expression;
}

export interface UpdateExpression extends Span {
  readonly kind: 'Update';
  readonly operator: '++' | '--';
  readonly prefix: boolean;
  readonly operand: Expression;
}

export interface BinaryExpression extends Span {
  readonly kind: 'Binary';
  readonly operator:
    | '*'
    | '/'
    | '%'
    | '+'
    | '-'
    | '<<'
    | '>>'
    | '<'
    | '>'
    | '<='
    | '>='
    | '=='
    | '!='
    | '&'
    | '^'
    | '|'
    | '&&'
    | '||';
  readonly operatorSpan: Span;
  readonly left: Expression;
  readonly right: Expression;
}

export interface AssignmentExpression extends Span {
  readonly kind: 'Assignment';
  readonly operator: '=' | '+=' | '-=' | '*=' | '/=' | '%=' | '&=' | '|=' | '^=' | '<<=' | '>>=';
  readonly target: Expression;
  readonly value: Expression;
}

export interface ConditionalExpression extends Span {
  readonly kind: 'Conditional';
  readonly condition: Expression;
  readonly consequent: Expression;
  readonly alternative: Expression;
}

export interface CastExpression extends Span {
  readonly kind: 'Cast';
  readonly type: TypeExpression;
  readonly operand: Expression;
}

/** `(pte_t){ .page = p, .write = 1 }` */
export interface CompoundLiteral extends Span {
  readonly kind: 'CompoundLiteral';
  readonly type: TypeExpression;
  readonly initializer: InitializerList;
}

/** `{ 1, 2 }` or `{ .page = p }`; only as an initializer. */
export interface InitializerList extends Span {
  readonly kind: 'InitializerList';
  readonly entries: readonly InitializerEntry[];
}

export interface InitializerEntry extends Span {
  readonly kind: 'InitializerEntry';
  readonly field: Name | undefined;
  readonly value: Expression;
}

/**
 * `forall (p in pages) expr`, `exists (i in 0 .. 3) expr`: p points to each element in turn (only the
 * live ones of a pool), i takes each value.
 */
export interface QuantifierExpression extends Span {
  readonly kind: 'Quantifier';
  readonly word: 'forall' | 'exists';
  readonly variable: Name;
  readonly collection: Expression;
  /** Upper end of `low .. high`; then `collection` is `low`. */
  readonly high: Expression | undefined;
  readonly body: Expression;
}

export interface ParenthesizedExpression extends Span {
  readonly kind: 'Parenthesized';
  readonly expression: Expression;
}

export interface ErrorExpression extends Span {
  readonly kind: 'ErrorExpression';
}
