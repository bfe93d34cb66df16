// What may stand where somebody types in the console: locals, globals, and the fields behind `.`
// and `->`.
import type { DebugProtocol } from '@vscode/debugprotocol';
import { type Context, callAt } from './context.ts';
import { limits } from './limits.ts';
import { isError } from './queries.ts';
import type { SlotNode } from './scopes/slot-tree.ts';

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
}

function names(context: Context, frameId: number | undefined): readonly Found[] {
  const { queries, tree } = context.debuggee;
  const at = callAt(context, frameId);
  const locals = at === undefined ? [] : queries.variables(at.call.frame);
  const all = [
    ...locals.map(({ name }): Found => ({ label: name, type: 'variable' })),
    ...tree.roots.map(({ name }): Found => ({ label: name, type: 'reference' })),
  ];
  const seen = new Set<string>();
  return all.filter(({ label }) => !seen.has(label) && seen.add(label) !== undefined);
}

/** The innermost operand counts: of `a == p` it is `p`. */
function fields(context: Context, frameId: number | undefined, left: string): readonly Found[] {
  const operand = /[A-Za-z_][\w.[\]]*(?:->[\w.[\]]+)*$/u.exec(left)?.[0];
  if (operand === undefined) return [];
  const node = nodeOf(context, frameId, operand);
  return (node?.children ?? [])
    .filter(({ name }) => !name.startsWith('['))
    .map(({ name }) => ({ label: name, type: 'field' }));
}

/** An object by its path, or any object of the type that the pointer points to. */
function nodeOf(
  context: Context,
  frameId: number | undefined,
  operand: string,
): SlotNode | undefined {
  const { queries, tree, walk } = context.debuggee;
  const direct = tree.byPath.get(operand);
  if (direct !== undefined && direct.children.length > 0) return direct;
  const at = callAt(context, frameId);
  const query = queries.compile(operand, { thread: at?.thread, frame: at?.call.frame });
  if (isError(query) || query.display.kind !== 'pointer') return undefined;
  const target = walk.program.domains[query.display.domain]?.targets[0];
  return target === undefined ? undefined : tree.byPath.get(target.name);
}
