// The visited table: exact, open addressing, one 32-bit entry a state, probes at triangular
// distances. Two kinds of entry:
// - indexed: the number of the state, counted from 1, below a tag from its hash; what the tag cannot
//   tell apart is compared in the log of states;
// - quotient: the packed state is mixed by a bijection; its low bits are the place where the probing
//   begins, and the entry holds all the others with the distance from there, so that nothing has to
//   be compared elsewhere. It is used once the table is large enough for the rest to fit 24 bits.
//   The idea is Cleary's (Compact hash tables using bidirectional linear probing, 1984).
import type { Layout } from '../layout.ts';
import {
  type Arena,
  chunkBits,
  pushChunkAddress,
  pushEntryAddress,
  segmentBits,
  tableSlack,
} from './arena.ts';
import type { Callee, Code, Global, Label } from './code.ts';
import type { Module } from './module.ts';
import { opcode, type } from './opcodes.ts';
import { emitHashed, pushPlaceMask, quotientBits } from './place-hash.ts';
import { type RecordShape, recordsRoom } from './record.ts';
import type { Scratch } from './scratch.ts';

export interface Visited {
  /** States stored, and from how many on they are refused. */
  readonly count: Global;
  readonly limit: Global;
  /** Set by `insert`: whether the state was new. */
  readonly isNew: Global;
  /** () makes the first, empty table. */
  readonly open: Callee;
  /** (record) computes `place` and `key` of the record. */
  readonly locate: Callee;
  /** (first record, end) brings what their places hold near, for `insert`. */
  readonly fetch: Callee;
  /**
   * (record) -> the number of its state, stored if it was not; -1 if `limit` forbids that. In the
   * quotient table a known state has no number, and the answer is 0.
   */
  readonly insert: Callee;
  /**
   * (record) -> the number of its state plus one, or 0 if it is not in the table. Another thread may
   * insert meanwhile: states numbered `trusted` and more are not looked at, and may be missed. In the
   * quotient table, where an entry is all there is of a state, the answer is 1 or 0.
   */
  readonly find: Callee;
  /** () prepares a table twice as large, with no other thread in it; then `rebuild` fills it. */
  readonly grow: Callee;
  /** (states) -> 1 when all are in the new table. Threads may each put some there. */
  readonly rebuild: Callee;
  /** () -> 1 where the table has to grow before much more is inserted. */
  readonly isFull: Callee;
  /** () -> 1 where it has to grow before another buffer of records is worked off. */
  readonly isOverfull: Callee;
}

interface Parts {
  readonly layout: Layout;
  readonly arena: Arena;
  readonly shape: RecordShape;
  readonly bits: Global;
  readonly isQuotient: Global;
  readonly rebuilt: Global;
  readonly sink: Global;
  /** States from here on may be half written as seen from this thread. */
  readonly trusted: Global;
  readonly wantsNumbers: Global;
  /** () returns when no other thread looks into the table; undefined: there are no others. */
  readonly drain: Callee | undefined;
}

/** Bits of the distance in a quotient entry; it is stored plus one, as 0 is an empty place. */
const distanceBits = 8;
const distanceMax = 254;

export function declareVisited(
  module: Module,
  scratch: Scratch,
  {
    layout,
    arena,
    shape,
    wantsNumbers,
    drain,
  }: Pick<Parts, 'layout' | 'arena' | 'shape' | 'wantsNumbers' | 'drain'>,
): Visited {
  const visited: Visited = {
    count: module.global(type.i32, 'count'),
    limit: module.global(type.i32, 'limit'),
    isNew: module.global(type.i32),
    open: module.declare([], []),
    locate: module.declare([type.i32], []),
    fetch: module.declare([type.i32, type.i32], []),
    insert: module.declare([type.i32], [type.i32]),
    find: module.declare([type.i32], [type.i32]),
    grow: module.declare([], []),
    rebuild: module.declare([type.i32], [type.i32]),
    isFull: module.declare([], [type.i32]),
    isOverfull: module.declare([], [type.i32]),
  };
  const parts: Parts = {
    layout,
    arena,
    shape,
    wantsNumbers,
    drain,
    bits: module.global(type.i32, 'placeBits'),
    isQuotient: module.global(type.i32, 'isQuotient'),
    rebuilt: module.global(type.i32, 'rebuilt'),
    sink: module.global(type.i32),
    trusted: module.global(type.i32, 'trusted'),
  };
  const hashed = module.declare([type.i32, type.i32], []);
  module.define(hashed, (code) => emitHashed(code, parts));
  module.define(visited.locate, (code) => code.get(0).get(0).call(hashed));
  module.define(visited.fetch, (code) => emitFetch(code, parts, shape.size));
  const append = module.declare([type.i32], []);
  module.define(append, (code) => emitAppend(code, parts, visited));
  module.define(visited.insert, (code) => emitInsert(code, parts, visited, { append, hashed }));
  module.define(visited.find, (code) => emitFind(code, parts));
  module.define(visited.grow, (code) => emitGrow(code, parts));
  const places = scratch.reserve(shape.size + rebuiltAtOnce * 8);
  const pushPlaces = (code: Code): void => scratch.push(code, places);
  module.define(visited.rebuild, (code) =>
    emitRebuild(code, parts, visited, { hashed, pushPlaces }),
  );
  module.define(visited.open, (code) => {
    code.constant(segmentBits).setGlobal(parts.bits);
    code
      .constant(0)
      .constant(2 ** segmentBits * 4)
      .call(arena.allocate)
      .store(arena.segments);
  });
  for (const [callee, slack] of [
    [visited.isFull, tableSlack],
    [visited.isOverfull, recordsRoom],
  ] as const) {
    module.define(callee, (code) => {
      // Three quarters, less what may be added before the next look.
      code.getGlobal(visited.count).constant(slack).op(opcode.i32Add);
      code.constant(3).getGlobal(parts.bits).constant(2).op(opcode.i32Sub, opcode.i32Shl);
      code.op(opcode.i32GtU);
    });
  }
  return visited;
}

/**
 * Loads the entries of records, and the states that they seem to be, in loops so short that many loads
 * are under way at once. The sum of what is loaded keeps them from being left out; nobody reads it.
 */
function emitFetch(code: Code, parts: Parts, size: number): void {
  const [begin, end] = [0, 1];
  const { arena, layout, shape, sink, bits, isQuotient } = parts;
  const record = code.local();
  const place = code.local();
  const sum = code.local();
  const each = (body: () => void): void => {
    code.get(begin).set(record);
    code.loop((again) => {
      code.get(record).load(shape.place).set(place);
      pushEntryAddress(code, arena, place);
      code.load(0);
      body();
      code.get(sum).op(opcode.i32Add).set(sum);
      code.get(record).constant(size).op(opcode.i32Add).tee(record);
      code.get(end).op(opcode.i32LtU).branchIf(again);
    });
  };
  each(() => undefined);
  code
    .getGlobal(isQuotient)
    .op(opcode.i32Eqz)
    .when(() => {
      const entry = code.local();
      const number = code.local();
      each(() => {
        code.tee(entry);
        pushPlaceMask(code, bits);
        code.op(opcode.i32And).constant(1).op(opcode.i32Sub).constant(0);
        code.get(entry).getGlobal(bits).op(opcode.i32ShrU).get(record).load(shape.key);
        code.op(opcode.i32Eq).get(entry).constant(0).op(opcode.i32Ne, opcode.i32And);
        code.op(opcode.select).set(number);
        pushChunkAddress(code, arena.states, number, layout.words * 4);
        code.load(0);
      });
    });
  code.get(sum).setGlobal(sink);
}

/** Appends the state of a record to the log, with its parent. */
function emitAppend(code: Code, { layout, arena, shape }: Parts, { count }: Visited): void {
  const record = 0;
  const size = layout.words * 4;
  const number = code.local();
  const to = code.local();
  code
    .getGlobal(count)
    .tee(number)
    .constant(2 ** chunkBits - 1)
    .op(opcode.i32And, opcode.i32Eqz);
  code.when(() => {
    for (const [directory, bytes] of [
      [arena.states, size],
      [arena.parents, 4],
    ] as const) {
      code.get(number).constant(chunkBits).op(opcode.i32ShrU).constant(2).op(opcode.i32Shl);
      code
        .constant(bytes * 2 ** chunkBits)
        .call(arena.allocate)
        .store(directory);
    }
  });
  pushChunkAddress(code, arena.states, number, size);
  code.set(to);
  for (let word = 0; word < layout.words; word++) {
    code
      .get(to)
      .get(record)
      .load(word * 4)
      .store(word * 4);
  }
  pushChunkAddress(code, arena.parents, number, 4);
  code.get(record).load(shape.parent).store(0);
  code.get(number).constant(1).op(opcode.i32Add).setGlobal(count);
}

interface Probe {
  readonly place: number;
  readonly distance: number;
  readonly address: number;
  readonly entry: number;
}

/** Tries place after place; `body` looks at each and leaves, or lets the next one be tried. */
function emitProbe(code: Code, parts: Parts, place: number, body: (probe: Probe) => void): void {
  const probe: Probe = {
    place,
    distance: code.local(),
    address: code.local(),
    entry: code.local(),
  };
  code.constant(0).set(probe.distance);
  code.loop((again) => {
    pushEntryAddress(code, parts.arena, place);
    code.tee(probe.address).load(0).set(probe.entry);
    body(probe);
    code.get(probe.distance).constant(1).op(opcode.i32Add).tee(probe.distance);
    code.get(place).op(opcode.i32Add);
    pushPlaceMask(code, parts.bits);
    code.op(opcode.i32And).set(place).branch(again);
  });
}

/** Pushes the quotient entry of a key at a distance. */
function pushQuotient(code: Code, key: number, distance: number): void {
  code.get(key).constant(distanceBits).op(opcode.i32Shl);
  code.get(distance).constant(1).op(opcode.i32Add, opcode.i32Or);
}

function emitInsert(
  code: Code,
  parts: Parts,
  visited: Visited,
  calls: { readonly append: Callee; readonly hashed: Callee },
): void {
  const record = 0;
  const { shape, isQuotient } = parts;
  const place = code.local();
  const key = code.local();
  code.get(record).load(shape.place).set(place);
  code.get(record).load(shape.key).set(key);
  if (quotientBits(parts.layout) !== undefined) {
    code.getGlobal(isQuotient).when(() => {
      emitQuotientInsert(code, parts, visited, { ...calls, place, key });
    });
  }
  emitProbe(code, parts, place, ({ address, entry }) => {
    code
      .get(entry)
      .op(opcode.i32Eqz)
      .when(() => {
        emitRefusal(code, visited);
        emitNew(code, visited, calls.append, () => {
          code.get(address).get(key).getGlobal(parts.bits).op(opcode.i32Shl);
          code.getGlobal(visited.count).op(opcode.i32Or);
        });
      });
    code.get(entry).getGlobal(parts.bits).op(opcode.i32ShrU).get(key).op(opcode.i32Eq);
    code.when(() => {
      const number = code.local();
      code.get(entry);
      pushPlaceMask(code, parts.bits);
      code.op(opcode.i32And).constant(1).op(opcode.i32Sub).set(number);
      emitCompare(code, parts, record, number, () => {
        code.constant(0).setGlobal(visited.isNew).get(number).op(opcode.return);
      });
    });
  });
  code.op(opcode.unreachable);
}

function emitRefusal(code: Code, { count, limit, isNew }: Visited): void {
  code.getGlobal(count).getGlobal(limit).op(opcode.i32GeU);
  code.when(() => code.constant(0).setGlobal(isNew).constant(-1).op(opcode.return));
}

/** Appends the state, writes its entry (the address and the value pushed), and returns its number. */
function emitNew(
  code: Code,
  { count, isNew }: Visited,
  append: Callee,
  pushEntry: () => void,
): void {
  code.get(0).call(append).constant(1).setGlobal(isNew);
  pushEntry();
  code.store(0);
  code.getGlobal(count).constant(1).op(opcode.i32Sub, opcode.return);
}

/** Does `then` where the state of the record is the one with the number. */
function emitCompare(
  code: Code,
  { layout, arena }: Parts,
  record: number,
  number: number,
  then: () => void,
): void {
  const known = code.local();
  pushChunkAddress(code, arena.states, number, layout.words * 4);
  code.set(known);
  code.block((differs: Label) => {
    for (let word = 0; word < layout.words; word += 2) {
      const isPair = word + 1 < layout.words;
      const load = isPair ? opcode.i64Load : opcode.i32Load;
      code
        .get(known)
        .load(word * 4, load)
        .get(record)
        .load(word * 4, load);
      code.op(isPair ? opcode.i64Ne : opcode.i32Ne).branchIf(differs);
    }
    then();
  });
}

function emitQuotientInsert(
  code: Code,
  parts: Parts,
  visited: Visited,
  { append, hashed, place, key }: { append: Callee; hashed: Callee; place: number; key: number },
): void {
  const record = 0;
  emitProbe(code, parts, place, ({ address, entry, distance }) => {
    code
      .get(entry)
      .op(opcode.i32Eqz)
      .when(() => {
        emitRefusal(code, visited);
        emitNew(code, visited, append, () => {
          code.get(address);
          pushQuotient(code, key, distance);
        });
      });
    code.get(entry);
    pushQuotient(code, key, distance);
    code.op(opcode.i32Eq).when(() => {
      code.constant(0).setGlobal(visited.isNew).constant(0).op(opcode.return);
    });
    code
      .get(distance)
      .constant(distanceMax)
      .op(opcode.i32Eq)
      .when(() => {
        // Too far for the entry: a larger table, at once, and the same again.
        code.call(visited.grow).constant(-1).call(visited.rebuild).op(opcode.drop);
        code.get(record).get(record).call(hashed);
        code.get(record).call(visited.insert).op(opcode.return);
      });
  });
}

/** (record) -> what the table says of its state. */
function emitFind(code: Code, parts: Parts): void {
  const record = 0;
  const { arena, bits, isQuotient, shape, trusted } = parts;
  const key = code.local();
  const place = code.local();
  const distance = code.local();
  const entry = code.local();
  const number = code.local();
  code.get(record).load(shape.place).set(place);
  code.get(record).load(shape.key).set(key);
  code.loop((again) => {
    pushEntryAddress(code, arena, place);
    code.load(0).tee(entry).op(opcode.i32Eqz);
    code.when(() => code.constant(0).op(opcode.return));
    code.getGlobal(isQuotient).when(
      () => {
        code.get(entry);
        pushQuotient(code, key, distance);
        code.op(opcode.i32Eq).when(() => code.constant(1).op(opcode.return));
        // Nothing stands farther away; whoever inserts will see to it.
        code.get(distance).constant(distanceMax).op(opcode.i32Eq);
        code.when(() => code.constant(0).op(opcode.return));
      },
      () => {
        code.get(entry).getGlobal(bits).op(opcode.i32ShrU).get(key).op(opcode.i32Eq);
        code.when(() => {
          code.get(entry);
          pushPlaceMask(code, bits);
          code.op(opcode.i32And).constant(1).op(opcode.i32Sub).tee(number);
          code.getGlobal(trusted).op(opcode.i32GeU);
          code.when(() => code.constant(0).op(opcode.return));
          emitCompare(code, parts, record, number, () => {
            code.get(number).constant(1).op(opcode.i32Add, opcode.return);
          });
        });
      },
    );
    code.get(distance).constant(1).op(opcode.i32Add).tee(distance);
    code.get(place).op(opcode.i32Add);
    pushPlaceMask(code, bits);
    code.op(opcode.i32And).set(place).branch(again);
  });
  code.op(opcode.unreachable);
}

function emitGrow(
  code: Code,
  { layout, arena, bits, isQuotient, rebuilt, wantsNumbers, drain }: Parts,
): void {
  if (drain !== undefined) code.call(drain);
  const segment = code.local();
  const old = code.local();
  const total = code.local();
  const width = quotientBits(layout);
  pushSegments(code, bits);
  code.set(old);
  code.getGlobal(bits).constant(1).op(opcode.i32Add).setGlobal(bits);
  pushSegments(code, bits);
  code.set(total).constant(0).set(segment);
  code.loop((again) => {
    code.get(segment).get(old).op(opcode.i32LtU);
    code.when(
      () => {
        code.get(segment).constant(2).op(opcode.i32Shl).load(arena.segments);
        code
          .constant(0)
          .constant(2 ** segmentBits * 4)
          .fill();
      },
      () => {
        code.get(segment).constant(2).op(opcode.i32Shl);
        code
          .constant(2 ** segmentBits * 4)
          .call(arena.allocate)
          .store(arena.segments);
      },
    );
    code.get(segment).constant(1).op(opcode.i32Add).tee(segment);
    code.get(total).op(opcode.i32LtU).branchIf(again);
  });
  code.constant(0).setGlobal(rebuilt);
  if (width === undefined) return;
  code
    .getGlobal(bits)
    .constant(width - (32 - distanceBits))
    .op(opcode.i32GeS);
  code.getGlobal(wantsNumbers).op(opcode.i32Eqz, opcode.i32And).setGlobal(isQuotient);
}

/** Pushes how many segments the table has. */
function pushSegments(code: Code, bits: Global): void {
  code.constant(1).getGlobal(bits).constant(segmentBits).op(opcode.i32Sub, opcode.i32Shl);
}

/** States that are put into a new table together, so that memory is fetched in parallel. */
const rebuiltAtOnce = 256;

interface RebuildParts {
  readonly hashed: Callee;
  /** Pushes where places and keys of a batch are kept, as at the end of records 8 bytes apart. */
  readonly pushPlaces: (code: Code) => void;
}

function emitRebuild(
  code: Code,
  parts: Parts,
  { count }: Visited,
  { hashed, pushPlaces }: RebuildParts,
): void {
  const budget = 0;
  const { rebuilt } = parts;
  const end = code.local();
  const batchEnd = code.local();
  code.getGlobal(count).set(end);
  code.get(end).getGlobal(rebuilt).op(opcode.i32Sub).get(budget).op(opcode.i32GtU);
  code.when(() => code.getGlobal(rebuilt).get(budget).op(opcode.i32Add).set(end));
  code.block((done) => {
    code.loop((again) => {
      code.getGlobal(rebuilt).get(end).op(opcode.i32GeU).branchIf(done);
      code.getGlobal(rebuilt).constant(rebuiltAtOnce).op(opcode.i32Add).tee(batchEnd);
      code
        .get(end)
        .op(opcode.i32GtU)
        .when(() => code.get(end).set(batchEnd));
      emitLocateBatch(code, parts, { hashed, pushPlaces }, batchEnd);
      emitPlaceBatch(code, parts, pushPlaces, batchEnd);
      code.branch(again);
    });
  });
  code.getGlobal(rebuilt).getGlobal(count).op(opcode.i32Eq);
}

/** Computes the places of the states up to `end`, and brings what stands there near. */
function emitLocateBatch(
  code: Code,
  { layout, arena, shape, rebuilt, sink }: Parts,
  { hashed, pushPlaces }: RebuildParts,
  end: number,
): void {
  const number = code.local();
  const record = code.local();
  const place = code.local();
  const sum = code.local();
  const each = (body: () => void): void => {
    code.getGlobal(rebuilt).set(number);
    pushPlaces(code);
    code.set(record);
    code.loop((again) => {
      body();
      code.get(record).constant(8).op(opcode.i32Add).set(record);
      code.get(number).constant(1).op(opcode.i32Add).tee(number);
      code.get(end).op(opcode.i32LtU).branchIf(again);
    });
  };
  each(() => {
    pushChunkAddress(code, arena.states, number, layout.words * 4);
    code.get(record).call(hashed);
  });
  each(() => {
    code.get(record).load(shape.place).set(place);
    pushEntryAddress(code, arena, place);
    code.load(0).get(sum).op(opcode.i32Add).set(sum);
  });
  code.get(sum).setGlobal(sink);
}

/** Puts the states up to `end` into the first free place from where each begins. */
function emitPlaceBatch(
  code: Code,
  parts: Parts,
  pushPlaces: RebuildParts['pushPlaces'],
  end: number,
): void {
  const { shape, rebuilt, isQuotient, bits, drain } = parts;
  const record = code.local();
  const place = code.local();
  const key = code.local();
  pushPlaces(code);
  code.set(record);
  code.loop((again) => {
    code.get(record).load(shape.place).set(place).get(record).load(shape.key).set(key);
    code.block((stored) => {
      emitProbe(code, parts, place, ({ address, entry, distance }) => {
        code
          .get(entry)
          .op(opcode.i32Eqz)
          .when(() => {
            code.get(address);
            if (drain !== undefined) code.constant(0);
            pushQuotient(code, key, distance);
            code.get(key).getGlobal(bits).op(opcode.i32Shl);
            code.getGlobal(rebuilt).constant(1).op(opcode.i32Add, opcode.i32Or);
            code.getGlobal(isQuotient).op(opcode.select);
            if (drain === undefined) code.store(0).branch(stored);
            // Another thread may have put another state there; then the next place is tried.
            else code.exchangeAtomic(0).op(opcode.i32Eqz).branchIf(stored);
          });
        // A new table is so empty that this never happens; if it does, the interpreter goes on.
        code.get(distance).constant(distanceMax).op(opcode.i32GeU).getGlobal(isQuotient);
        code.op(opcode.i32And).when(() => code.op(opcode.unreachable));
      });
    });
    code.get(record).constant(8).op(opcode.i32Add).set(record);
    code.getGlobal(rebuilt).constant(1).op(opcode.i32Add).setGlobal(rebuilt);
    code.getGlobal(rebuilt).get(end).op(opcode.i32LtU).branchIf(again);
  });
}
