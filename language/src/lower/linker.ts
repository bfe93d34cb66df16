// Which body a call means in one variant: the variant's own, a patch's, the scenario's, the file's, or
// the library's for the release in force.
import type { Display, Site } from '@racewalk/simulator';
import type { Model } from '../analyse.ts';
import type { CompileOptions, SourceFile } from '../analysis.ts';
import { isAlwaysWatched } from '../check/builtin-properties.ts';
import type { CheckedScenario, CheckedVariant } from '../check/scenario.ts';
import type { Scope } from '../check/scope.ts';
import type {
  AnySymbol,
  Bindings,
  FieldSymbol,
  FunctionBody,
  FunctionSymbol,
  PatchSymbol,
  PropertySymbol,
  VariableSymbol,
} from '../check/symbols.ts';
import { emptyBindings } from '../check/symbols.ts';
import type { Type } from '../check/types.ts';
import { displayOf, errorType } from '../check/types.ts';
import type { Code } from '../diagnostics/codes.ts';
import { severityOf } from '../diagnostics/codes.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Expression, LabeledStatement, Name, Span, TypeExpression } from '../syntax/tree.ts';
import { ProgramBuilder } from './builder.ts';
import { lineAt } from './lines.ts';
import type { StatementRecorder } from './recorded-statements.ts';
import type { Recorder } from './recorder.ts';
import type { Standing } from './stand-ins.ts';
import type { UndefinedSet } from './unit.ts';
import type { MemoryPlace } from './value.ts';

/** The text of a node of a tree, which never changes: each variant asks for the same ones. */
const lines = new WeakMap<Span, string>();

const noFile = { text: '' };

/** What is lowered behind a program that is there: texts of their own, with what was found in them. */
export interface Extension {
  readonly base: Linker;
  readonly texts: ReadonlyMap<string, string>;
  readonly bindings: Bindings;
}

export class Linker {
  readonly builder: ProgramBuilder;
  /** Whether calls that cost something are marked. */
  readonly counting: boolean;
  readonly diagnostics: Diagnostic[] = [];
  readonly release: { readonly text: string; readonly number: number };
  /** Bodies in use, for the ledger. */
  readonly used = new Set<FunctionBody>();
  /** Those of them that were expanded where code is reached: what stands there was looked at. */
  readonly expanded = new Set<FunctionBody>();
  /** Something with an error inside is used: the error is reported there, and nothing is compiled. */
  spoilt = false;
  readonly undefinedSets: UndefinedSet[] = [];
  /** Index in Program.properties, in order of first use. */
  readonly properties: PropertySymbol[] = [];
  readonly watched: ReadonlySet<PropertySymbol>;
  /** The file that holds the scenario. */
  readonly mainFile: string;
  /** Where the globals in use are. */
  readonly places = new Map<VariableSymbol, MemoryPlace>();
  /** Keeps what locals are bound to, where somebody will ask. */
  recorder: Recorder | undefined;
  /** Keeps where statements went, where somebody lowers the text again. */
  statements: StatementRecorder | undefined;
  /** Stands in for statements that no run begins, where that is wanted. */
  standing: Standing | undefined;
  /** Numbers of those that setup has begun: it has not run to its end. */
  metInSetup: readonly number[] = [];
  private readonly model: Model;
  private readonly scenario: CheckedScenario;
  private readonly variant: CheckedVariant;
  private readonly extension: Extension | undefined;
  /** Of nodes that stand in no file. */
  private readonly invented: Bindings;
  private readonly seen = new Set<string>();
  /** What was asked before: the same functions are expanded again and again. */
  private readonly usedBefore = new Set<object>();
  private readonly bodies = new Map<string, FunctionBody | undefined>();
  /** One name is asked for several times in a row. */
  private lastName: Name | undefined;
  private lastSymbol: AnySymbol | undefined;

  constructor(
    model: Model,
    scenario: CheckedScenario,
    variant: CheckedVariant,
    extension?: Extension,
    options: CompileOptions = {},
  ) {
    this.counting = options.counting === true;
    this.model = model;
    this.extension = extension;
    this.invented = extension?.bindings ?? emptyBindings();
    this.scenario = scenario;
    this.variant = variant;
    this.release = options.release ?? variant.release ?? model.library.newest;
    // A file is read after what it includes, so the main file is the last.
    this.mainFile = [...model.trees.keys()].at(-1) ?? '';
    this.watched = new Set(variant.forbidden);
    this.builder = new ProgramBuilder(
      (file, offset) => lineAt(this.fileOf(file), offset),
      (symbol) => this.addressTaken(symbol),
    );
    if (extension === undefined) return;
    this.builder.beginWith(extension.base.builder);
    this.properties.push(...extension.base.properties);
  }

  textOf(file: string): string {
    return this.fileOf(file).text;
  }

  private fileOf(file: string): Pick<SourceFile, 'text'> {
    const text = this.extension?.texts.get(file);
    if (text !== undefined) return { text };
    return (this.model.trees.get(file) ?? this.model.library.files.get(file))?.file ?? noFile;
  }

  /** The text of a span on one line, without comments. */
  lineOf(file: string, span: Span): string {
    let line = lines.get(span);
    if (line === undefined) {
      const text = this.textOf(file).slice(span.start, span.end);
      line = text
        .replace(/\/\/[^\n]*/g, '')
        .replace(/\s+/g, ' ')
        .trim();
      lines.set(span, line);
    }
    return line;
  }

  /** Is it a text in which nothing is reported, but at the call that led there? */
  isLibrary(file: string): boolean {
    if (this.extension !== undefined) return !this.extension.texts.has(file);
    return this.model.library.files.has(file);
  }

  // A node stands in one text; most that are asked about stand in the library.

  typeOf(expression: Expression): Type {
    const { bindings, library } = this.model;
    return (
      library.bindings.types.get(expression) ??
      bindings.types.get(expression) ??
      this.invented.types.get(expression) ??
      errorType
    );
  }

  displayOf(expression: Expression): Display {
    if (isTruth(expression)) return { kind: 'bool' };
    const type = this.typeOf(expression);
    if (type.kind === 'pointer') return { kind: 'pointer', domain: this.builder.domain(type.to) };
    return displayOf(type);
  }

  writtenType(type: TypeExpression): Type {
    const { bindings, library } = this.model;
    return (
      library.bindings.written.get(type) ??
      bindings.written.get(type) ??
      this.invented.written.get(type) ??
      errorType
    );
  }

  symbolOf(name: Name): AnySymbol | undefined {
    if (name === this.lastName) return this.lastSymbol;
    const { bindings, library } = this.model;
    this.lastSymbol =
      library.bindings.names.get(name) ?? bindings.names.get(name) ?? this.invented.names.get(name);
    this.lastName = name;
    return this.lastSymbol;
  }

  labelContext(statement: LabeledStatement): number {
    const { bindings, library } = this.model;
    return (
      (bindings.labelContext.get(statement) ?? library.bindings.labelContext.get(statement))
        ?.length ?? 0
    );
  }

  isAssigned(symbol: VariableSymbol): boolean {
    const { bindings, library } = this.model;
    return bindings.assigned.has(symbol) || library.bindings.assigned.has(symbol);
  }

  addressTaken(symbol: VariableSymbol | FieldSymbol): boolean {
    const { bindings, library } = this.model;
    return (
      bindings.addressTaken.has(symbol) ||
      library.bindings.addressTaken.has(symbol) ||
      this.invented.addressTaken.has(symbol)
    );
  }

  use(symbol: FunctionBody | VariableSymbol | PropertySymbol | PatchSymbol): void {
    if (this.usedBefore.has(symbol)) return;
    this.usedBefore.add(symbol);
    if (this.model.broken.declaration(symbol.file, symbol.span)) this.spoilt = true;
    if (symbol.kind === 'body') this.used.add(symbol);
    if (symbol.kind === 'variable') this.useType(symbol.type);
  }

  private useType(type: Type): void {
    if (type.kind === 'array') this.useType(type.of);
    else if (type.kind === 'error') this.spoilt = true;
    else if (type.kind === 'struct' || type.kind === 'word') {
      for (const field of type.fields) {
        if (this.model.broken.declaration(field.file, field.span)) this.spoilt = true;
        this.useType(field.type);
      }
    }
  }

  /** A variable of the scenario's scope or further out. */
  variable(name: string): VariableSymbol | undefined {
    const symbol = this.scenario.scope.value(name);
    return symbol?.kind === 'variable' ? symbol : undefined;
  }

  function(name: string): FunctionSymbol | undefined {
    return this.scenario.scope.function(name);
  }

  /** Gives a name that stands in no text a meaning. */
  bind(name: Name, symbol: AnySymbol): void {
    this.invented.names.set(name, symbol);
    this.lastName = undefined;
  }

  property(symbol: PropertySymbol): number {
    const known = this.properties.indexOf(symbol);
    if (known >= 0) return known;
    this.use(symbol);
    this.properties.push(symbol);
    return this.properties.length - 1;
  }

  isWatched(symbol: PropertySymbol): boolean {
    return isAlwaysWatched(symbol) || this.watched.has(symbol);
  }

  /** The body in force, or undefined if the function has none in this release. */
  body(name: string): FunctionBody | undefined {
    const known = this.bodies.get(name);
    if (known !== undefined || this.bodies.has(name)) return known;
    const found = this.findBody(name);
    this.bodies.set(name, found);
    return found;
  }

  private findBody(name: string): FunctionBody | undefined {
    const inForce = (bodies: readonly FunctionBody[]) =>
      bodies.find((body) => body.name === name && this.isInForce(body));
    const here = (scope: Scope) => {
      const symbol = scope.values.get(name);
      return symbol?.kind === 'function' ? inForce(symbol.bodies) : undefined;
    };
    const own = this.variant.scope === this.scenario.scope ? undefined : here(this.variant.scope);
    if (own !== undefined) return own;
    for (const patch of [...this.variant.patches].reverse()) {
      const patched = inForce(patch.bodies);
      if (patched !== undefined) return patched;
    }
    for (
      let scope: Scope | undefined = this.scenario.scope;
      scope !== undefined;
      scope = scope.parent
    ) {
      const found = here(scope);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** What each name has meant that was asked for so far. */
  get resolved(): ReadonlyMap<string, FunctionBody | undefined> {
    return this.bodies;
  }

  isInForce(body: FunctionBody): boolean {
    const { number } = this.release;
    return body.from <= number && body.to >= number;
  }

  /** Why there is no body, in words, with what took its place where the library says so. */
  absence(symbol: FunctionSymbol): string {
    const bodies = allBodies(symbol);
    const { number, text } = this.release;
    const last = Math.max(...bodies.map((body) => body.to));
    const first = Math.min(...bodies.map((body) => body.from));
    if (bodies.length === 0) return `${symbol.name}() has no body`;
    const instead = replacement(bodies);
    if (number > last)
      return `${symbol.name}() does not exist from ${releaseName(last + 1)} on${instead}`;
    if (number < first) return `${symbol.name}() does not exist before ${releaseName(first)}`;
    return `${symbol.name}() is not modelled for ${text}`;
  }

  report(code: Code, file: string, span: Span, message: string): void {
    const key = `${code} ${file} ${span.start} ${span.end} ${message}`;
    if (this.seen.has(key)) return;
    this.seen.add(key);
    this.diagnostics.push({
      code,
      severity: severityOf(code),
      message,
      file,
      start: span.start,
      end: span.end,
      related: [],
    });
  }

  /** Reports at an instruction, or at the call in the user's text that led to it. */
  reportAtSite(code: Code, site: Site, message: string): void {
    const { files, frames } = this.builder;
    let { file, start, end, frame } = site;
    let inside = '';
    while (this.isLibrary(files[file] ?? '')) {
      const open = frames[frame];
      if (open?.parent === undefined) break;
      if (inside === '') inside = ` (in ${open.name}())`;
      ({ file, start, end } = open);
      frame = open.parent;
    }
    this.report(code, files[file] ?? '', { start, end }, `${message}${inside}`);
  }

  get failed(): boolean {
    return this.diagnostics.some((diagnostic) => diagnostic.severity === 'error');
  }
}

function allBodies(symbol: FunctionSymbol): readonly FunctionBody[] {
  return [...symbol.bodies, ...(symbol.outer === undefined ? [] : allBodies(symbol.outer))];
}

/** `instead: set_pte_at()` in the doc comment of a body. */
function replacement(bodies: readonly FunctionBody[]): string {
  for (const body of bodies) {
    for (const line of body.doc) {
      const match = /^\s*instead:\s*(.+?)\s*$/.exec(line);
      if (match !== null) return `; use ${match[1]}`;
    }
  }
  return '';
}

/** A comparison is an int in C, and true or false to a reader. */
function isTruth(expression: Expression): boolean {
  switch (expression.kind) {
    case 'Parenthesized':
      return isTruth(expression.expression);
    case 'Binary':
      return /^(?:==|!=|<=?|>=?|&&|\|\|)$/.test(expression.operator);
    case 'Unary':
      return expression.operator === '!';
    case 'Quantifier':
      return true;
    default:
      return false;
  }
}

export function releaseName(number: number): string {
  return `v${Math.floor(number / 1000)}.${number % 1000}`;
}
