// Control flow of a piece of code from one entry to where it rests, as WebAssembly wants it: basic
// blocks in an order in which jumps go forward, and a loop around them only where one goes back.
import type { Instruction, Pc } from '../program.ts';
import { isResting, successors } from '../reach.ts';
import type { Code, Label } from './code.ts';
import { opcode } from './opcodes.ts';

/** Straight code. `rests` blocks stand for a place to rest, and have no instructions of their own. */
export interface Block {
  readonly pc: Pc;
  readonly pcs: readonly Pc[];
  readonly rests: boolean;
}

export interface Flow {
  /** In an order in which all jumps but `isCyclic` ones go forward. */
  readonly blocks: readonly Block[];
  readonly blockAt: ReadonlyMap<Pc, number>;
  /** Some jump goes back. */
  readonly isCyclic: boolean;
  /** Instructions in all blocks together. */
  readonly length: number;
}

/** The code from `entry`, whatever stands there, up to and without the next place to rest. */
export function flowFrom(code: readonly Instruction[], entry: Pc): Flow {
  const order = depthFirst(code, entry);
  const leaders = leadersOf(code, order);
  const blocks = order
    .filter((node) => leaders.has(node))
    .map((node) => blockOf(code, node, leaders));
  const blockAt = new Map(blocks.map(({ rests, pc }, index) => [keyOf(pc, rests), index]));
  const isCyclic = blocks.some(({ rests, pcs }, index) => {
    if (rests) return false;
    const last = pcs.at(-1)!;
    return successors(code[last]!, last).some((to) => {
      const target = blockAt.get(keyOf(to, isResting(code[to]!)));
      return target !== undefined && target <= index;
    });
  });
  const length = blocks.reduce((sum, { pcs }) => sum + pcs.length, 0);
  return { blocks, blockAt, isCyclic, length };
}

/** The block that control comes to by a jump to `pc`. */
export function targetOf(flow: Flow, code: readonly Instruction[], pc: Pc): number {
  return flow.blockAt.get(keyOf(pc, isResting(code[pc]!)))!;
}

/** Nodes are pcs to run, and pcs to rest at, which are different: the entry may be both. */
interface Node {
  readonly pc: Pc;
  readonly rests: boolean;
}

function keyOf(pc: Pc, rests: boolean): number {
  return pc * 2 + (rests ? 1 : 0);
}

/** Reverse postorder. */
function depthFirst(code: readonly Instruction[], entry: Pc): readonly number[] {
  const postorder: number[] = [];
  const seen = new Set<number>();
  const stack: { readonly key: number; readonly next: number[] }[] = [];
  const enter = ({ pc, rests }: Node): void => {
    const key = keyOf(pc, rests);
    if (seen.has(key)) return;
    seen.add(key);
    const after = rests ? [] : successors(code[pc]!, pc);
    stack.push({ key, next: [...after].reverse() });
  };
  enter({ pc: entry, rests: false });
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const to = top.next.pop();
    if (to !== undefined) enter({ pc: to, rests: isResting(code[to]!) });
    else {
      postorder.push(top.key);
      stack.pop();
    }
  }
  return postorder.reverse();
}

/** Where a block begins: the entry, places to rest, what several or a fork lead to. */
function leadersOf(code: readonly Instruction[], order: readonly number[]): ReadonlySet<number> {
  const leaders = new Set<number>([order[0]!]);
  const met = new Set<number>();
  for (const key of order) {
    if (key % 2 === 1) {
      leaders.add(key);
      continue;
    }
    const pc = key / 2;
    const after = successors(code[pc]!, pc);
    for (const to of after) {
      const target = keyOf(to, isResting(code[to]!));
      if (isFork(code[pc]!) || met.has(target)) leaders.add(target);
      met.add(target);
    }
  }
  return leaders;
}

/** Control leaves by a jump of its own, even where there is only one way. */
function isFork({ op }: Instruction): boolean {
  return op === 'branch' || op === 'choose';
}

function blockOf(
  code: readonly Instruction[],
  leader: number,
  leaders: ReadonlySet<number>,
): Block {
  if (leader % 2 === 1) return { pc: (leader - 1) / 2, pcs: [], rests: true };
  const pcs = [leader / 2];
  for (;;) {
    const last = pcs.at(-1)!;
    const [to] = successors(code[last]!, last);
    if (to === undefined || isFork(code[last]!)) break;
    const key = keyOf(to, isResting(code[to]!));
    if (leaders.has(key)) break;
    pcs.push(to);
  }
  return { pc: leader / 2, pcs, rests: false };
}

/** Emits jumps between blocks while the blocks are written. */
export interface Jumps {
  /** Goes to a block from the one being written; nothing where that is the next. */
  jump(to: number): void;
  /** Goes to a block if the condition on the stack is not zero. */
  jumpIf(to: number): void;
  /** Goes to one of the blocks by the index on the stack. */
  jumpTable(to: readonly number[]): void;
}

/** Writes all blocks; `write` gets the index of each and the means to leave it. */
export function emitBlocks(
  code: Code,
  flow: Flow,
  write: (block: number, jumps: Jumps) => void,
): void {
  if (!flow.isCyclic) {
    emitNest(code, flow, undefined, write);
    return;
  }
  const next = code.local();
  code.loop((again) => emitNest(code, flow, { next, again }, write));
}

interface Back {
  readonly next: number;
  readonly again: Label;
}

function emitNest(
  code: Code,
  flow: Flow,
  back: Back | undefined,
  write: (block: number, jumps: Jumps) => void,
): void {
  const count = flow.blocks.length;
  const labels: Label[] = [];
  for (let block = count - 1; block > 0; block--) labels[block] = code.open();
  if (back !== undefined) {
    labels[0] = code.open();
    code.get(back.next).branchTable(labels);
    code.end();
  }
  for (let block = 0; block < count; block++) {
    if (block > 0) code.end();
    write(block, jumpsFrom(code, block, labels, back));
  }
}

function jumpsFrom(
  code: Code,
  from: number,
  labels: readonly Label[],
  back: Back | undefined,
): Jumps {
  const jump = (to: number): void => {
    if (to > from) {
      if (to > from + 1) code.branch(labels[to]!);
      return;
    }
    code.constant(to).set(back!.next).branch(back!.again);
  };
  const jumpIf = (to: number): void => {
    if (to > from) code.branchIf(labels[to]!);
    else code.when(() => jump(to));
  };
  return {
    jump,
    jumpIf,
    jumpTable(to) {
      const index = code.local();
      code.set(index);
      to.forEach((target, place) => {
        if (place === to.length - 1) {
          jump(target);
          return;
        }
        code.get(index).constant(place).op(opcode.i32Eq);
        jumpIf(target);
      });
    },
  };
}
