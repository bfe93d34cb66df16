// An expression of a debugger only looks: what would change something, wait or choose is refused,
// with the reason, before it is typed.

import type { QueryError } from '../analysis.ts';
import type { CallExpression, Expression, Name } from '../syntax/tree.ts';
import { descendants } from '../syntax/walk.ts';
import type { BuiltinMeaning } from './builtins.ts';
import { builtins } from './builtins.ts';
import type { Scope } from './scope.ts';

const only = 'an expression here only looks';

/** The first part of it that does more than to look; `inThread`: is there a running thread? */
export function refusalOf(
  expression: Expression,
  scope: Scope,
  inThread: boolean,
): QueryError | undefined {
  const found: QueryError[] = [];
  for (const node of descendants(expression)) {
    const message =
      node.kind === 'Assignment'
        ? assignmentRefusal(node.operator)
        : node.kind === 'Update'
          ? `'${node.operator}' writes, and ${only}`
          : node.kind === 'Call'
            ? callRefusal(node, scope)
            : node.kind === 'Name' && !inThread
              ? threadRefusal(node, scope)
              : undefined;
    if (message !== undefined) found.push({ message, start: node.start, end: node.end });
  }
  return found.sort((a, b) => a.start - b.start || b.end - a.end)[0];
}

function assignmentRefusal(operator: string): string {
  const meant = operator === '=' ? "; to compare, write '=='" : '';
  return `'${operator}' writes, and ${only}${meant}`;
}

function callRefusal({ callee }: CallExpression, scope: Scope): string | undefined {
  const builtin = scope.value(callee.text) === undefined ? builtins.get(callee.text) : undefined;
  const reason = builtin === undefined ? undefined : reasons[builtin.meaning];
  return reason === undefined ? undefined : `${callee.text}() ${reason}`;
}

const writes = `writes, and ${only}`;
const judges = 'judges a run: write its condition alone';

const reasons: Readonly<Record<BuiltinMeaning, string | undefined>> = {
  value: undefined,
  load_pointer: undefined,
  write: writes,
  store_pointer: writes,
  exchange: writes,
  compare_exchange: writes,
  allocate: writes,
  free: writes,
  assert: judges,
  bug_on: judges,
  bug: 'judges a run, and has no value',
  warn_on: judges,
  require: judges,
  violate: 'judges a run, and has no value',
  wait_until: `waits, and ${only}`,
  any: `has more than one value, and ${only}`,
  barrier: 'has no value',
  progress: 'has no value',
  nothing: 'has no value',
};

function threadRefusal({ text }: Name, scope: Scope): string | undefined {
  const symbol = scope.value(text);
  const isOfThread =
    symbol === undefined
      ? text === 'this_thread'
      : symbol.kind === 'variable' && symbol.storage === 'thread_local';
  return isOfThread ? `'${text}' is of a thread, and no thread is chosen here` : undefined;
}
