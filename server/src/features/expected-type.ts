// Which type is wanted where the cursor is, as far as what stands before it says so.
import {
  boundTo,
  type FunctionSymbol,
  nodeAt,
  type Type,
  treeOf,
  typeAt,
  type Visible,
} from '@racewalk/language';
import type { Cursor, OpenCall } from './cursor.ts';
import { type Node, type Place, pathAt } from './place.ts';

export interface Expected {
  readonly type: Type | undefined;
  /** The parameter that is being filled in. */
  readonly parameter: string | undefined;
}

const operators: ReadonlySet<string> = new Set('= == != < > <= >= | & ^ |= &= ^= += -='.split(' '));

export function expectedAt(place: Place, cursor: Cursor, visible: Visible): Expected {
  const last = cursor.before.at(-1);
  const { call } = cursor;
  const none = { type: undefined, parameter: undefined };
  if (last === undefined) return none;
  const isBitwise = last.text === '|' || last.text === '&' || last.text === '^';
  if (call !== undefined && (isBitwise || last.text === '(' || last.text === ',')) {
    const found = ofArgument(call, visible);
    if (found !== undefined) return found;
  }
  if (last.text === 'return') return { type: resultAt(place), parameter: undefined };
  if (last.text === 'case') return { type: subjectAt(place), parameter: undefined };
  if (!operators.has(last.text)) return none;
  return { type: leftOf(place, last.start, last.end), parameter: undefined };
}

function ofArgument(call: OpenCall, visible: Visible): Expected | undefined {
  const symbol = visible.values.get(call.name);
  if (symbol?.kind !== 'function') return undefined;
  const parameter = firstBody(symbol)?.parameters[call.argument];
  return parameter === undefined ? undefined : { type: parameter.type, parameter: parameter.name };
}

function firstBody(symbol: FunctionSymbol): FunctionSymbol['bodies'][number] | undefined {
  return symbol.bodies[0] ?? (symbol.outer === undefined ? undefined : firstBody(symbol.outer));
}

/** The type of what stands left of the operator. */
function leftOf({ analysis, file }: Place, start: number, end: number): Type | undefined {
  const root = treeOf(analysis, file);
  const path = root === undefined ? [] : nodeAt(root, start);
  for (const node of path.toReversed()) {
    const [left, right] = sidesOf(node);
    if (left === undefined || left.end > start) continue;
    if (right !== undefined && right.start < end) continue;
    if (left.kind === 'Declarator') {
      const symbol = boundTo(analysis, left.name);
      return symbol?.kind === 'variable' ? symbol.type : undefined;
    }
    return typeAt(analysis, left);
  }
  return undefined;
}

type Left = Extract<Node, { readonly kind: 'Declarator' }> | Parameters<typeof typeAt>[1];

function sidesOf(node: Node): readonly [Left | undefined, Node | undefined] {
  switch (node.kind) {
    case 'Assignment':
      return [node.target, node.value];
    case 'Binary':
      return [node.left, node.right];
    case 'InitializedDeclarator':
      return [node.declarator, node.initializer];
    default:
      return [undefined, undefined];
  }
}

function resultAt(place: Place): Type | undefined {
  const around = pathAt(place).findLast((node) => node.kind === 'Function');
  if (around?.kind !== 'Function') return undefined;
  const symbol = boundTo(place.analysis, around.name);
  if (symbol?.kind !== 'function') return undefined;
  return symbol.bodies.find(({ declaration }) => declaration === around)?.result;
}

function subjectAt(place: Place): Type | undefined {
  const around = pathAt(place).findLast((node) => node.kind === 'Switch');
  return around?.kind === 'Switch' ? typeAt(place.analysis, around.subject) : undefined;
}

/** The names that a type's values have: of an enum's members, of the bits of a set. */
export function namesOfValues(type: Type | undefined): ReadonlySet<string> {
  if (type?.kind !== 'integer') return new Set();
  const { display } = type;
  if (display.kind === 'enum') return new Set(display.names.values());
  return new Set(display.kind === 'bits' ? display.bits.map(({ name }) => name) : []);
}
