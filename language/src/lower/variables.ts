// The variables of open calls, for who looks into a state: where the value of each is.
import type { Display, Program } from '@racewalk/simulator';
import type { Model } from '../analyse.ts';
import type { FrameVariable, VariablePart } from '../analysis.ts';
import type { CheckedScenario, CheckedVariant } from '../check/scenario.ts';
import type { VariableSymbol } from '../check/symbols.ts';
import { displayOf, type Type, typeName } from '../check/types.ts';
import { positionIn } from '../query/position.ts';
import { visibleSpans } from '../query/visible.ts';
import type { Block, Span } from '../syntax/tree.ts';
import type { Linker } from './linker.ts';
import type { RecordedCall, Recorder } from './recorder.ts';
import { leavesOf, offsetOf, sizeOf } from './shape.ts';
import type { Bound } from './unit.ts';
import type { LocalPlace } from './value.ts';
import { zero } from './value.ts';

/** A variant that was lowered once more, with what locals are bound to. */
export interface Inspection {
  readonly model: Model;
  readonly scenario: CheckedScenario;
  readonly variant: CheckedVariant;
  readonly linker: Linker;
  readonly recorder: Recorder;
  /** The compilation's own. */
  readonly program: Program;
}

/** A local with what it is bound to, and where its name can be used. */
export interface Local {
  readonly symbol: VariableSymbol;
  readonly bound: Bound;
  readonly visible: Span;
}

export function frameVariables(
  inspection: Inspection | undefined,
  frame: number,
  pc: number | undefined,
): readonly FrameVariable[] {
  const call = inspection?.recorder.calls.get(frame);
  if (inspection === undefined || call === undefined) return [];
  const offset = pc === undefined ? undefined : positionIn(inspection.program, frame, pc);
  const locals = localsOf(inspection, call);
  const shown = offset === undefined ? locals : visibleAt(locals, offset);
  return shown.map((local) => variableOf(local, inspection.linker));
}

export function threadVariables(
  inspection: Inspection | undefined,
  thread: number,
): readonly FrameVariable[] {
  const unit = inspection?.recorder.threads[thread];
  if (inspection === undefined || unit === undefined) return [];
  return [...unit.threadLocals].map(([symbol, bound]) =>
    variableOf({ symbol, bound, visible: symbol.span }, inspection.linker),
  );
}

/** The parameters, then the locals in the order of the text, hidden ones included. */
export function localsOf(inspection: Inspection, { activation, unit }: RecordedCall): Local[] {
  const body = bodyOf(inspection, activation.body?.declaration.body, unit.thread - 1);
  if (body === undefined) return [];
  const spans = visibleSpans(body);
  const whole = { start: body.start, end: body.end };
  return [...activation.bindings]
    .filter(([symbol]) => symbol.storage !== 'quantifier' && symbol.name !== '')
    .map(([symbol, bound]) => {
      const visible = symbol.storage === 'parameter' ? whole : spans.get(symbol.span.start);
      return { symbol, bound, visible: visible ?? whole };
    })
    .sort((a, b) => a.symbol.span.start - b.symbol.span.start);
}

function bodyOf(
  { scenario }: Inspection,
  called: Block | undefined,
  thread: number,
): Block | undefined {
  return called ?? scenario.threads[thread]?.block.body;
}

/** What can be named at an offset: of two with one name, the inner one. */
export function visibleAt(locals: readonly Local[], offset: number): readonly Local[] {
  const inScope = locals.filter(({ visible }) => visible.start <= offset && offset < visible.end);
  return inScope.filter(
    (local) =>
      !inScope.some(
        (other) =>
          other !== local &&
          other.symbol.name === local.symbol.name &&
          other.visible.start > local.visible.start,
      ),
  );
}

function variableOf({ symbol, bound, visible }: Local, linker: Linker): FrameVariable {
  const reference = bound.kind === 'value' ? bound.value.reference : undefined;
  return {
    name: symbol.name,
    type: typeName(symbol.type),
    parameter: symbol.storage === 'parameter',
    ghost: symbol.ghost,
    file: symbol.file,
    declared: symbol.span,
    visible,
    reference: reference === undefined ? undefined : referenceName(reference, linker),
    parts: reference === undefined ? partsOf(bound, linker) : partsOf(reference, linker),
  };
}

function partsOf(bound: Bound, linker: Linker): readonly VariablePart[] {
  const type = bound.kind === 'value' ? bound.value.type : bound.type;
  return leavesOf(type).map((leaf, index): VariablePart => {
    const register = bound.kind === 'registers' ? bound.registers[index] : undefined;
    const value =
      bound.kind === 'value'
        ? (bound.value.parts[index] ?? zero)
        : ({ op: 'register', register: register ?? 0 } as const);
    return {
      suffix: leaf.suffix,
      type: typeName(leaf.type),
      value,
      display: leafDisplay(leaf.type, linker),
    };
  });
}

export function leafDisplay(type: Type, { builder }: Linker): Display {
  if (type.kind === 'pointer') return { kind: 'pointer', domain: builder.domain(type.to) };
  return displayOf(type);
}

/** `&pte.write`: the local that a reference leads to, as its own function names it. */
export function referenceName(place: LocalPlace, { builder }: Linker): string {
  const [first] = place.registers;
  for (const [symbol, bound] of place.owner?.bindings ?? []) {
    if (bound.kind !== 'registers' || first === undefined) continue;
    const at = bound.registers.indexOf(first);
    if (at >= 0) return `&${symbol.name}${pathTo(symbol.type, at, place.type)}`;
  }
  return `&${builder.registers.cells[first ?? -1]?.name ?? '?'}`;
}

/** From a variable to the part of the given type that begins `at` registers further. */
function pathTo(type: Type, at: number, wanted: Type): string {
  if (type.kind !== 'struct' && type.kind !== 'word') return '';
  if (at === 0 && type === wanted) return '';
  for (const field of type.fields) {
    const offset = offsetOf(type, field);
    if (at < offset || at >= offset + sizeOf(field.type)) continue;
    return `.${field.name}${pathTo(field.type, at - offset, wanted)}`;
  }
  return '';
}
