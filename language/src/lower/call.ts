// Calls are expanded in place, each with its own locals and frame.

import { builtins } from '../check/builtins.ts';
import { argumentMismatch } from '../check/call.ts';
import type { FunctionBody, VariableSymbol } from '../check/symbols.ts';
import type { Block, CallExpression, ReturnStatement, Statement } from '../syntax/tree.ts';
import { lowerBuiltin } from './builtin.ts';
import { markCall } from './counting.ts';
import { newLabel } from './draft.ts';
import { convert, lowerExpression } from './expression.ts';
import { bindLocal, lowerBlock, lowerStatement, returned } from './statement.ts';
import type { Activation, Unit } from './unit.ts';
import { unknownValue } from './unit.ts';
import type { Value } from './value.ts';

/** Calls open at one time. Reason: real chains are shorter, and the compiler recurses over them. */
const callDepthMax = 256;

export function lowerCall(call: CallExpression, unit: Unit): Value {
  const symbol = unit.symbolOf(call.callee);
  if (symbol?.kind === 'builtin') {
    const builtin = builtins.get(symbol.name);
    return builtin === undefined ? unknownValue : lowerBuiltin(builtin, call, unit);
  }
  if (symbol?.kind !== 'function') return unknownValue;
  unit.linker.statements?.called.push(symbol.name);
  const body = unit.linker.body(symbol.name);
  if (body === undefined) {
    unit.report('RW0601', call.callee, unit.linker.absence(symbol));
    return unknownValue;
  }
  const values = call.arguments.map((argument) => lowerExpression(argument, unit));
  if (!areAsDeclared(values, body)) {
    const types = values.map(({ type }, index) => nullable(type, body, index));
    const mismatch = argumentMismatch(body, types);
    if (mismatch !== undefined) {
      unit.report('RW0604', call, `in ${unit.linker.release.text}, ${mismatch.message}`);
      return unknownValue;
    }
  }
  if (isOpen(body, unit)) {
    unit.report('RW0404', call, `recursion: ${callPath(body, unit)}`);
    return unknownValue;
  }
  if (unit.activation.depth >= callDepthMax) {
    const message = `calls nest deeper than ${callDepthMax} (call_depth_max)`;
    unit.report('RW0701', call, message);
    return unknownValue;
  }
  return expand(body, values, call, unit);
}

/** Most arguments are of the very type. */
function areAsDeclared(values: readonly Value[], { parameters }: FunctionBody): boolean {
  if (values.length !== parameters.length) return false;
  return values.every(({ type }, index) => type === parameters[index]?.type);
}

/** An integer constant 0 may stand for NULL; the checker has seen to it that it is one. */
function nullable(type: Value['type'], body: FunctionBody, index: number): Value['type'] {
  const wanted = body.parameters[index]?.type.kind;
  return wanted === 'pointer' && type.kind === 'integer' ? { kind: 'null' } : type;
}

function isOpen(body: FunctionBody, unit: Unit): boolean {
  for (let open: Activation | undefined = unit.activation; open !== undefined; open = open.caller) {
    if (open.body === body) return true;
  }
  return false;
}

function callPath(body: FunctionBody, unit: Unit): string {
  const names = [`${body.name}()`];
  for (let open: Activation | undefined = unit.activation; open !== undefined; open = open.caller) {
    names.unshift(`${open.name}()`);
    if (open.body === body) break;
  }
  return names.join(' calls ');
}

function expand(
  body: FunctionBody,
  values: readonly Value[],
  call: CallExpression,
  unit: Unit,
): Value {
  const { declaration } = body;
  if (declaration.body === undefined) return unknownValue;
  unit.linker.use(body);
  if (unit.builder.reachable) unit.linker.expanded.add(body);
  const { tail, isHardware } = factsOf(body);
  const caller = unit.activation;
  const firstInstruction = unit.builder.code.length;
  const single = tail?.value !== undefined;
  const resultRegisters =
    single || body.result.kind === 'void' ? [] : unit.temporaries(body.result);
  if (resultRegisters.length > 0) declareResult(body, resultRegisters, call, unit);
  const line = caller.frame;
  unit.activation = {
    name: body.name,
    body,
    file: body.file,
    frame: unit.builder.frame(body.name, line, caller.file, call.start, call.end, isHardware),
    caller,
    call,
    bindings: new Map(),
    labels: undefined,
    result: body.result,
    exit: newLabel(),
    resultRegisters,
    breaks: [],
    continues: [],
    pure: unit.pure,
    depth: caller.depth + 1,
  };
  unit.linker.recorder?.call(unit);
  bindParameters(body.parameters, values, call, unit);
  let result: Value = { type: body.result, parts: [] };
  if (tail?.value !== undefined) {
    lowerAllBut(declaration.body, tail, unit);
    result = returned(tail.value, unit);
  } else {
    lowerBlock(declaration.body, unit);
    if (body.result.kind !== 'void') result = unit.valueOf(resultRegisters, body.result);
  }
  unit.builder.place(unit.activation.exit);
  markCall(body, result, call, unit);
  unit.activation = caller;
  showAtCall(body, firstInstruction, call, unit);
  return result;
}

/** A function that ends without `return` has no result: reading it is reported. */
function declareResult(
  body: FunctionBody,
  registers: readonly number[],
  call: CallExpression,
  unit: Unit,
): void {
  if (!unit.builder.reachable) return;
  for (const register of registers) {
    const pc = unit.builder.code.length;
    const { activation } = unit;
    unit.undefinedSets.push({ pc, register, span: call, name: `${body.name}()`, activation });
    unit.local({ op: 'set', to: register, value: { op: 'constant', value: 0 } }, call);
  }
}

function bindParameters(
  parameters: readonly VariableSymbol[],
  values: readonly Value[],
  call: CallExpression,
  unit: Unit,
): void {
  for (const [index, value] of values.entries()) {
    const parameter = parameters[index];
    if (parameter === undefined) return;
    bindLocal(parameter, convert(value, parameter.type, unit), call.arguments[index] ?? call, unit);
  }
}

/** What a body says of all its calls: it is expanded again and again. */
interface CallFacts {
  /** The `return` at the very end, if there is no other: then the value needs no register. */
  readonly tail: ReturnStatement | undefined;
  /** `hardware: the MMU's table walk` in the doc comment: no code calls it. */
  readonly isHardware: boolean;
  readonly isInline: boolean;
}

const callFacts = new WeakMap<FunctionBody, CallFacts>();

function factsOf(body: FunctionBody): CallFacts {
  let known = callFacts.get(body);
  if (known === undefined) {
    const { doc, declaration } = body;
    known = {
      tail: declaration.body && findTailReturn(declaration.body),
      isHardware: doc.some((line) => /^\s*hardware:/.test(line)),
      isInline: declaration.storage.includes('inline'),
    };
    callFacts.set(body, known);
  }
  return known;
}

function findTailReturn(block: Block): ReturnStatement | undefined {
  const last = block.statements.at(-1);
  if (last?.kind !== 'Return') return undefined;
  const others = block.statements.slice(0, -1);
  return others.some(returns) ? undefined : last;
}

function returns(statement: Statement): boolean {
  switch (statement.kind) {
    case 'Return':
      return true;
    case 'Block':
      return statement.statements.some(returns);
    case 'If':
      return (
        returns(statement.consequent) ||
        (statement.alternative !== undefined && returns(statement.alternative))
      );
    case 'While':
    case 'Do':
    case 'For':
    case 'Atomic':
    case 'Ghost':
      return returns(statement.body);
    case 'Switch':
      return statement.sections.some((section) => section.statements.some(returns));
    case 'Choose':
      return statement.branches.some(returns);
    case 'Labeled':
      return returns(statement.statement);
    default:
      return false;
  }
}

function lowerAllBut(block: Block, last: Statement, unit: Unit): void {
  for (const statement of block.statements) {
    if (statement !== last) lowerStatement(statement, unit);
  }
}

/**
 * An inline function that is a single step (test_bit, set_bit, spin_lock) is shown as its call, in the
 * caller, as a reader of kernel code thinks of it.
 */
function showAtCall(body: FunctionBody, from: number, call: CallExpression, unit: Unit): void {
  if (!factsOf(body).isInline) return;
  const only = unit.builder.onlyStep(from);
  if (only === undefined) return;
  only.site = unit.site(call);
  if ('text' in only) Object.assign(only, { text: unit.text(call) });
}
