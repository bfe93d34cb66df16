// From a text and what it includes to an Analysis: parsed, resolved, typed, ready to be compiled.
import type {
  Analysis,
  Expectation,
  Loader,
  ScenarioInfo,
  SourceFile,
  VariantInfo,
} from './analysis.ts';
import type { CheckContext } from './check/context.ts';
import { report } from './check/context.ts';
import { checkBodies, declareNames } from './check/declare.ts';
import type { Library } from './check/library.ts';
import { fileContext, loadLibrary } from './check/library.ts';
import type { CheckedScenario, CheckedVariant } from './check/scenario.ts';
import { checkScenario } from './check/scenario.ts';
import { Scope } from './check/scope.ts';
import type { Bindings } from './check/symbols.ts';
import { emptyBindings } from './check/symbols.ts';
import type { Diagnostic } from './diagnostics/diagnostic.ts';
import { reportUnusedGhosts } from './diagnostics/unused-ghost.ts';
import { Slot } from './kept.ts';
import { compileVariant } from './lower/compile.ts';
import { parse } from './syntax/parse.ts';
import type { SourceTree, Span } from './syntax/tree.ts';
import { children } from './syntax/walk.ts';

/** Texts beyond this are not looked into. */
export const sourceBytesMax = 2 * 1024 * 1024;

/** What an analysis knows beyond what it shows: for hover, definition and the compiler. */
export interface Model {
  readonly library: Library;
  readonly bindings: Bindings;
  readonly scope: Scope;
  readonly trees: ReadonlyMap<string, { readonly file: SourceFile; readonly tree: SourceTree }>;
  readonly scenarios: readonly CheckedScenario[];
  readonly broken: BrokenPlaces;
}

/**
 * What errors spoil. An error spoils the declaration, scenario or variant it stands in, and what uses
 * it: other scenarios of the file keep their verdicts.
 */
export interface BrokenPlaces {
  /** Is there an error inside the declaration that holds this place? */
  declaration(file: string, place: Span): boolean;
  /** Is there an error in the scenario, outside its variants? */
  scenario(scenario: CheckedScenario): boolean;
  /** Is there an error in the variant? */
  variant(variant: CheckedVariant): boolean;
}

const models = new Slot<Analysis, Model>('model');

export function modelOf(analysis: Analysis): Model {
  const model = models.get(analysis);
  if (model === undefined) throw new Error('the analysis was not made by analyse()');
  return model;
}

export function analyse(
  file: SourceFile,
  loader: Loader,
  libraryFiles: readonly SourceFile[],
): Analysis {
  const library = loadLibrary(libraryFiles);
  const diagnostics: Diagnostic[] = [];
  const bindings = emptyBindings();
  const scope = new Scope(library.scope);
  const unresolved: CheckContext['unresolved'] = new Map();
  const contextOf = (name: string) =>
    fileContext(name, scope, bindings, diagnostics, unresolved, false);
  const reader = readAll(file, loader, contextOf);
  const units = [...reader.trees.values()].map(({ file: source, tree }) => ({
    items: tree.items,
    context: contextOf(source.name),
  }));
  declareNames(units);
  checkBodies(units);
  for (const unit of units) reportReplaced(unit.context, scope, library);
  const main = reader.trees.get(file.name);
  const context = contextOf(file.name);
  const scenarios: CheckedScenario[] = [];
  for (const item of main?.tree.items ?? []) {
    if (item.kind === 'Scenario') scenarios.push(checkScenario(item, context));
  }
  reportTwins(scenarios, context);
  for (const scenario of scenarios)
    reportForbidsNothing(scenario, [...reader.trees.values()], context);
  if (scenarios.length > 0)
    reportUnusedGhosts(
      [...reader.trees.values()].map(({ tree }) => tree),
      context,
    );
  const broken = brokenPlaces([...reader.trees.values()], diagnostics);
  const model: Model = { library, bindings, scope, trees: reader.trees, scenarios, broken };
  const analysis: Analysis = {
    file,
    includes: [...reader.trees.values()]
      .map((entry) => entry.file)
      .filter((entry) => entry.name !== file.name),
    missing: reader.missing,
    diagnostics: diagnostics.sort(byPlace(file.name)),
    scenarios: scenarios.map((scenario) => scenarioInfo(scenario, library)),
    compile: (scenario, variant, options) => compileVariant(model, scenario, variant, options),
  };
  models.set(analysis, model);
  return analysis;
}

function brokenPlaces(
  trees: readonly { readonly file: SourceFile; readonly tree: SourceTree }[],
  diagnostics: readonly Diagnostic[],
): BrokenPlaces {
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'error');
  const main = trees.at(-1)?.file.name ?? '';
  const inside = (file: string, span: Span) =>
    errors.filter(
      (error) => error.file === file && error.start >= span.start && error.start <= span.end,
    );
  const spoilt = trees.flatMap(({ file, tree }) =>
    tree.items
      .filter((item) => item.kind !== 'Scenario' && inside(file.name, item).length > 0)
      .map((item) => ({ file: file.name, item })),
  );
  return {
    declaration: (file, place) =>
      spoilt.some(
        ({ file: at, item }) => at === file && place.start >= item.start && place.end <= item.end,
      ),
    scenario: ({ declaration }) => {
      const variants = declaration.items.filter((item) => item.kind === 'Variant');
      return inside(main, declaration).some(
        (error) =>
          !variants.some((variant) => error.start >= variant.start && error.start <= variant.end),
      );
    },
    variant: (variant) => variant.name !== 'as written' && inside(main, variant.whole).length > 0,
  };
}

interface Reader {
  readonly trees: Map<string, { file: SourceFile; tree: SourceTree }>;
  readonly missing: string[];
}

/** Parses the file and, depth first, all it includes; each once. */
function readAll(
  file: SourceFile,
  loader: Loader,
  contextOf: (name: string) => CheckContext,
): Reader {
  const reader: Reader = { trees: new Map(), missing: [] };
  const open: string[] = [];
  const read = (source: SourceFile): void => {
    const context = contextOf(source.name);
    if (source.text.length > sourceBytesMax) {
      const size = `${Math.ceil(source.text.length / 2 ** 20)} MiB`;
      const limit = `${sourceBytesMax / 2 ** 20} MiB`;
      report(
        context,
        'RW0704',
        { start: 0, end: 0 },
        `the file has ${size}; the limit source_bytes_max is ${limit}`,
      );
      return;
    }
    const { tree, diagnostics } = parse(source.text, source.name);
    context.diagnostics.push(...diagnostics);
    open.push(source.name);
    for (const item of tree.items) {
      if (item.kind !== 'Include' || item.system) continue;
      const name = resolvePath(source.name, item.path);
      if (open.includes(name))
        report(context, 'RW0206', item.pathSpan, `'${item.path}' includes itself`);
      else if (!reader.trees.has(name)) {
        const text = loader(name);
        if (text !== undefined) read({ name, text });
        else {
          reader.missing.push(name);
          report(context, 'RW0205', item.pathSpan, `'${item.path}' not found`);
        }
      }
    }
    open.pop();
    reader.trees.set(source.name, { file: source, tree });
  };
  read(file);
  return reader;
}

/** `../b.race` seen from `dir/a.race`; also for names that are URIs. */
export function resolvePath(from: string, path: string): string {
  if (path.startsWith('/')) return path;
  const parts = from.split('/').slice(0, -1);
  for (const part of path.split('/')) {
    if (part === '..' && parts.length > 0 && parts[parts.length - 1] !== '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

function byPlace(main: string): (a: Diagnostic, b: Diagnostic) => number {
  return (a, b) => {
    if (a.file !== b.file) {
      if (a.file === main || b.file === main) return a.file === main ? -1 : 1;
      return a.file < b.file ? -1 : 1;
    }
    return a.start - b.start || a.end - b.end || (a.code < b.code ? -1 : Number(a.code > b.code));
  };
}

function reportReplaced(context: CheckContext, scope: Scope, library: Library): void {
  for (const symbol of scope.values.values()) {
    if (symbol.kind !== 'function' || symbol.file !== context.file) continue;
    const replaced = library.scope.function(symbol.name);
    if (replaced === undefined) continue;
    report(
      context,
      'RW0207',
      symbol.span,
      `'${symbol.name}' takes the place of the library's function`,
      [{ file: replaced.file, ...replaced.span, message: 'the library’s function' }],
    );
  }
}

function reportTwins(scenarios: readonly CheckedScenario[], context: CheckContext): void {
  const seen = new Set<string>();
  for (const { declaration } of scenarios) {
    const title = declaration.title.text;
    if (seen.has(title))
      report(context, 'RW0202', declaration.title, `scenario "${title}" is declared twice`);
    seen.add(title);
  }
}

const failing: ReadonlySet<string> = new Set([
  'assert',
  'BUG_ON',
  'VM_BUG_ON',
  'BUG',
  'WARN_ON',
  'WARN_ON_ONCE',
  'VM_WARN_ON_ONCE',
  'require',
  'violate',
]);

interface Visited extends Span {
  readonly kind: string;
}

function mentionsFailure(node: Visited): boolean {
  if (node.kind === 'Finally') return true;
  if (node.kind === 'Call' && 'callee' in node) {
    const { callee } = node;
    if (typeof callee === 'object' && callee !== null && 'text' in callee) {
      if (typeof callee.text === 'string' && failing.has(callee.text)) return true;
    }
  }
  return children(node as Parameters<typeof children>[0]).some((child) => mentionsFailure(child));
}

function reportForbidsNothing(
  scenario: CheckedScenario,
  trees: readonly { readonly tree: SourceTree }[],
  context: CheckContext,
): void {
  if (scenario.variants.some((variant) => variant.forbidden.length > 0)) return;
  const clauses = scenario.declaration.items.flatMap((item) =>
    item.kind === 'Variant' ? [item, ...item.items] : [item],
  );
  if (clauses.some((item) => item.kind === 'ForbidClause')) return;
  // Who expects a built-in property to break knows what is watched.
  const broken = (item: (typeof clauses)[number]) =>
    item.kind === 'ExpectClause' && item.names.some((name) => name.text !== 'pass');
  if (clauses.some(broken)) return;
  const functions = trees.flatMap(({ tree }) =>
    tree.items.filter((item) => item.kind === 'Function'),
  );
  if ([scenario.declaration, ...functions].some((node) => mentionsFailure(node))) return;
  report(
    context,
    'RW0501',
    scenario.declaration.title,
    'this scenario forbids nothing, so it can hardly fail',
  );
}

function scenarioInfo(scenario: CheckedScenario, library: Library): ScenarioInfo {
  const { declaration } = scenario;
  return {
    name: declaration.title.text,
    title: spanOf(declaration.title),
    whole: spanOf(declaration),
    story: declaration.doc?.lines ?? [],
    sources: declaration.items.flatMap((item) =>
      item.kind === 'SourceClause' ? [item.text.text] : [],
    ),
    variants: scenario.variants.map((variant) => variantInfo(variant, library)),
  };
}

function spanOf(span: Span): Span {
  return { start: span.start, end: span.end };
}

function variantInfo(variant: CheckedVariant, library: Library): VariantInfo {
  return {
    name: variant.name,
    title: variant.title,
    whole: variant.whole,
    release: variant.release?.text ?? library.newest.text,
    patches: variant.patches.map((patch) => patch.name),
    expect: variant.expect === undefined ? undefined : expectation(variant.expect),
  };
}

function expectation(
  clause: { readonly names: readonly { readonly text: string }[] } & Span,
): Expectation {
  const names = clause.names.map((name) => name.text).filter((name) => name !== 'pass');
  return { start: clause.start, end: clause.end, properties: [...new Set(names)].sort() };
}
