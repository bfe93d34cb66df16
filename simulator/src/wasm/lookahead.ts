// Generated functions that expand states ahead of their turn: what their steps lead to is looked up in
// the visited table while another thread may still insert, and only what is not yet known, or tells
// something, is kept for when the turn comes (see ../threads/).
import type { Callee, Code, Global } from './code.ts';
import type { Module } from './module.ts';
import { opcode, type } from './opcodes.ts';
import { type RecordShape, recordKind, recordsWanted } from './record.ts';
import type { Scratch } from './scratch.ts';
import type { Visited } from './visited.ts';

export interface Lookahead {
  /** Whether records are sifted, and not worked off. */
  readonly isAhead: Global;
  /** () keeps those records that have to be worked off later, in the order in which they came. */
  readonly sift: Callee;
  /** (first state, end, buffer, its end) -> bytes kept there, or -1 where that was not enough. */
  readonly ahead: Callee;
}

export interface LookaheadParts {
  readonly shape: RecordShape;
  /** Where the records are, from the base of the scratch on. */
  readonly records: number;
  readonly scratch: Scratch;
  readonly out: Global;
  readonly visited: Visited;
  readonly representative: Callee | undefined;
  /** Whether edges are written down: then known states are kept, too. */
  readonly wantsNumbers: Global;
  /** Sifts while `isAhead` is set. */
  readonly flush: Callee;
  /** (address of a state, its number) leaves records of its steps. */
  readonly expand: Callee;
  /** Pushes the address of the state whose number is in a local. */
  readonly pushStateAddress: (code: Code, number: number) => void;
}

export function announceLookahead(module: Module): Lookahead {
  const four = [type.i32, type.i32, type.i32, type.i32];
  return {
    isAhead: module.global(type.i32),
    sift: module.declare([], []),
    ahead: module.declare(four, [type.i32]),
  };
}

interface Kept {
  readonly next: Global;
  readonly end: Global;
  readonly isFull: Global;
  /** Steps to states that were known and are left out. */
  readonly known: Global;
  /** Addresses of kept records by the hash of their states, from the base of the scratch on. */
  readonly recent: number;
}

/** Successors of neighbours are often the same: so many of those kept are remembered. */
const recentMax = 1024;

export function defineLookahead(module: Module, lookahead: Lookahead, parts: LookaheadParts): void {
  const kept: Kept = {
    next: module.global(type.i32),
    end: module.global(type.i32),
    isFull: module.global(type.i32),
    known: module.global(type.i32, 'knownCount'),
    recent: parts.scratch.reserve(recentMax * 4),
  };
  module.define(lookahead.sift, (code) => emitSift(code, parts, kept));
  module.define(lookahead.ahead, (code) => emitAhead(code, parts, kept, lookahead));
  module.exportFunction('ahead', lookahead.ahead);
}

function emitAhead(code: Code, parts: LookaheadParts, kept: Kept, { isAhead }: Lookahead): void {
  const { flush, expand, out, records, scratch, shape, pushStateAddress } = parts;
  const [number, end, buffer, bufferEnd] = [0, 1, 2, 3];
  code.get(buffer).setGlobal(kept.next).get(bufferEnd).setGlobal(kept.end);
  scratch.push(code, kept.recent);
  code
    .constant(0)
    .constant(recentMax * 4)
    .fill();
  code.constant(0).setGlobal(kept.known).constant(0).setGlobal(kept.isFull);
  code.constant(1).setGlobal(isAhead);
  scratch.push(code, records);
  code.setGlobal(out);
  code.loop((again) => {
    pushStateAddress(code, number);
    code.get(number).call(expand);
    code.getGlobal(out);
    scratch.push(code, records + recordsWanted * shape.size);
    code.op(opcode.i32GeU).when(() => code.call(flush));
    code.get(number).constant(1).op(opcode.i32Add).tee(number);
    code.get(end).op(opcode.i32LtU).branchIf(again);
  });
  code.call(flush).constant(0).setGlobal(isAhead);
  code.constant(-1).getGlobal(kept.next).get(buffer).op(opcode.i32Sub);
  code.getGlobal(kept.isFull).op(opcode.select);
}

function emitSift(code: Code, parts: LookaheadParts, kept: Kept): void {
  const { shape, records, scratch, out, visited } = parts;
  const record = code.local();
  const begin = code.local();
  const found = code.local();
  const end = code.local();
  const isMoved = (): Code => code.get(record).load(shape.kind).op(opcode.i32Eqz);
  const each = (body: () => void): void => {
    code.get(begin).set(record);
    code.loop((again) => {
      body();
      code.get(record).constant(shape.size).op(opcode.i32Add).tee(record);
      code.get(end).op(opcode.i32LtU).branchIf(again);
    });
  };
  scratch.push(code, records);
  code.tee(begin).getGlobal(out).tee(end).op(opcode.i32Eq);
  code.when(() => code.op(opcode.return));
  code.get(begin).setGlobal(out);
  each(() => {
    isMoved().when(() => {
      if (parts.representative !== undefined) code.get(record).call(parts.representative);
      code.get(record).call(visited.locate);
    });
  });
  code.get(begin).get(end).call(visited.fetch);
  each(() => {
    code.block((sifted) => {
      const leaveOut = (): void => {
        code.getGlobal(kept.known).constant(1).op(opcode.i32Add).setGlobal(kept.known);
        code.branch(sifted);
      };
      code.get(record).load(shape.events, opcode.i64Load).op(opcode.i64Eqz);
      isMoved().op(opcode.i32And);
      code.when(() => {
        code.get(record).call(visited.find).set(found);
        code.getGlobal(parts.wantsNumbers).when(
          () => {
            code.get(found).when(() => {
              code.get(record).constant(recordKind.known).store(shape.kind);
              code.get(record).get(found).constant(1).op(opcode.i32Sub).store(shape.key);
            });
          },
          () => {
            code.get(found).when(leaveOut);
            emitRecent(code, parts, kept, record, leaveOut);
          },
        );
      });
      emitKeep(code, shape, kept, record);
    });
  });
}

/** Leaves a record out if one with its state is kept, and else remembers that this one is. */
function emitRecent(
  code: Code,
  { scratch, shape }: LookaheadParts,
  { next, recent }: Kept,
  record: number,
  leaveOut: () => void,
): void {
  const at = code.local();
  const other = code.local();
  code.get(record).load(shape.place).get(record).load(shape.key).op(opcode.i32Xor);
  code
    .constant(recentMax - 1)
    .op(opcode.i32And)
    .constant(2)
    .op(opcode.i32Shl);
  scratch.push(code, recent);
  code.op(opcode.i32Add).tee(at).load(0).tee(other);
  code.when(() => {
    code.block((differs) => {
      // States are all that stands before the events.
      for (let offset = 0; offset < shape.events; offset += 8) {
        code.get(other).load(offset, opcode.i64Load).get(record).load(offset, opcode.i64Load);
        code.op(opcode.i64Ne).branchIf(differs);
      }
      leaveOut();
    });
  });
  code.get(at).getGlobal(next).store(0);
}

/** Copies a record, if there is still room for it. */
function emitKeep(code: Code, shape: RecordShape, { next, end, isFull }: Kept, record: number) {
  code.getGlobal(next).constant(shape.size).op(opcode.i32Add).getGlobal(end).op(opcode.i32GtU);
  code.when(
    () => code.constant(1).setGlobal(isFull),
    () => {
      for (let offset = 0; offset < shape.size; offset += 8) {
        code.getGlobal(next).get(record).load(offset, opcode.i64Load);
        code.store(offset, opcode.i64Store);
      }
      code.getGlobal(next).constant(shape.size).op(opcode.i32Add).setGlobal(next);
    },
  );
}
