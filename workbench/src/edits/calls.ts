// Edits without one call that is a statement: barriers, flushes, notifier calls, waits, and all others.
import { builtins, type tree } from '@racewalk/language';
import { type Change, type Code, type Edit, oneLine, type Removal } from './edit.ts';
import { emptied } from './locks.ts';
import { calledBy, realNodes, statementAround } from './statements.ts';
import { flushes, lesserCalls, notifierCalls, pairs, tries, waits } from './vocabulary.ts';

const locking: ReadonlySet<string> = new Set([...pairs, ...tries].flat());

export function withoutCalls(code: Code, text: string): readonly Edit<Removal>[] {
  const edits: Edit<Removal>[] = [];
  const add = (kind: Removal, call: tree.CallExpression, change: Change, what: string): void => {
    edits.push({
      kind,
      code,
      changes: [change],
      sentence: what,
      place: call,
      around: [statementAround(code.block, call)],
    });
  };
  for (const node of realNodes(code.block)) {
    if (node.kind === 'Call') {
      const lesser = lesserCalls.find(([name]) => name === node.callee.text);
      if (lesser !== undefined) {
        const [name, by, kind] = lesser;
        const { start, end } = node.callee;
        add(kind, node, { start, end, text: by }, `${by}() in place of ${name}()`);
      }
    }
    const call = calledBy(node);
    const kind = call === undefined ? undefined : kindOf(call.callee.text);
    if (call !== undefined && kind !== undefined)
      add(kind, call, emptied(node), `without ${oneLine(text.slice(call.start, call.end))}`);
  }
  return edits;
}

/** Undefined for what is no removal: locks go in pairs, and checks are the question itself. */
function kindOf(name: string): Removal | undefined {
  const builtin = builtins.get(name);
  if (builtin?.meaning === 'barrier') return 'barrier';
  if (builtin?.meaning === 'wait_until' || waits.has(name)) return 'wait';
  if (builtin !== undefined) {
    return builtin.meaning === 'write' || builtin.meaning === 'store_pointer' ? 'call' : undefined;
  }
  if (locking.has(name)) return undefined;
  if (notifierCalls.has(name)) return 'notifier';
  return flushes.has(name) ? 'flush' : 'call';
}
