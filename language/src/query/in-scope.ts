// What a name could mean at a place: the scopes around it, innermost first. Works on half-typed
// text, as it looks at the tree and not at what was checked there.
import { modelOf } from '../analyse.ts';
import type { Analysis } from '../analysis.ts';
import type { Scope } from '../check/scope.ts';
import type {
  AnySymbol,
  PatchSymbol,
  PropertySymbol,
  ThreadSymbol,
  TypeSymbol,
} from '../check/symbols.ts';
import type { Type } from '../check/types.ts';
import type { Expression, Name } from '../syntax/tree.ts';
import { type Node, nodeAt } from '../syntax/walk.ts';
import { treeOf } from './symbol-at.ts';

export interface Visible {
  readonly values: ReadonlyMap<string, AnySymbol>;
  readonly tags: ReadonlyMap<string, TypeSymbol>;
  readonly properties: ReadonlyMap<string, PropertySymbol>;
  readonly patches: ReadonlyMap<string, PatchSymbol>;
  /** Of the scenario around; empty outside. */
  readonly threads: readonly ThreadSymbol[];
  /** Labels of the function or thread around. */
  readonly labels: readonly string[];
}

export function visibleAt(analysis: Analysis, file: string, offset: number): Visible {
  const model = modelOf(analysis);
  const isOwn = model.trees.has(file);
  const inMain = file === analysis.file.name;
  const scenario = inMain
    ? model.scenarios.find(({ declaration }) => around(declaration, offset))
    : undefined;
  const variant = scenario?.variants.findLast(({ whole }) => around(whole, offset));
  const scope = variant?.scope ?? scenario?.scope ?? (isOwn ? model.scope : model.library.scope);
  const values = new Map<string, AnySymbol>();
  const path = pathAt(analysis, file, offset);
  for (const [name, symbol] of locals(analysis, path, offset)) values.set(name, symbol);
  return {
    values: merged(values, scope, (one) => one.values),
    tags: merged(new Map(), scope, (one) => one.tags),
    properties: merged(new Map(), scope, (one) => one.properties),
    patches: merged(new Map(), scope, (one) => one.patches),
    threads: scenario?.threads ?? [],
    labels: labelsIn(path.findLast((node) => bodies.has(node.kind))),
  };
}

/** The type of an expression of a text or of the library; undefined where it was not checked. */
export function typeAt(analysis: Analysis, expression: Expression): Type | undefined {
  const { bindings, library } = modelOf(analysis);
  return bindings.types.get(expression) ?? library.bindings.types.get(expression);
}

/** What a name of a text or of the library is bound to. */
export function boundTo(analysis: Analysis, name: Name): AnySymbol | undefined {
  const { bindings, library } = modelOf(analysis);
  return bindings.names.get(name) ?? library.bindings.names.get(name);
}

function pathAt(analysis: Analysis, file: string, offset: number): readonly Node[] {
  const tree = treeOf(analysis, file);
  return tree === undefined ? [] : nodeAt(tree, offset);
}

const bodies: ReadonlySet<Node['kind']> = new Set<Node['kind']>([
  'Function',
  'Thread',
  'Setup',
  'Finally',
]);

function around(span: { readonly start: number; readonly end: number }, offset: number): boolean {
  return span.start <= offset && offset <= span.end;
}

/** The outer scope never takes a name from the inner one. */
function merged<Symbol>(
  into: Map<string, Symbol>,
  scope: Scope,
  part: (scope: Scope) => ReadonlyMap<string, Symbol>,
): ReadonlyMap<string, Symbol> {
  for (let one: Scope | undefined = scope; one !== undefined; one = one.parent) {
    for (const [name, symbol] of part(one)) if (!into.has(name)) into.set(name, symbol);
  }
  return into;
}

function* locals(
  analysis: Analysis,
  path: readonly Node[],
  offset: number,
): Generator<[string, AnySymbol]> {
  for (const node of path.toReversed()) {
    for (const name of namesDeclaredBy(node, offset)) {
      const symbol = boundTo(analysis, name);
      if (symbol !== undefined && name.text !== '') yield [name.text, symbol];
    }
  }
}

function namesDeclaredBy(node: Node, offset: number): readonly Name[] {
  switch (node.kind) {
    case 'Function':
      return node.parameters.map(({ declarator }) => declarator.name);
    case 'Block':
      return node.statements.flatMap((statement) =>
        statement.end <= offset ? declaredIn(statement) : [],
      );
    case 'SwitchSection':
      return node.statements.flatMap((statement) =>
        statement.end <= offset ? declaredIn(statement) : [],
      );
    case 'For':
      return node.initializer === undefined ? [] : declaredIn(node.initializer);
    case 'Quantifier':
      return [node.variable];
    default:
      return [];
  }
}

function declaredIn(statement: Node): readonly Name[] {
  return statement.kind === 'Variable'
    ? statement.declarators.map(({ declarator }) => declarator.name)
    : [];
}

function labelsIn(node: Node | undefined): readonly string[] {
  const found: string[] = [];
  const look = (value: unknown): void => {
    if (Array.isArray(value)) for (const entry of value) look(entry);
    else if (isLabeled(value)) {
      found.push(value.label.text);
      look(value.statement);
    } else if (typeof value === 'object' && value !== null) look(Object.values(value));
  };
  look(node);
  return found.filter((label) => label !== '');
}

function isLabeled(
  value: unknown,
): value is { readonly label: Name; readonly statement: unknown; readonly kind: 'Labeled' } {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'Labeled';
}
