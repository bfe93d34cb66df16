// What setup has left in memory, for the next program whose setup cannot differ: most versions of a scenario
// change what its threads do alone. It is taken over only where every name means the same, and from texts
// that differ in nothing but variants that one of them has more.
import type { Model } from '../analyse.ts';
import type { CheckedScenario } from '../check/scenario.ts';
import type { Scope } from '../check/scope.ts';
import type { AnySymbol, FunctionBody, PropertySymbol, VariableSymbol } from '../check/symbols.ts';
import type { Span } from '../syntax/tree.ts';
import { ProgramBuilder } from './builder.ts';
import type { Linker } from './linker.ts';
import { runSetup } from './setup.ts';
import type { MemoryPlace } from './value.ts';

/** How many are kept: releases and patches change setup, too. */
const keptMax = 8;

/**
 * Setups that have run, for compilations that differ in nothing but the text: all with the same stand-ins, or all without.
 * Example: `analysis.compile(0, variant, { setups: new SetupRuns() })`.
 */
export class SetupRuns {
  readonly #kept: KeptSetup[] = [];
  #taken = 0;

  /** How many were taken over. */
  get taken(): number {
    return this.#taken;
  }

  /** Runs setup, or takes over what it has left before. */
  run(model: Model, scenario: CheckedScenario, linker: Linker): void {
    const here = { model, scenario };
    if (this.#kept.some((one) => takenOver(one, here, linker))) {
      this.#taken += 1;
      return;
    }
    runSetup(scenario, linker);
    const isPlain = linker.diagnostics.length === 0 && !linker.spoilt;
    if (isPlain && this.#kept.length < keptMax) this.#kept.push(keptOf(here, linker));
  }
}

interface Where {
  readonly model: Model;
  readonly scenario: CheckedScenario;
}

interface KeptSetup extends Where {
  readonly builder: ProgramBuilder;
  /** What each name meant that was called. */
  readonly bodies: ReadonlyMap<string, FunctionBody | undefined>;
  readonly watched: readonly string[];
  readonly used: readonly FunctionBody[];
  readonly places: ReadonlyMap<VariableSymbol, MemoryPlace>;
  readonly properties: readonly PropertySymbol[];
}

function keptOf(where: Where, linker: Linker): KeptSetup {
  const nothing = (): never => {
    throw new Error('assertion failed: what is kept is not built on');
  };
  const builder = new ProgramBuilder(nothing, nothing);
  builder.beginWith(linker.builder);
  return {
    ...where,
    builder,
    bodies: new Map(linker.resolved),
    watched: watchedBy(linker),
    used: [...linker.used],
    places: new Map(linker.places),
    properties: [...linker.properties],
  };
}

function watchedBy({ watched }: Linker): readonly string[] {
  return [...watched].map(({ name }) => name).sort();
}

/** False, and nothing is changed, where setup may differ. */
function takenOver(kept: KeptSetup, to: Where, linker: Linker): boolean {
  if (!differsInVariantsAlone(kept, to)) return false;
  if (String(kept.watched) !== String(watchedBy(linker))) return false;
  const counterparts = new Counterparts(kept, to);
  for (const [name, body] of kept.bodies) {
    if (linker.body(name) !== (body && counterparts.body(body))) return false;
  }
  const used = kept.used.map((body) => counterparts.body(body));
  const places = [...kept.places].map(([symbol, place]) => {
    return { symbol: counterparts.variable(symbol), place };
  });
  const properties = kept.properties.map((symbol) => counterparts.property(symbol));
  const variables = [...kept.builder.laidOut.keys()].map((one) => counterparts.variable(one));
  if ([...used, ...variables, ...properties].includes(undefined)) return false;
  if (places.some(({ symbol }) => symbol === undefined)) return false;
  linker.builder.beginWith(kept.builder, (symbol) => counterparts.variable(symbol) ?? symbol);
  for (const body of used) if (body !== undefined) linker.use(body);
  for (const { symbol, place } of places) {
    if (symbol === undefined) continue;
    linker.use(symbol);
    linker.places.set(symbol, { ...place, type: symbol.type });
  }
  for (const symbol of properties) if (symbol !== undefined) linker.property(symbol);
  return true;
}

/** Is one text the other with variants more at the end of the scenario, which change nothing around them? */
function differsInVariantsAlone(kept: Where, to: Where): boolean {
  const { model } = kept;
  if (model === to.model) return kept.scenario === to.scenario;
  if (model.library !== to.model.library || model.trees.size !== to.model.trees.size) return false;
  if (model.scenarios.indexOf(kept.scenario) !== to.model.scenarios.indexOf(to.scenario))
    return false;
  if (kept.scenario.threads.length !== to.scenario.threads.length) return false;
  const inserted = insertedVariants(kept, to);
  if (inserted === undefined) return false;
  const main = mainFileOf(model);
  const isInside = ({ file, span }: Marked): boolean =>
    file === main && span.start >= inserted.start && span.end <= inserted.end;
  const { library } = model;
  const isSame = <One extends Marked>(
    before: ReadonlySet<One>,
    after: ReadonlySet<One>,
    anyway: ReadonlySet<One>,
  ): boolean => {
    const old = [...before].filter((one) => !anyway.has(one)).map(wordsOf);
    const now = [...after].filter((one) => !anyway.has(one) && !isInside(one));
    return String(old.sort()) === String(now.map(shifted(inserted, main)).sort());
  };
  const [a, b, every] = [model.bindings, to.model.bindings, library.bindings];
  return (
    isSame(a.assigned, b.assigned, every.assigned) &&
    isSame(a.addressTaken, b.addressTaken, every.addressTaken)
  );
}

type Marked = Pick<VariableSymbol, 'file' | 'span' | 'name'>;

function wordsOf({ file, span, name }: Marked): string {
  return `${file} ${span.start} ${name}`;
}

/** The same, as it would be without the insertion. */
function shifted({ start, end }: Span, main: string): (symbol: Marked) => string {
  return (symbol) => {
    const isBehind = symbol.file === main && symbol.span.start >= end;
    const back = isBehind ? end - start : 0;
    return `${symbol.file} ${symbol.span.start - back} ${symbol.name}`;
  };
}

/** Where the variants stand that the second text has more; undefined where that is not all. */
function insertedVariants(kept: Where, to: Where): Span | undefined {
  const main = mainFileOf(kept.model);
  for (const [name, { file }] of kept.model.trees) {
    const other = to.model.trees.get(name)?.file.text;
    if (name !== main && other !== file.text) return undefined;
  }
  const before = kept.model.trees.get(main)?.file.text ?? '';
  const after = to.model.trees.get(main)?.file.text;
  if (after === undefined || after.length < before.length) return undefined;
  const start = kept.scenario.declaration.end - 1;
  const end = start + after.length - before.length;
  if (after.slice(0, start) !== before.slice(0, start)) return undefined;
  if (after.slice(end) !== before.slice(start)) return undefined;
  const { items } = to.scenario.declaration;
  const old = items.filter((item) => item.end <= start);
  const isAll = old.length === kept.scenario.declaration.items.length;
  const areVariants = items.every((item) => old.includes(item) || item.kind === 'Variant');
  return isAll && areVariants ? { start, end } : undefined;
}

function mainFileOf({ trees }: Model): string {
  return [...trees.keys()].at(-1) ?? '';
}

/** The symbols of another analysis that are declared by the same words. */
class Counterparts {
  readonly #from: Where;
  readonly #to: Where;
  readonly #isSame: boolean;
  /** Behind it offsets are others. */
  readonly #end: number;
  readonly #main: string;

  constructor(from: Where, to: Where) {
    this.#from = from;
    this.#to = to;
    this.#isSame = from.model === to.model;
    this.#end = from.scenario.declaration.end - 1;
    this.#main = mainFileOf(from.model);
  }

  variable(symbol: VariableSymbol): VariableSymbol | undefined {
    if (this.#stays(symbol)) return symbol;
    const found = this.#inScope(symbol, ({ values }) => values);
    return found?.kind === 'variable' ? found : undefined;
  }

  property(symbol: PropertySymbol): PropertySymbol | undefined {
    return this.#stays(symbol) ? symbol : this.#inScope(symbol, ({ properties }) => properties);
  }

  body(body: FunctionBody): FunctionBody | undefined {
    if (this.#stays(body)) return body;
    for (const [from, to] of this.#scopes()) {
      const one = from.values.get(body.name);
      const other = to.values.get(body.name);
      if (one?.kind !== 'function' || other?.kind !== 'function') continue;
      const at = one.bodies.indexOf(body);
      if (at >= 0 && !this.#moves(body)) return other.bodies[at];
    }
    return undefined;
  }

  /** Is it the same object for both? */
  #stays({ file, kind, ...rest }: PropertySymbol | VariableSymbol | FunctionBody): boolean {
    const isBuiltin = kind === 'property' && 'declaration' in rest && !rest.declaration;
    return this.#isSame || isBuiltin || this.#from.model.library.files.has(file);
  }

  #moves({ file, span }: { readonly file: string; readonly span: Span }): boolean {
    return file === this.#main && span.end > this.#end;
  }

  #inScope<Found extends AnySymbol>(
    symbol: AnySymbol,
    tableOf: (scope: Scope) => ReadonlyMap<string, Found>,
  ): Found | undefined {
    if (this.#moves(symbol)) return undefined;
    const pair = this.#scopes().find(([from]) => tableOf(from).get(symbol.name) === symbol);
    return pair && tableOf(pair[1]).get(symbol.name);
  }

  #scopes(): readonly (readonly [Scope, Scope])[] {
    return [
      [this.#from.scenario.scope, this.#to.scenario.scope],
      [this.#from.model.scope, this.#to.model.scope],
    ];
  }
}
