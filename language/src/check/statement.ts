// Statements: scopes of locals, labels, and what may stand where.
import { hasLabel } from '../syntax/has-label.ts';
import type {
  AtomicStatement,
  Block,
  GotoStatement,
  InitializedDeclarator,
  LabeledStatement,
  ReturnStatement,
  Statement,
  SwitchStatement,
  VariableDeclaration,
} from '../syntax/tree.ts';
import { requireConstant } from './constants.ts';
import type { BodyContext, CheckContext } from './context.ts';
import { report } from './context.ts';
import { checkCondition, checkExpression } from './expression.ts';
import { checkAssignable } from './fitting.ts';
import { Scope } from './scope.ts';
import type { LabelSymbol, VariableSymbol } from './symbols.ts';
import type { Type } from './types.ts';
import { typeName } from './types.ts';
import { declaredType } from './written-type.ts';

/** Checks a body with everything it may jump to. */
export function checkBody(body: Block, name: string, result: Type, context: CheckContext): void {
  checkBlock(body, { ...context, body: bodyContext(body, name, result, context) });
}

/** What the statements of a body have to know of it; its labels are declared. */
export function bodyContext(
  body: Block,
  name: string,
  result: Type,
  context: CheckContext,
): BodyContext {
  const labels = hasLabel(body) ? new Map<string, LabelSymbol>() : noLabels;
  if (labels !== noLabels) collectLabels(body, noAtomics, labels, context);
  return {
    name,
    result,
    labels,
    inLoop: false,
    inSwitch: false,
    inGhost: false,
    atomics: noAtomics,
  };
}

const noLabels: Map<string, LabelSymbol> = new Map();
const noAtomics: readonly AtomicStatement[] = [];

const noStatements: readonly Statement[] = [];

function collectLabels(
  statement: Statement,
  atomics: readonly AtomicStatement[],
  labels: Map<string, LabelSymbol>,
  context: CheckContext,
): void {
  if (statement.kind === 'Labeled') {
    declareLabel(statement, atomics, labels, context);
    collectLabels(statement.statement, atomics, labels, context);
    return;
  }
  const inside = statement.kind === 'Atomic' ? [...atomics, statement] : atomics;
  for (const child of nested(statement)) collectLabels(child, inside, labels, context);
}

function nested(statement: Statement): readonly Statement[] {
  switch (statement.kind) {
    case 'Block':
      return statement.statements;
    case 'If':
      return statement.alternative === undefined
        ? [statement.consequent]
        : [statement.consequent, statement.alternative];
    case 'While':
    case 'Do':
    case 'For':
    case 'Atomic':
    case 'Ghost':
      return [statement.body];
    case 'Switch':
      return statement.sections.flatMap((section) => section.statements);
    case 'Choose':
      return statement.branches;
    case 'Labeled':
      return [statement.statement];
    default:
      return noStatements;
  }
}

function declareLabel(
  statement: LabeledStatement,
  atomics: readonly AtomicStatement[],
  labels: Map<string, LabelSymbol>,
  context: CheckContext,
): void {
  const { label } = statement;
  if (labels.has(label.text)) {
    report(context, 'RW0202', label, `label '${label.text}' is declared twice`);
    return;
  }
  const symbol: LabelSymbol = {
    kind: 'label',
    name: label.text,
    file: context.file,
    span: { start: label.start, end: label.end },
    doc: [],
    statement,
  };
  labels.set(label.text, symbol);
  context.bindings.names.set(label, symbol);
  context.bindings.labelContext.set(statement, atomics);
}

export function checkBlock(block: Block, context: CheckContext): void {
  const declares = block.statements.some((statement) => mayDeclare(statement));
  const inside = declares ? { ...context, scope: new Scope(context.scope) } : context;
  for (const statement of block.statements) checkStatement(statement, inside);
}

/** Does the statement itself declare a name? If none does, a scope would be made for nothing. */
function mayDeclare({ kind }: Statement): boolean {
  return kind === 'Variable' || kind === 'Labeled';
}

function inBody(context: CheckContext, change: Partial<BodyContext>): CheckContext {
  return context.body === undefined
    ? context
    : { ...context, body: { ...context.body, ...change } };
}

function checkStatement(statement: Statement, context: CheckContext): void {
  switch (statement.kind) {
    case 'Block':
      checkBlock(statement, context);
      return;
    case 'Variable':
      checkLocals(statement, context);
      return;
    case 'ExpressionStatement':
      checkExpression(statement.expression, context);
      return;
    case 'If':
      checkCondition(statement.condition, context);
      checkNested(statement.consequent, context);
      if (statement.alternative !== undefined) checkNested(statement.alternative, context);
      return;
    case 'While':
    case 'Do':
      checkCondition(statement.condition, context);
      checkNested(statement.body, inBody(context, { inLoop: true }));
      return;
    case 'For': {
      const inside = { ...context, scope: new Scope(context.scope) };
      if (statement.initializer !== undefined) checkStatement(statement.initializer, inside);
      if (statement.condition !== undefined) checkCondition(statement.condition, inside);
      if (statement.update !== undefined) checkExpression(statement.update, inside);
      checkNested(statement.body, inBody(inside, { inLoop: true }));
      return;
    }
    case 'Switch':
      checkSwitch(statement, context);
      return;
    case 'Break':
      if (context.body?.inLoop !== true && context.body?.inSwitch !== true) {
        report(context, 'RW0405', statement, "'break' stands outside a loop or switch");
      }
      return;
    case 'Continue':
      if (context.body?.inLoop !== true) {
        report(context, 'RW0405', statement, "'continue' stands outside a loop");
      }
      return;
    case 'Goto':
      checkGoto(statement, context);
      return;
    case 'Labeled':
      checkStatement(statement.statement, context);
      return;
    case 'Return':
      checkReturn(statement, context);
      return;
    case 'Atomic':
      checkBlock(
        statement.body,
        inBody(context, { atomics: [...(context.body?.atomics ?? []), statement] }),
      );
      return;
    case 'Ghost':
      checkBlock(
        statement.body,
        inBody({ ...context, ghost: true }, { inGhost: true, inLoop: false, inSwitch: false }),
      );
      return;
    case 'Choose':
      for (const branch of statement.branches) checkBlock(branch, context);
      return;
    case 'Empty':
    case 'ErrorStatement':
      return;
  }
}

function checkNested(statement: Statement, context: CheckContext): void {
  const inside = mayDeclare(statement) ? { ...context, scope: new Scope(context.scope) } : context;
  checkStatement(statement, inside);
}

function checkSwitch(statement: SwitchStatement, context: CheckContext): void {
  const subject = checkExpression(statement.subject, context);
  if (subject.kind !== 'integer' && subject.kind !== 'error') {
    report(context, 'RW0301', statement.subject, `cannot switch over '${typeName(subject)}'`);
  }
  const seen = new Set<number>();
  let defaults = 0;
  const inside = { ...inBody(context, { inSwitch: true }), scope: new Scope(context.scope) };
  for (const section of statement.sections) {
    for (const label of section.labels) {
      if (label === undefined) {
        defaults += 1;
        if (defaults === 2) report(context, 'RW0505', section, "'default' stands twice");
        continue;
      }
      checkExpression(label, context);
      const value = requireConstant(label, 'a case label', -(2 ** 31), 2 ** 32 - 1, context);
      if (value === undefined) continue;
      if (seen.has(value)) report(context, 'RW0505', label, `case ${value} stands twice`);
      seen.add(value);
    }
    for (const child of section.statements) checkStatement(child, inside);
  }
}

function checkGoto(statement: GotoStatement, context: CheckContext): void {
  const symbol = context.body?.labels.get(statement.label.text);
  if (context.body?.inGhost === true) {
    report(
      context,
      'RW0405',
      statement,
      "'goto' cannot stand in ghost { }: ghost state never decides",
    );
  }
  if (symbol === undefined) {
    if (statement.label.text !== '') {
      report(
        context,
        'RW0201',
        statement.label,
        `no label '${statement.label.text}' in this function`,
      );
    }
    return;
  }
  context.bindings.names.set(statement.label, symbol);
  const wanted = context.bindings.labelContext.get(symbol.statement) ?? [];
  const here = context.body?.atomics ?? [];
  if (wanted.some((atomic, index) => here[index] !== atomic)) {
    const message = `'goto ${statement.label.text}' jumps into atomic { } from outside`;
    report(context, 'RW0405', statement, message);
  }
}

function checkReturn(statement: ReturnStatement, context: CheckContext): void {
  const body = context.body;
  if (body === undefined) return;
  if (body.inGhost) {
    report(
      context,
      'RW0405',
      statement,
      "'return' cannot stand in ghost { }: ghost state never decides",
    );
  }
  if (statement.value === undefined) {
    if (body.result.kind !== 'void' && body.result.kind !== 'error') {
      const message = `'${body.name}' must return a '${typeName(body.result)}'`;
      report(context, 'RW0405', statement, message);
    }
    return;
  }
  if (body.result.kind === 'void') {
    checkExpression(statement.value, context);
    report(context, 'RW0405', statement, `'${body.name}' returns nothing`);
    return;
  }
  checkAssignable(statement.value, body.result, `the result of ${body.name}()`, context);
}

function checkLocals(declaration: VariableDeclaration, context: CheckContext): void {
  for (const initialized of declaration.declarators) checkLocal(declaration, initialized, context);
}

function checkLocal(
  declaration: VariableDeclaration,
  initialized: InitializedDeclarator,
  context: CheckContext,
): void {
  const { declarator, initializer } = initialized;
  const type = declaredType(declaration.type, declarator, context);
  const has = (word: string) => declaration.storage.some((storage) => storage === word);
  const ghost = has('ghost');
  if (has('pool') || has('thread_local') || has('static') || has('extern')) {
    const message = 'static, pool and thread_local variables stand outside functions';
    report(context, 'RW0306', declaration, message);
  }
  if (containsArray(type)) {
    const message = `'${declarator.name.text}' is an array: arrays stand at file or scenario level`;
    report(context, 'RW0306', declarator, message);
  }
  if (type.kind === 'void') {
    report(context, 'RW0306', declarator, `'${declarator.name.text}' cannot be void`);
  }
  if (initializer !== undefined) {
    const inside = { ...context, ghost: context.ghost || ghost };
    checkAssignable(initializer, type, `'${declarator.name.text}'`, inside);
  }
  const name = declarator.name;
  if (name.text === '') return;
  if (context.scope.values.has(name.text)) {
    report(context, 'RW0202', name, `'${name.text}' is declared twice`);
  }
  const symbol: VariableSymbol = {
    kind: 'variable',
    name: name.text,
    file: context.file,
    span: { start: name.start, end: name.end },
    doc: [],
    storage: 'local',
    type,
    // What a ghost block declares is ghost itself.
    ghost: ghost || context.ghost,
    constant: has('const'),
    pool: false,
    initializer,
  };
  context.scope.values.set(name.text, symbol);
  context.bindings.names.set(name, symbol);
}

function containsArray(type: Type): boolean {
  if (type.kind === 'array') return true;
  return type.kind === 'struct' && type.fields.some((field) => containsArray(field.type));
}
