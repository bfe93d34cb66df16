// Scenarios: their clauses, threads and variants, and what each variant is made of.
import type {
  ExpectClause,
  FinallyBlock,
  KernelClause,
  Name,
  ObserveClause,
  Release,
  ScenarioDeclaration,
  ScenarioItem,
  ScheduleClause,
  ScheduleColumns,
  SetupBlock,
  Span,
  ThreadBlock,
  VariantBlock,
  WitnessClause,
} from '../syntax/tree.ts';
import { isAlwaysWatched } from './builtin-properties.ts';
import { requireConstant } from './constants.ts';
import type { CheckContext } from './context.ts';
import { report } from './context.ts';
import { checkBodies, declareNames } from './declare.ts';
import type { Declaration } from './declare-types.ts';
import { checkCondition, checkExpression } from './expression.ts';
import { Scope } from './scope.ts';
import { checkBody } from './statement.ts';
import { suggestion } from './suggest.ts';
import type { PatchSymbol, PropertySymbol, ThreadSymbol, VariableSymbol } from './symbols.ts';
import { plainVariable } from './symbols.ts';
import { threadsMax, typeName, voidType } from './types.ts';

export interface CheckedScenario {
  readonly declaration: ScenarioDeclaration;
  readonly scope: Scope;
  readonly setup: SetupBlock | undefined;
  /** The variable that `setup (vmm)` introduces. */
  readonly process: VariableSymbol | undefined;
  readonly threads: readonly ThreadSymbol[];
  readonly observations: readonly ObserveClause[];
  readonly witnesses: readonly WitnessClause[];
  readonly finally: readonly FinallyBlock[];
  readonly variants: readonly CheckedVariant[];
}

export interface CheckedVariant {
  readonly name: string;
  readonly title: Span;
  readonly whole: Span;
  readonly scope: Scope;
  /** Undefined where no `kernel` clause is in force. */
  readonly release: Release | undefined;
  readonly patches: readonly PatchSymbol[];
  readonly forbidden: readonly PropertySymbol[];
  readonly expect: ExpectClause | undefined;
  readonly schedule: CheckedSchedule;
}

/** A fixed beginning of every run. */
export interface CheckedSchedule {
  readonly steps: readonly { readonly thread: number; readonly span: Span }[];
  /** What they mean is only known of a program: the steps are none then. */
  readonly columns: ScheduleColumns | undefined;
}

/** What a scenario without a schedule says. */
const anyOrder: CheckedSchedule = { steps: [], columns: undefined };

/** Steps a schedule may fix. */
export const scheduleMax = 10_000;

export function checkScenario(
  declaration: ScenarioDeclaration,
  outer: CheckContext,
): CheckedScenario {
  const scope = new Scope(outer.scope);
  const { items } = declaration;
  const releases = releasesOf(items);
  const numbers = releases.map((release) => release.number);
  const context: CheckContext = {
    ...outer,
    scope,
    from: numbers.length > 0 ? Math.min(...numbers) : Infinity,
    to: numbers.length > 0 ? Math.max(...numbers) : Infinity,
  };
  const declarations: readonly Declaration[] = items;
  const unit = { items: declarations, context };
  declareNames([unit]);
  const threads = declareThreads(items, context);
  const { setup, process } = checkSetup(items, context);
  checkBodies([unit]);
  for (const thread of threads) checkThread(thread.block, context);
  checkClauses(items, context);
  return {
    declaration,
    scope,
    setup,
    process,
    threads,
    observations: items.filter((item) => item.kind === 'ObserveClause'),
    witnesses: items.filter((item) => item.kind === 'WitnessClause'),
    finally: items.filter((item) => item.kind === 'Finally'),
    variants: checkVariants(declaration, threads, context),
  };
}

function releasesOf(items: readonly ScenarioItem[]): readonly Release[] {
  return items.flatMap((item) => {
    if (item.kind === 'KernelClause') return [item.release];
    return item.kind === 'Variant' ? releasesOf(item.items) : [];
  });
}

function declareThreads(
  items: readonly ScenarioItem[],
  context: CheckContext,
): readonly ThreadSymbol[] {
  const blocks = items.filter((item) => item.kind === 'Thread');
  const threads = blocks.map((block, index): ThreadSymbol => {
    const { name } = block;
    const symbol: ThreadSymbol = {
      kind: 'thread',
      name: name.text,
      file: context.file,
      span: { start: name.start, end: name.end },
      doc: block.doc?.lines ?? [],
      index,
      block,
    };
    context.bindings.names.set(name, symbol);
    const twin = blocks.find((other) => other.name.text === name.text);
    if (twin !== block) report(context, 'RW0202', name, `thread '${name.text}' is declared twice`);
    return symbol;
  });
  if (threads.length > threadsMax) {
    const place = threads[threadsMax]?.span ?? context.scope;
    if ('start' in place) {
      const message = `${threads.length} threads; the limit threads_max is ${threadsMax}`;
      report(context, 'RW0702', place, message);
    }
  }
  return threads;
}

function checkSetup(items: readonly ScenarioItem[], context: CheckContext) {
  let setup: SetupBlock | undefined;
  let process: VariableSymbol | undefined;
  for (const item of items) {
    if (item.kind !== 'Setup') continue;
    if (setup !== undefined) {
      report(context, 'RW0505', item, 'setup stands twice');
      continue;
    }
    setup = item;
    if (item.process !== undefined) process = declareProcess(item.process, context);
    checkBody(item.body, 'setup', voidType, { ...context, setup: context.scope });
  }
  return { setup, process };
}

/** `setup (vmm)`: a variable holding what the library's create_process() returns. */
function declareProcess(name: Name, context: CheckContext): VariableSymbol | undefined {
  const create = context.scope.function('create_process');
  const current = context.scope.value('current');
  if (create === undefined || current?.kind !== 'variable') {
    report(
      context,
      'RW0506',
      name,
      "a process needs create_process() and 'thread_local ... current'",
    );
    return undefined;
  }
  const symbol = plainVariable(name, context.file, 'setup', current.type);
  context.scope.values.set(name.text, symbol);
  context.bindings.names.set(name, symbol);
  return symbol;
}

function checkThread(block: ThreadBlock, context: CheckContext): void {
  if (block.process !== undefined) {
    const type = checkExpression(block.process, context);
    const current = context.scope.value('current');
    if (current?.kind !== 'variable') {
      report(context, 'RW0506', block.process, "a process needs 'thread_local ... current'");
    } else if (type.kind !== 'error' && typeName(type) !== typeName(current.type)) {
      const message = `a process is a '${typeName(current.type)}', found '${typeName(type)}'`;
      report(context, 'RW0301', block.process, message);
    }
  }
  checkBody(block.body, block.name.text, voidType, context);
}

/** Clauses that hold for all variants, and those that may stand only once. */
function checkClauses(items: readonly ScenarioItem[], context: CheckContext): void {
  const seen = new Set<string>();
  for (const item of items) {
    if (item.kind === 'ObserveClause') {
      const type = checkExpression(item.value, { ...context, ghost: true });
      if (type.kind === 'word' || type.kind === 'void') {
        report(
          context,
          'RW0301',
          item.value,
          `a '${typeName(type)}' cannot be observed; observe its fields`,
        );
      }
    } else if (item.kind === 'WitnessClause') {
      checkCondition(item.condition, { ...context, ghost: true });
    } else if (item.kind === 'Finally') {
      checkBody(item.body, 'finally', voidType, { ...context, ghost: true });
    } else if (item.kind === 'MemoryClause') {
      if (item.model.text !== 'sc') {
        report(
          context,
          'RW0509',
          item.model,
          `memory model '${item.model.text}' is not supported; use 'sc'`,
        );
      }
    }
    const once =
      item.kind === 'MemoryClause' || item.kind === 'KernelClause' || item.kind === 'ExpectClause';
    if (once && seen.has(item.kind)) report(context, 'RW0505', item, 'this clause stands twice');
    if (once) seen.add(item.kind);
  }
}

function checkSchedule(
  items: readonly ScenarioItem[],
  threads: readonly ThreadSymbol[],
  context: CheckContext,
): CheckedSchedule | undefined {
  const clauses = items.filter((item): item is ScheduleClause => item.kind === 'ScheduleClause');
  if (clauses[1] !== undefined) report(context, 'RW0505', clauses[1], 'schedule stands twice');
  const [clause] = clauses;
  if (clause === undefined) return undefined;
  const steps: { thread: number; span: Span }[] = [];
  for (const step of clause.steps) {
    const symbol = threads.find((thread) => thread.name === step.thread.text);
    if (symbol === undefined) {
      if (step.thread.text === '') continue;
      const names = threads.map((thread) => thread.name);
      const message = `no thread '${step.thread.text}'${suggestion(step.thread.text, names)}`;
      report(context, 'RW0201', step.thread, message);
      continue;
    }
    context.bindings.names.set(step.thread, symbol);
    const count =
      step.count === undefined
        ? 1
        : requireConstant(step.count, 'a number of steps', 1, scheduleMax, context);
    for (let i = 0; i < (count ?? 0); i++) steps.push({ thread: symbol.index, span: step.thread });
  }
  return { steps, columns: clause.columns };
}

function checkVariants(
  declaration: ScenarioDeclaration,
  threads: readonly ThreadSymbol[],
  context: CheckContext,
): readonly CheckedVariant[] {
  const items = declaration.items;
  const written = checkVariant(
    'as written',
    declaration.title,
    declaration,
    items,
    { context, threads },
    undefined,
  );
  const variants = [written];
  const titles = new Set<string>(['as written']);
  for (const item of items) {
    if (item.kind !== 'Variant') continue;
    if (titles.has(item.title.text)) {
      report(context, 'RW0202', item.title, `variant "${item.title.text}" is declared twice`);
    }
    titles.add(item.title.text);
    variants.push(declareVariant(item, { context, threads }, written));
  }
  if (!items.some((item) => item.kind === 'Thread')) {
    report(context, 'RW0504', declaration.title, 'this scenario has no threads');
  }
  reportUnforbidden(items, variants, context);
  return variants;
}

const allowedInVariant: ReadonlySet<string> = new Set([
  'KernelClause',
  'PatchClause',
  'ForbidClause',
  'ExpectClause',
  'SourceClause',
  'Function',
  'Property',
  'ScheduleClause',
  'ErrorItem',
]);

interface Surroundings {
  readonly context: CheckContext;
  readonly threads: readonly ThreadSymbol[];
}

function declareVariant(
  item: VariantBlock,
  { context: outer, threads }: Surroundings,
  written: CheckedVariant,
): CheckedVariant {
  const release = item.items.find(
    (inner): inner is KernelClause => inner.kind === 'KernelClause',
  )?.release;
  const number = (release ?? written.release)?.number ?? Infinity;
  const context = { ...outer, scope: new Scope(outer.scope), from: number, to: number };
  const allowed = item.items.filter((inner) => {
    if (allowedInVariant.has(inner.kind)) return true;
    report(context, 'RW0507', inner, 'this cannot stand in a variant');
    return false;
  });
  const unit = { items: allowed, context };
  declareNames([unit]);
  checkBodies([unit]);
  const inside = { context, threads };
  return checkVariant(item.title.text, item.title, item, allowed, inside, written);
}

function checkVariant(
  name: string,
  title: Span,
  whole: Span,
  items: readonly ScenarioItem[],
  { context, threads }: Surroundings,
  base: CheckedVariant | undefined,
): CheckedVariant {
  const patches: PatchSymbol[] = [...(base?.patches ?? [])];
  const forbidden = new Set<PropertySymbol>(base?.forbidden ?? []);
  let release = base?.release;
  let expect: ExpectClause | undefined;
  for (const item of items) {
    if (item.kind === 'KernelClause') release = item.release;
    else if (item.kind === 'PatchClause')
      for (const patch of item.names) usePatch(patch, patches, context);
    else if (item.kind === 'ForbidClause') {
      for (const property of item.names) {
        const symbol = propertyNamed(property, context);
        if (symbol !== undefined) forbidden.add(symbol);
      }
    } else if (item.kind === 'ExpectClause') expect = item;
    else if (item.kind === 'Property' && item.word === 'invariant') {
      const symbol = context.scope.properties.get(item.name.text);
      if (symbol !== undefined) forbidden.add(symbol);
    }
  }
  if (base === undefined)
    for (const symbol of outerInvariants(context.scope.parent)) forbidden.add(symbol);
  if (expect !== undefined) checkExpect(expect, forbidden, context);
  return {
    name,
    title: { start: title.start, end: title.end },
    whole: { start: whole.start, end: whole.end },
    scope: context.scope,
    release,
    patches,
    forbidden: [...forbidden],
    expect,
    schedule: checkSchedule(items, threads, context) ?? base?.schedule ?? anyOrder,
  };
}

/** Invariants of the file hold for all its scenarios; those of the library only where forbidden. */
function outerInvariants(scope: Scope | undefined): readonly PropertySymbol[] {
  return scope === undefined
    ? []
    : [...scope.properties.values()].filter((symbol) => symbol.invariant);
}

function usePatch(name: Name, patches: PatchSymbol[], context: CheckContext): void {
  if (name.text === '') return;
  const symbol = context.scope.patch(name.text);
  if (symbol === undefined) {
    report(
      context,
      'RW0603',
      name,
      `unknown patch '${name.text}'${suggestion(name.text, patchNames(context.scope))}`,
    );
    return;
  }
  context.bindings.names.set(name, symbol);
  if (!patches.includes(symbol)) patches.push(symbol);
}

function patchNames(scope: Scope | undefined): readonly string[] {
  return scope === undefined ? [] : [...scope.patches.keys(), ...patchNames(scope.parent)];
}

function propertyNames(scope: Scope | undefined): readonly string[] {
  return scope === undefined ? [] : [...scope.properties.keys(), ...propertyNames(scope.parent)];
}

function propertyNamed(name: Name, context: CheckContext): PropertySymbol | undefined {
  if (name.text === '') return undefined;
  const symbol = context.scope.property(name.text);
  if (symbol === undefined) {
    const near = suggestion(name.text, propertyNames(context.scope));
    report(context, 'RW0502', name, `unknown property '${name.text}'${near}`);
    return undefined;
  }
  context.bindings.names.set(name, symbol);
  return symbol;
}

function checkExpect(
  clause: ExpectClause,
  forbidden: ReadonlySet<PropertySymbol>,
  context: CheckContext,
): void {
  const pass = clause.names.find((name) => name.text === 'pass');
  if (pass !== undefined) {
    if (clause.names.length > 1) {
      report(
        context,
        'RW0208',
        pass,
        "'expect pass' stands alone: it says that no property is violated",
      );
    }
    return;
  }
  for (const name of clause.names) {
    const symbol = propertyNamed(name, context);
    if (symbol !== undefined && !isAlwaysWatched(symbol) && !forbidden.has(symbol)) {
      const message = `'${name.text}' is expected but not forbidden here, so it is not watched`;
      report(context, 'RW0503', name, message);
    }
  }
}

function reportUnforbidden(
  items: readonly ScenarioItem[],
  variants: readonly CheckedVariant[],
  context: CheckContext,
): void {
  for (const item of items) {
    if (item.kind !== 'Property' || item.word === 'invariant') continue;
    const symbol = context.scope.properties.get(item.name.text);
    if (symbol === undefined || variants.some((variant) => variant.forbidden.includes(symbol)))
      continue;
    report(
      context,
      'RW0508',
      item.name,
      `property '${item.name.text}' is declared but not forbidden`,
    );
  }
}
