// The slots of a program as the objects they make up: `pages[0].flags` is the field `flags` of the
// element `[0]` of `pages`. Made from the names alone, once for each program.
import { objectStatus, type Program, type SlotId } from '@racewalk/simulator';

export interface SlotNode {
  /** `pages`, `[0]`, `flags`. */
  readonly name: string;
  /** `pages[0].flags`. */
  readonly path: string;
  /** Undefined where it is made of others. */
  slot: SlotId | undefined;
  /** The slot with the life of the pool object this is; undefined for all else. */
  status: SlotId | undefined;
  /** As written: `struct page`; undefined where no pointer to such a thing exists. */
  type: string | undefined;
  readonly children: SlotNode[];
}

export interface SlotTree {
  readonly roots: readonly SlotNode[];
  readonly byPath: ReadonlyMap<string, SlotNode>;
}

const statusName = '(status)';

export function slotTreeOf(program: Program): SlotTree {
  const roots: SlotNode[] = [];
  const byPath = new Map<string, SlotNode>();
  program.slots.forEach(({ name }, slot) => {
    let siblings = roots;
    let path = '';
    let node: SlotNode | undefined;
    for (const segment of segmentsOf(name)) {
      if (segment === statusName && node !== undefined) {
        node.status = slot;
        return;
      }
      path = path === '' || segment.startsWith('[') ? path + segment : `${path}.${segment}`;
      node = byPath.get(path);
      if (node === undefined) {
        node = {
          name: segment,
          path,
          slot: undefined,
          status: undefined,
          type: undefined,
          children: [],
        };
        byPath.set(path, node);
        siblings.push(node);
      }
      siblings = node.children;
    }
    if (node !== undefined) node.slot = slot;
  });
  for (const { type, targets } of program.domains) {
    for (const { name } of targets) {
      const node = byPath.get(name);
      if (node !== undefined) node.type ??= type;
    }
  }
  return { roots, byPath };
}

function segmentsOf(name: string): readonly string[] {
  return name.match(/\[\d+\]|\(status\)|[^.[\]]+/gu) ?? [name];
}

/** All slots of a node. */
export function slotsBelow(node: SlotNode): readonly SlotId[] {
  const own = node.slot === undefined ? [] : [node.slot];
  return [...own, ...node.children.flatMap(slotsBelow)];
}

export type Life = 'fresh' | 'live' | 'freed' | undefined;

/** Of a pool object: is it in use? Undefined for what always is. */
export function lifeOf({ status }: SlotNode, slots: readonly number[]): Life {
  if (status === undefined) return undefined;
  const value = slots[status];
  if (value === objectStatus.fresh) return 'fresh';
  return value === objectStatus.freed ? 'freed' : 'live';
}
