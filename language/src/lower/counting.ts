// What calls cost, in kinds of work that can be counted: a `counts:` line of a function's doc names
// the kind, and the compiler, where it is asked to, marks the end of every such call. A mark is no
// step and reads nothing, so states and transitions are those of the program without marks.
import type { FunctionBody } from '../check/symbols.ts';
import type { CallExpression } from '../syntax/tree.ts';
import { type DraftOperation, newLabel } from './draft.ts';
import type { Linker } from './linker.ts';
import type { Unit } from './unit.ts';
import type { Value } from './value.ts';
import { constantOf } from './value.ts';

/** One `counts:` line. */
interface Count {
  readonly work: string;
  /** Counted only where the function returns true: a lock that was only tried for. */
  readonly ifTrue: boolean;
}

const countsLine = /^\s*counts:\s*(.+?)(\s+if true)?\s*$/;

/** Marks the end of a call, where the function says that it counts. */
export function markCall(
  body: FunctionBody,
  result: Value,
  call: CallExpression,
  unit: Unit,
): void {
  if (!isCounting(unit)) return;
  for (const { work, ifTrue } of countsOf(body, unit.linker)) {
    const condition = ifTrue ? result.parts[0] : undefined;
    if (condition === undefined) {
      mark(work, call, unit);
      continue;
    }
    const value = constantOf(condition);
    if (value !== undefined) {
      if (value !== 0) mark(work, call, unit);
      continue;
    }
    const otherwise = newLabel();
    counted({ op: 'branch', condition, otherwise }, call, unit);
    mark(work, call, unit);
    unit.builder.place(otherwise);
  }
}

/** Marks a built-in function that counts. */
export function markBuiltin(work: string, call: CallExpression, unit: Unit): void {
  if (isCounting(unit)) mark(work, call, unit);
}

function isCounting(unit: Unit): boolean {
  return unit.linker.counting && unit.mode === 'thread' && !unit.pure;
}

function mark(work: string, call: CallExpression, unit: Unit): void {
  // The call stands in the text of its caller, and what is open is the callee: its text is none of the mark's.
  counted({ op: 'mark', text: work, count: work }, call, unit);
}

function counted(operation: DraftOperation, call: CallExpression, unit: Unit): void {
  const { builder } = unit;
  if (!builder.reachable) return;
  unit.local(operation, call);
  const draft = builder.code.at(-1);
  if (draft !== undefined) draft.counts = true;
}

/** Those of the body; a replacement that names none counts as what it takes the place of. */
function countsOf(body: FunctionBody, linker: Linker): readonly Count[] {
  const own = countsIn(body);
  if (own.length > 0) return own;
  for (let symbol = linker.function(body.name); symbol !== undefined; symbol = symbol.outer) {
    for (const other of symbol.bodies) {
      const counts = countsIn(other);
      if (counts.length > 0) return counts;
    }
  }
  return [];
}

function countsIn(body: FunctionBody): readonly Count[] {
  return body.doc.flatMap((line) => {
    const match = countsLine.exec(line);
    return match?.[1] === undefined ? [] : [{ work: match[1], ifTrue: match[2] !== undefined }];
  });
}
