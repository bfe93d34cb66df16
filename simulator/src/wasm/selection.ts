// Generated code that chooses, in one state, the threads to move: the rule of
// reduction/persistent-set.ts, on the footprints that the steps leave in two globals. Records of
// threads that may wait are taken back.
import type { Independence } from '../reduction/independence.ts';
import type { Callee, Code, Global } from './code.ts';
import type { Image } from './image.ts';
import type { Module } from './module.ts';
import { opcode, type } from './opcodes.ts';
import { MemoryWords } from './packed-words.ts';
import type { RecordShape } from './record.ts';
import type { Footprints, Unit } from './routine.ts';

export interface Selection {
  readonly footprints: Footprints;
  readonly unit: Unit;
  readonly independence: Independence;
  readonly standings: number;
  readonly futures: number;
  /** Per thread, where its futures begin: rests of the threads before it; then all rests. */
  readonly offsets: readonly number[];
  readonly rests: number;
  /** (thread) -> 1 where moving this thread alone will do. */
  readonly suffices: Callee;
  /** () -> the threads to move, as bits. */
  readonly choose: Callee;
  readonly buffer: Buffer;
}

interface Buffer {
  readonly out: Global;
  readonly moved: Global;
  /** Set where records were worked off before the choice: then all threads have to be moved. */
  readonly flushed: Global;
  readonly shape: RecordShape;
}

/** What is known of a thread in the state: byte offsets of 64-bit masks, and of numbers. */
const standing = {
  touched: 0,
  changed: 8,
  futureAccesses: 16,
  futureWrites: 24,
  isOver: 32,
  isSticky: 36,
  moves: 40,
  /** Address of the thread's first record. */
  begin: 44,
  size: 48,
} as const;

export function declareSelection(
  module: Module,
  unit: Unit,
  independence: Independence,
  buffer: Buffer,
): Selection {
  const { program, layout, image } = unit;
  const rests = program.threads.map((_, thread) => layout.restsOf(thread));
  const offsets = rests.map((_, thread) =>
    rests.slice(0, thread).reduce((sum, { length }) => sum + length, 0),
  );
  const masks: bigint[] = [];
  for (let frozen = 0; frozen < 2 ** independence.families; frozen++) {
    rests.forEach((own, thread) => {
      for (const { pc } of own) {
        masks.push(independence.accesses(frozen, thread, pc));
        masks.push(independence.writes(frozen, thread, pc));
      }
    });
  }
  const selection: Selection = {
    footprints: footprintsOf(program.slots.length, independence, image),
    unit,
    independence,
    standings: unit.scratch.reserve(program.threads.length * standing.size),
    futures: image.table64(masks),
    offsets,
    rests: masks.length / 2 / 2 ** independence.families,
    suffices: module.declare([type.i32], [type.i32]),
    choose: module.declare([], [type.i32]),
    buffer,
  };
  module.define(selection.suffices, (code) => emitSuffices(code, selection));
  module.define(selection.choose, (code) => emitChoose(code, selection));
  return selection;
}

function footprintsOf(
  slots: number,
  { classOf, isVisible, visibleClass }: Independence,
  image: Image,
): Footprints {
  const bitOf = (group: number): bigint => (group < 0 ? 0n : 1n << BigInt(group));
  const touchBits = Array.from({ length: slots }, (_, slot) => bitOf(classOf[slot]!));
  const changeBits = touchBits.map(
    (bit, slot) => bit | (isVisible[slot] === 1 ? bitOf(visibleClass) : 0n),
  );
  return {
    touchBits,
    changeBits,
    touchTable: image.table64(touchBits),
    changeTable: image.table64(changeBits),
  };
}

/** The first parameter of `expand`, around this code: the address of the state. */
const state = 0;

/** Takes the steps of the threads, and keeps the records of those that have to move. */
export function emitSelected(
  code: Code,
  selection: Selection,
  take: (thread: number) => void,
): void {
  const { unit, suffices, choose, buffer } = selection;
  const { out, moved, flushed } = buffer;
  const count = unit.program.threads.length;
  const begin = code.local();
  const end = code.local();
  const chosen = code.local();
  code.getGlobal(out).set(begin).constant(0).setGlobal(flushed);
  emitFutures(code, selection);
  code.block((done) => {
    for (let thread = 0; thread < count; thread++) {
      code.constant64(0).setGlobal(unit.globals.touched);
      code.constant64(0).setGlobal(unit.globals.changed);
      code.constant(0).setGlobal(moved);
      pushOwn(code, selection, thread);
      code.getGlobal(out).store(standing.begin);
      take(thread);
      pushOwn(code, selection, thread);
      code.getGlobal(moved).store(standing.moves);
      for (const kind of ['touched', 'changed'] as const) {
        pushOwn(code, selection, thread);
        code.getGlobal(unit.globals[kind]);
        code.store(standing[kind], opcode.i64Store);
      }
      code.constant(thread).call(suffices).getGlobal(flushed).op(opcode.i32Eqz, opcode.i32And);
      code.when(() => {
        code.getGlobal(out).set(end).get(begin).setGlobal(out);
        keepRecords(code, selection, thread, () => code.get(end));
        code.branch(done);
      });
    }
    code.getGlobal(flushed).branchIf(done);
    code.call(choose).tee(chosen).constant(allOf(count)).op(opcode.i32Eq).branchIf(done);
    code.getGlobal(out).set(end).get(begin).setGlobal(out);
    for (let thread = 0; thread < count; thread++) {
      code
        .get(chosen)
        .constant(1 << thread)
        .op(opcode.i32And);
      code.when(() =>
        keepRecords(code, selection, thread, () => {
          if (thread === count - 1) {
            code.get(end);
            return;
          }
          pushOwn(code, selection, thread + 1);
          code.load(standing.begin);
        }),
      );
    }
  });
}

function allOf(threads: number): number {
  return 2 ** threads - 1;
}

/** Moves the records of one thread down to `out`. */
function keepRecords(code: Code, selection: Selection, thread: number, pushEnd: () => void): void {
  const from = code.local();
  const end = code.local();
  const { out, shape } = selection.buffer;
  pushOwn(code, selection, thread);
  code.load(standing.begin).set(from);
  pushEnd();
  code.set(end);
  code.block((done) => {
    code.loop((again) => {
      code.get(from).get(end).op(opcode.i32GeU).branchIf(done);
      for (let offset = 0; offset < shape.size; offset += 8) {
        code.getGlobal(out).get(from).load(offset, opcode.i64Load).store(offset, opcode.i64Store);
      }
      code.getGlobal(out).constant(shape.size).op(opcode.i32Add).setGlobal(out);
      code.get(from).constant(shape.size).op(opcode.i32Add).set(from).branch(again);
    });
  });
}

/** Looks up what every thread may still do, and whether it may be moved alone. */
function emitFutures(code: Code, selection: Selection): void {
  const { unit, independence, futures, offsets, rests } = selection;
  const { program, layout, image, slots } = unit;
  const words = new MemoryWords(code, state, slots);
  const frozen = code.local();
  code.constant(0).set(frozen);
  independence.writeOnce.slice(0, independence.families).forEach(({ slot, mask, value }, bit) => {
    const field = layout.fieldOf(slot);
    if (field === undefined) return;
    words.readField(field);
    code.constant(mask).op(opcode.i32And).constant(value).op(opcode.i32Eq);
    code.constant(bit).op(opcode.i32Shl).get(frozen).op(opcode.i32Or).set(frozen);
  });
  const base = code.local();
  code
    .get(frozen)
    .constant(rests * 16)
    .op(opcode.i32Mul)
    .set(base);
  const number = code.local();
  const at = code.local();
  program.threads.forEach((_, thread) => {
    const places = layout.restsOf(thread);
    words.readField({ ...layout.pcFieldOf(thread), min: 0 });
    code.tee(number).constant(4).op(opcode.i32Shl).get(base).op(opcode.i32Add).set(at);
    for (const [to, offset] of [
      [standing.futureAccesses, 0],
      [standing.futureWrites, 8],
    ] as const) {
      pushOwn(code, selection, thread);
      code.get(at);
      code.load(futures + offsets[thread]! * 16 + offset, opcode.i64Load);
      code.store(to, opcode.i64Store);
    }
    const isSticky = places.map(({ pc }) => (independence.isSticky(thread, pc) ? 1 : 0));
    for (const [to, table] of [
      [standing.isOver, image.table(places.map(({ over }) => (over ? 1 : 0)))],
      [standing.isSticky, image.table(isSticky)],
    ] as const) {
      pushOwn(code, selection, thread);
      code.get(number).constant(2).op(opcode.i32Shl).load(table).store(to);
    }
  });
}

/** Pushes whether the thread at the address in `other` may meet what is touched and changed. */
function pushMeets(code: Code, other: number, touched: number, changed: number): void {
  code.get(touched).get(other).load(standing.futureWrites, opcode.i64Load).op(opcode.i64And);
  code.get(changed).get(other).load(standing.futureAccesses, opcode.i64Load).op(opcode.i64And);
  code.op(opcode.i64Or, opcode.i64Eqz, opcode.i32Eqz);
}

function emitSuffices(code: Code, selection: Selection): void {
  const thread = 0;
  const own = code.local();
  const other = code.local();
  const touched = code.local(type.i64);
  const changed = code.local(type.i64);
  const giveUp = (): void => {
    code.when(() => code.constant(0).op(opcode.return));
  };
  pushStanding(code, selection, thread);
  code.tee(own).load(standing.moves).op(opcode.i32Eqz);
  giveUp();
  code.get(own).load(standing.isSticky);
  giveUp();
  code.get(own).load(standing.touched, opcode.i64Load).set(touched);
  code.get(own).load(standing.changed, opcode.i64Load).set(changed);
  pushOwn(code, selection, 0);
  code.set(other);
  code.loop((again) => {
    pushMeets(code, other, touched, changed);
    code.get(other).get(own).op(opcode.i32Ne, opcode.i32And);
    giveUp();
    code.get(other).constant(standing.size).op(opcode.i32Add).tee(other);
    pushOwn(code, selection, selection.unit.program.threads.length);
    code.op(opcode.i32LtU).branchIf(again);
  });
  code.constant(1);
}

/** Pushes where the standing of the thread whose number is in a local is. */
function pushStanding(code: Code, selection: Selection, thread: number): void {
  code.get(thread).constant(standing.size).op(opcode.i32Mul);
  pushOwn(code, selection, 0);
  code.op(opcode.i32Add);
}

/** Pushes where the standing of a thread is. */
function pushOwn(code: Code, { unit, standings }: Selection, thread: number): void {
  unit.scratch.push(code, standings + thread * standing.size);
}

/** The first of the smallest usable closed sets around each thread, or all threads. */
function emitChoose(code: Code, selection: Selection): void {
  const count = selection.unit.program.threads.length;
  const first = code.local();
  const best = code.local();
  const bestSize = code.local();
  const member = code.local();
  const own = code.local();
  const set = code.local();
  const size = code.local();
  const moves = code.local();
  const isSticky = code.local();
  const touched = code.local(type.i64);
  const changed = code.local(type.i64);
  const join = (): void => {
    code.get(set).constant(1).get(member).op(opcode.i32Shl, opcode.i32Or).set(set);
    code.get(size).constant(1).op(opcode.i32Add).set(size);
    code.get(moves).get(own).load(standing.moves).op(opcode.i32Or).set(moves);
    code.get(isSticky).get(own).load(standing.isSticky).op(opcode.i32Or).set(isSticky);
    for (const [sum, offset] of [
      [touched, standing.touched],
      [changed, standing.changed],
    ] as const) {
      code.get(sum).get(own).load(offset, opcode.i64Load).op(opcode.i64Or).set(sum);
    }
  };
  code.constant(allOf(count)).set(best).constant(count).set(bestSize);
  code.loop((nextFirst) => {
    code.get(first).set(member);
    pushStanding(code, selection, member);
    code
      .tee(own)
      .load(standing.isOver)
      .op(opcode.i32Eqz)
      .when(() => {
        for (const number of [set, size, moves, isSticky]) code.constant(0).set(number);
        for (const mask of [touched, changed]) code.constant64(0).set(mask);
        join();
        code.constant(0).set(member);
        code.loop((nextMember) => {
          pushStanding(code, selection, member);
          code.set(own).get(set).get(member).op(opcode.i32ShrU).constant(1);
          code.op(opcode.i32And, opcode.i32Eqz);
          pushMeets(code, own, touched, changed);
          code.op(opcode.i32And).when(() => {
            join();
            // What it touches may bring in threads that were passed over.
            code.constant(-1).set(member);
          });
          code.get(member).constant(1).op(opcode.i32Add).tee(member).constant(count);
          code.op(opcode.i32LtS).branchIf(nextMember);
        });
        code.get(moves).get(isSticky).op(opcode.i32Eqz, opcode.i32And);
        code
          .get(size)
          .get(bestSize)
          .op(opcode.i32LtU, opcode.i32And)
          .when(() => {
            code.get(set).set(best).get(size).set(bestSize);
          });
      });
    code.get(first).constant(1).op(opcode.i32Add).tee(first).constant(count);
    code.op(opcode.i32LtU).branchIf(nextFirst);
  });
  code.get(best);
}
