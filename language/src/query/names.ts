// The names of a tree and how each is used: what an index of symbols is made of. Kept per tree, as
// trees never change.
import { builtins } from '../check/builtins.ts';
import { keptWith } from '../kept.ts';
import type { Expression, Name, SourceTree } from '../syntax/tree.ts';
import type { Node } from '../syntax/walk.ts';

/** What happens to the thing at one of its names. */
export type Access = 'read' | 'write' | 'both';

interface Known {
  readonly names: readonly Name[];
  readonly access: ReadonlyMap<Name, Access>;
}

/** All names in the order of the text; absent ones, after an error, are left out. */
export function namesOf(tree: SourceTree): readonly Name[] {
  return knownOf(tree).names;
}

/** How the place that a name names is accessed there; what is not written is read. */
export function accessOf(tree: SourceTree, name: Name): Access {
  return knownOf(tree).access.get(name) ?? 'read';
}

const knownOf = keptWith('names', (tree: SourceTree): Known => {
  const names: Name[] = [];
  const access = new Map<Name, Access>();
  collect(tree, names, access);
  names.sort((one, other) => one.start - other.start);
  // One node may stand twice in a tree: it is one name.
  return { names: names.filter((name, index) => name !== names[index - 1]), access };
});

/** Trees have bounded height, so this recursion has, too. */
function collect(value: unknown, names: Name[], access: Map<Name, Access>): void {
  if (Array.isArray(value)) {
    for (const entry of value) if (typeof entry === 'object') collect(entry, names, access);
    return;
  }
  if (!isTreePart(value)) return;
  if (value.kind === 'Name') {
    if (value.text !== '') names.push(value);
    return;
  }
  noteAccess(value, access);
  // No list of its parts is made of any node: this runs over the whole text with every keystroke.
  for (const key in value) {
    const part = value[key];
    if (typeof part === 'object') collect(part, names, access);
  }
}

function isTreePart(value: unknown): value is Node & Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && 'kind' in value;
}

function noteAccess(node: Node, access: Map<Name, Access>): void {
  switch (node.kind) {
    case 'Assignment':
      note(node.target, node.operator === '=' ? 'write' : 'both', access);
      return;
    case 'Update':
      note(node.operand, 'both', access);
      return;
    case 'InitializedDeclarator':
      if (node.initializer !== undefined) access.set(node.declarator.name, 'write');
      return;
    case 'InitializerEntry':
      if (node.field !== undefined) access.set(node.field, 'write');
      return;
    case 'Call': {
      const [first] = node.arguments;
      const how = accessBy(node.callee.text);
      if (first !== undefined && how !== undefined) note(first, how, access);
      return;
    }
    default:
      return;
  }
}

/** What a function of the language does to its first argument. */
function accessBy(name: string): Access | undefined {
  switch (builtins.get(name)?.meaning) {
    case 'write':
    case 'store_pointer':
      return 'write';
    case 'exchange':
    case 'compare_exchange':
      return 'both';
    default:
      return undefined;
  }
}

function note(target: Expression, how: Access, access: Map<Name, Access>): void {
  const name = targetName(target);
  if (name !== undefined) access.set(name, how);
}

/** The name of the variable or field that an expression stands for. */
function targetName(target: Expression): Name | undefined {
  switch (target.kind) {
    case 'Name':
      return target;
    case 'Member':
      return target.field;
    case 'Index':
      return targetName(target.object);
    case 'Parenthesized':
      return targetName(target.expression);
    case 'Unary':
      return target.operator === '&' ? targetName(target.operand) : undefined;
    default:
      return undefined;
  }
}
