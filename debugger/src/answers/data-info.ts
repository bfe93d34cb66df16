// What a data breakpoint on a line of the variables view, or on an expression, would watch.
import type { DebugProtocol } from '@vscode/debugprotocol';
import { expressionId, slotsId } from '../breakpoints/data.ts';
import { type Context, callAt } from '../context.ts';
import { isError } from '../queries.ts';
import { slotsBelow } from '../scopes/slot-tree.ts';

type Info = DebugProtocol.DataBreakpointInfoResponse['body'];

export function dataBreakpointInfo(
  context: Context,
  { variablesReference, name, frameId }: DebugProtocol.DataBreakpointInfoArguments,
): Info {
  if (variablesReference === undefined || variablesReference === 0) {
    return ofExpression(context, name, frameId);
  }
  const item = context.handles
    .get(variablesReference)?.()
    .find((one) => one.name === name);
  if (item === undefined) return nothing(`${name} is of an earlier state`);
  if (item.path === undefined) {
    return nothing(`${name} is a local of one thread: no other thread changes it`);
  }
  return ofPath(context, item.path);
}

function ofPath({ debuggee }: Context, path: string): Info {
  const node = debuggee.tree.byPath.get(path);
  const slots = node === undefined ? [] : slotsBelow(node);
  if (slots.length === 0) return nothing(`there is no ${path} in this scenario`);
  const description = slots.length === 1 ? path : `${path}, ${slots.length} fields`;
  return {
    dataId: slotsId(path),
    description,
    accessTypes: ['write', 'read', 'readWrite'],
    canPersist: true,
  };
}

function ofExpression(context: Context, text: string, frameId: number | undefined): Info {
  const { queries, tree } = context.debuggee;
  if (tree.byPath.has(text)) return ofPath(context, text);
  const query = queries.compile(text, {});
  if (!isError(query)) {
    return {
      dataId: expressionId(text),
      description: text,
      accessTypes: ['write'],
      canPersist: true,
    };
  }
  const at = callAt(context, frameId);
  const inCall = queries.compile(text, at?.scope ?? {});
  if (isError(inCall)) return nothing(inCall.message);
  return nothing(
    `${text} names a local, which means something only in its call: take the object it points to, as pages[0].flags`,
  );
}

function nothing(description: string): Info {
  return { dataId: null, description };
}
