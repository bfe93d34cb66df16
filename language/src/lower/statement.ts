// Statements: blocks, jumps, loops, atomic groups, choices.
import type { VariableSymbol } from '../check/symbols.ts';
import { within } from '../check/types.ts';
import { hasLabel } from '../syntax/has-label.ts';
import type {
  Block,
  ChooseStatement,
  DoStatement,
  Expression,
  ForStatement,
  IfStatement,
  LabeledStatement,
  ReturnStatement,
  Statement,
  SwitchStatement,
  VariableDeclaration,
  WhileStatement,
} from '../syntax/tree.ts';
import { jumpIfFalse, jumpIfTrue } from './condition.ts';
import type { Label } from './draft.ts';
import { newLabel } from './draft.ts';
import {
  convert,
  lowerAssignment,
  lowerExpression,
  lowerUpdate,
  scalar,
  withPure,
  write,
} from './expression.ts';
import { listValue } from './initializer.ts';
import type { Unit } from './unit.ts';
import type { LocalPlace, Value } from './value.ts';
import { binary, boolRange, constantOf } from './value.ts';

export function lowerBlock(block: Block, unit: Unit): void {
  for (const statement of block.statements) lowerStatement(statement, unit);
}

export function lowerStatement(statement: Statement, unit: Unit): void {
  const { standing, statements } = unit.linker;
  const stands = standing?.standsFor(statement, unit);
  if (stands === true) return;
  if (stands === 'whole') unit.linker.standing = undefined;
  const open = statements?.begin(statement, unit);
  lowerAny(statement, unit);
  unit.linker.standing = standing;
  if (open !== undefined) statements?.end(open, unit);
}

function lowerAny(statement: Statement, unit: Unit): void {
  switch (statement.kind) {
    case 'Block':
      lowerBlock(statement, unit);
      return;
    case 'Variable':
      lowerLocals(statement, unit);
      return;
    case 'ExpressionStatement':
      lowerEffect(statement.expression, unit);
      return;
    case 'If':
      lowerIf(statement, unit);
      return;
    case 'While':
      lowerWhile(statement, unit);
      return;
    case 'Do':
      lowerDo(statement, unit);
      return;
    case 'For':
      lowerFor(statement, unit);
      return;
    case 'Switch':
      lowerSwitch(statement, unit);
      return;
    case 'Break':
      jump(unit.activation.breaks.at(-1), statement, unit);
      return;
    case 'Continue':
      jump(unit.activation.continues.at(-1), statement, unit);
      return;
    case 'Goto': {
      const symbol = unit.symbolOf(statement.label);
      if (symbol?.kind === 'label') jump(labelOf(symbol.statement, unit), statement, unit);
      return;
    }
    case 'Labeled':
      unit.builder.place(labelOf(statement, unit), true);
      lowerStatement(statement.statement, unit);
      return;
    case 'Return':
      lowerReturn(statement, unit);
      return;
    case 'Atomic':
      lowerAtomic(statement, () => lowerBlock(statement.body, unit), unit);
      return;
    case 'Ghost':
      withPure(unit, true, () => lowerBlock(statement.body, unit));
      return;
    case 'Choose':
      lowerChoose(statement, unit);
      return;
    case 'Empty':
    case 'ErrorStatement':
      return;
  }
}

/** An expression whose value nobody wants. */
export function lowerEffect(expression: Expression, unit: Unit): void {
  if (expression.kind === 'Parenthesized') lowerEffect(expression.expression, unit);
  else if (expression.kind === 'Update') lowerUpdate(expression, unit, false);
  else if (expression.kind === 'Assignment') lowerAssignment(expression, unit);
  else lowerExpression(expression, unit);
}

function jump(label: Label | undefined, statement: Statement, unit: Unit): void {
  if (label !== undefined) unit.local({ op: 'jump', to: label }, statement);
}

function labelOf(statement: LabeledStatement, unit: Unit): Label {
  const symbol = unit.symbolOf(statement.label);
  if (symbol?.kind !== 'label') return newLabel();
  unit.activation.labels ??= new Map();
  const { labels } = unit.activation;
  const known = labels.get(symbol);
  if (known !== undefined) return known;
  const label = newLabel();
  labels.set(symbol, label);
  return label;
}

/** One step: `body` inside it adds none. */
export function lowerAtomic(
  span: { readonly start: number; readonly end: number },
  body: () => void,
  unit: Unit,
  text?: string,
): void {
  if (unit.atomic === 0 && !unit.pure) {
    unit.access({ op: 'mark', text: text ?? unit.text(span) }, span);
  }
  unit.atomic += 1;
  body();
  unit.atomic -= 1;
}

function lowerIf(statement: IfStatement, unit: Unit): void {
  const otherwise = newLabel();
  const jumps = jumpIfFalse(statement.condition, otherwise, unit);
  // A branch that the release or an argument rules out is not looked into, unless a goto leads there.
  if (jumps !== 'always' || hasLabel(statement.consequent))
    lowerStatement(statement.consequent, unit);
  if (statement.alternative === undefined) {
    unit.builder.place(otherwise);
    return;
  }
  const end = newLabel();
  jump(end, statement, unit);
  unit.builder.place(otherwise);
  if (jumps !== 'never' || hasLabel(statement.alternative))
    lowerStatement(statement.alternative, unit);
  unit.builder.place(end);
}

/** The body of a loop, with its `break` and `continue`. */
function lowerLoopBody(body: Statement, breaks: Label, continues: Label, unit: Unit): void {
  unit.activation.breaks.push(breaks);
  unit.activation.continues.push(continues);
  lowerStatement(body, unit);
  unit.activation.breaks.pop();
  unit.activation.continues.pop();
}

function lowerWhile(statement: WhileStatement, unit: Unit): void {
  const again = newLabel();
  const end = newLabel();
  const entered = hasLabel(statement.body);
  unit.builder.place(again, entered);
  const jumps = jumpIfFalse(statement.condition, end, unit);
  if (jumps !== 'always' || entered) lowerLoopBody(statement.body, end, again, unit);
  jump(again, statement, unit);
  unit.builder.place(end);
}

function lowerDo(statement: DoStatement, unit: Unit): void {
  const again = newLabel();
  const next = newLabel();
  const end = newLabel();
  unit.builder.place(again, hasLabel(statement.body));
  lowerLoopBody(statement.body, end, next, unit);
  unit.builder.place(next);
  jumpIfTrue(statement.condition, again, unit);
  unit.builder.place(end);
}

function lowerFor(statement: ForStatement, unit: Unit): void {
  if (statement.initializer !== undefined) lowerStatement(statement.initializer, unit);
  const again = newLabel();
  const next = newLabel();
  const end = newLabel();
  const entered = hasLabel(statement.body);
  unit.builder.place(again, entered);
  const jumps =
    statement.condition === undefined ? 'never' : jumpIfFalse(statement.condition, end, unit);
  if (jumps !== 'always' || entered) lowerLoopBody(statement.body, end, next, unit);
  unit.builder.place(next);
  if (statement.update !== undefined && unit.builder.reachable) lowerEffect(statement.update, unit);
  jump(again, statement, unit);
  unit.builder.place(end);
}

function lowerSwitch(statement: SwitchStatement, unit: Unit): void {
  const value = lowerExpression(statement.subject, unit);
  const subject = scalar(value, statement.subject, unit);
  const end = newLabel();
  const labels = statement.sections.map(() => newLabel());
  let fallback = end;
  statement.sections.forEach((section, index) => {
    const label = labels[index] ?? end;
    for (const test of section.labels) {
      if (test === undefined) {
        fallback = label;
        continue;
      }
      const wanted = scalar(lowerExpression(test, unit), test, unit);
      const differs = binary('!=', subject, wanted, boolRange);
      const known = constantOf(differs);
      if (known === 0) unit.local({ op: 'jump', to: label }, test);
      else if (known === undefined) {
        unit.local({ op: 'branch', condition: differs, otherwise: label }, test);
      }
    }
  });
  jump(fallback, statement, unit);
  unit.activation.breaks.push(end);
  statement.sections.forEach((section, index) => {
    unit.builder.place(labels[index] ?? end);
    for (const child of section.statements) lowerStatement(child, unit);
  });
  unit.activation.breaks.pop();
  unit.builder.place(end);
}

function lowerReturn(statement: ReturnStatement, unit: Unit): void {
  const { activation } = unit;
  if (statement.value !== undefined) {
    const value = returned(statement.value, unit);
    if (activation.result.kind !== 'void') {
      const registers = activation.resultRegisters;
      write({ kind: 'registers', registers, type: activation.result }, value, statement, unit);
    }
  }
  jump(activation.exit, statement, unit);
}

/** The value of a `return`, converted to what the function returns. */
export function returned(expression: Expression, unit: Unit): Value {
  return convert(lowerExpression(expression, unit), unit.activation.result, unit);
}

function lowerChoose(statement: ChooseStatement, unit: Unit): void {
  if (unit.mode === 'setup') {
    unit.report('RW0408', statement, "'choose' in setup: setup must have one result");
    return;
  }
  if (unit.pure) {
    unit.report('RW0402', statement, "'choose' cannot stand here: this code only looks");
    return;
  }
  const end = newLabel();
  const targets = statement.branches.map(() => newLabel());
  unit.access({ op: 'choose', targets, text: 'choose' }, statement);
  statement.branches.forEach((branch, index) => {
    unit.builder.place(targets[index] ?? end);
    lowerBlock(branch, unit);
    jump(end, branch, unit);
  });
  unit.builder.place(end);
}

function lowerLocals(declaration: VariableDeclaration, unit: Unit): void {
  for (const { declarator, initializer } of declaration.declarators) {
    const symbol = unit.symbolOf(declarator.name);
    if (symbol?.kind !== 'variable') continue;
    if (initializer === undefined) declareUnset(symbol, declarator, unit);
    else {
      withPure(unit, symbol.ghost, () => {
        const value =
          initializer.kind === 'InitializerList'
            ? listValue(initializer, symbol.type, unit)
            : convert(lowerExpression(initializer, unit), symbol.type, unit);
        bindLocal(symbol, value, initializer, unit);
      });
    }
  }
}

/**
 * Gives a local or parameter its value. One that is never changed and whose value is a constant, a
 * reference, or a temporary of its own needs no register.
 */
export function bindLocal(
  symbol: VariableSymbol,
  value: Value,
  span: { readonly start: number; readonly end: number },
  unit: Unit,
): void {
  const { bindings } = unit.activation;
  const fixed = !unit.linker.isAssigned(symbol) && !unit.linker.addressTaken(symbol);
  const constant = value.parts.every((part) => constantOf(part) !== undefined);
  if (value.reference !== undefined) {
    if (!fixed)
      unit.report('RW0407', span, `'${symbol.name}' points to a local and cannot be changed`);
    bindings.set(symbol, { kind: 'value', value });
    return;
  }
  if (fixed && constant && symbol.type.kind !== 'integer') {
    bindings.set(symbol, { kind: 'value', value: { ...value, type: symbol.type } });
    return;
  }
  if (fixed && constant && value.parts.length === 1 && fits(value, symbol)) {
    bindings.set(symbol, { kind: 'value', value: { ...value, type: symbol.type } });
    return;
  }
  if (fixed && adopt(symbol, value, unit)) return;
  const known = bindings.get(symbol);
  const registers =
    known?.kind === 'registers' ? known.registers : unit.temporaries(symbol.type, symbol.name);
  const place = localPlace(symbol, registers, unit);
  bindings.set(symbol, place);
  write(place, value, span, unit);
}

function localPlace(symbol: VariableSymbol, registers: readonly number[], unit: Unit): LocalPlace {
  return { kind: 'registers', registers, type: symbol.type, owner: unit.activation };
}

/** A temporary that nothing else refers to becomes the local itself. */
function adopt(symbol: VariableSymbol, value: Value, unit: Unit): boolean {
  const registers: number[] = [];
  const { builder } = unit;
  for (const part of value.parts) {
    if (part.op !== 'register' || builder.registers.cells[part.register]?.name !== undefined)
      return false;
    registers.push(part.register);
  }
  if (symbol.type.kind === 'integer' && registers[0] !== undefined) {
    if (!within(builder.registers.rangeOf(registers[0]), symbol.type.range)) return false;
  }
  builder.registers.rename(registers, symbol.type, symbol.name);
  unit.activation.bindings.set(symbol, localPlace(symbol, registers, unit));
  return true;
}

function fits(value: Value, symbol: VariableSymbol): boolean {
  const known = constantOf(value.parts[0] ?? { op: 'constant', value: 0 });
  if (known === undefined || symbol.type.kind !== 'integer') return false;
  return known >= symbol.type.range.min && known <= symbol.type.range.max;
}

function declareUnset(
  symbol: VariableSymbol,
  span: { readonly start: number; readonly end: number },
  unit: Unit,
): void {
  const { bindings } = unit.activation;
  const known = bindings.get(symbol);
  const registers =
    known?.kind === 'registers' ? known.registers : unit.temporaries(symbol.type, symbol.name);
  bindings.set(symbol, localPlace(symbol, registers, unit));
  if (!unit.builder.reachable) return;
  for (const register of registers) {
    unit.undefinedSets.push({
      pc: unit.builder.code.length,
      register,
      span,
      name: symbol.name,
      activation: unit.activation,
    });
    unit.local({ op: 'set', to: register, value: { op: 'constant', value: 0 } }, span);
  }
}
