// What may stand where somebody types in the console: locals, globals, and the fields behind `.`
// and `->`.
import type { DebugProtocol } from '@vscode/debugprotocol';
import { type Context, callAt } from './context.ts';
import { limits } from './limits.ts';
import { isError } from './queries.ts';

export function completions(
  context: Context,
  { text, column, frameId }: DebugProtocol.CompletionsArguments,
): DebugProtocol.CompletionsResponse['body'] {
  const before = text.slice(0, context.bases.columnFrom(column));
  const typed = /[A-Za-z_]\w*$/u.exec(before)?.[0] ?? '';
  const start = before.length - typed.length;
  const left = /(.*?)\s*(?:->|\.)$/u.exec(before.slice(0, start))?.[1];
  const found = left === undefined ? names(context, frameId) : fields(context, frameId, left);
  const targets = found
    .filter(({ label }) => label.startsWith(typed))
    .slice(0, limits.completions_max)
    .map((item) => ({ ...item, start, length: typed.length }));
  return { targets };
}

interface Found {
  readonly label: string;
  readonly type: DebugProtocol.CompletionItemType;
  readonly detail: string;
}

const itemTypes = {
  local: 'variable',
  parameter: 'variable',
  thread_local: 'variable',
  global: 'reference',
  constant: 'value',
  function: 'function',
  builtin: 'function',
  word: 'keyword',
} as const;

/** Locals first, then what is shared. */
function names(context: Context, frameId: number | undefined): readonly Found[] {
  const scope = callAt(context, frameId)?.scope ?? {};
  const found = context.debuggee.queries.namesIn(scope);
  const isLocal = ({ kind }: (typeof found)[number]) =>
    kind === 'local' || kind === 'parameter' || kind === 'thread_local';
  return [...found.filter(isLocal), ...found.filter((one) => !isLocal(one))].map(
    ({ name, kind, type }) => ({ label: name, type: itemTypes[kind], detail: type }),
  );
}

/** The innermost operand counts: of `a == p` it is `p`. */
function fields(context: Context, frameId: number | undefined, left: string): readonly Found[] {
  const operand = /[A-Za-z_][\w.[\]]*(?:->[\w.[\]]+)*$/u.exec(left)?.[0];
  if (operand === undefined) return [];
  const { queries, tree, walk } = context.debuggee;
  const query = queries.compile(operand, callAt(context, frameId)?.scope ?? {});
  if (isError(query)) return [];
  if (query.display.kind !== 'pointer' || query.leaves !== undefined) {
    return query.members
      .filter(({ name }) => /^\w+$/u.test(name))
      .map(({ name, type }) => ({ label: name, type: 'field', detail: type }));
  }
  // Whichever object of its type a pointer points to, the fields are the same.
  const target = walk.program.domains[query.display.domain]?.targets[0];
  const node = target === undefined ? undefined : tree.byPath.get(target.name);
  return (node?.children ?? [])
    .filter(({ name }) => /^\w+$/u.test(name))
    .map(({ name, type }) => ({ label: name, type: 'field', detail: type ?? '' }));
}
