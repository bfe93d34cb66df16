// Puts the module of a program together: steps, judgement, visited table, and the loop of a
// breadth-first search over them.
import { hasThreadReads } from '../fragments.ts';
import type { Layout } from '../layout.ts';
import type { Limits } from '../limits.ts';
import type { Program } from '../program.ts';
import type { PlaceSlots } from '../reach.ts';
import type { Independence } from '../reduction/independence.ts';
import type { Symmetry } from '../symmetry/symmetry.ts';
import { declareArena, pushChunkAddress } from './arena.ts';
import { declareChoices } from './choices.ts';
import type { Callee, Code, Global } from './code.ts';
import { declareExpansion } from './expansion.ts';
import { Image } from './image.ts';
import { declareJudge, type Judge } from './judge.ts';
import { announceLookahead, defineLookahead, type Lookahead } from './lookahead.ts';
import { Module } from './module.ts';
import { opcode, type } from './opcodes.ts';
import {
  type RecordShape,
  recordKind,
  recordShape,
  recordsMax,
  recordsRoom,
  recordsWanted,
} from './record.ts';
import { declareRepresentative } from './representative.ts';
import type { Unit } from './routine.ts';
import { Scratch } from './scratch.ts';
import { declareSelection } from './selection.ts';
import { SlotTables } from './slot-tables.ts';
import { Unsupported } from './unsupported.ts';
import { declareVisited, type Visited } from './visited.ts';

/** The search stops there: what `run` gives. */
export const runResult = { goesOn: 0, finished: 1, halted: 2 } as const;

export interface Assembly {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly image: Image;
  readonly shape: RecordShape;
  readonly records: number;
  readonly values: number;
  readonly edges: number;
  /** Addresses of the directories of states and parents. */
  readonly states: number;
  readonly parents: number;
  /** Bytes that each thread needs of its own; the records are there. */
  readonly scratchBytes: number;
}

/** Edges that wait for the host: pairs of parent and state. */
export const edgesMax = 4096;

/** Properties are bits of a 64-bit number. */
const propertiesMax = 64;
/** Pages of 64 KiB that a search may have. */
export const pagesMax = 2 ** 15;

export interface AssemblyInput {
  readonly program: Program;
  readonly layout: Layout;
  readonly places: PlaceSlots;
  readonly limits: Limits;
  /** No search stores more states than this. */
  readonly statesMax: number;
  /** What may be left out; undefined: nothing is. */
  readonly independence: Independence | undefined;
  /** Which states stand for others; undefined: each for itself. */
  readonly symmetry: Symmetry | undefined;
  /** Whether other threads work in the same memory. */
  readonly isShared: boolean;
}

/** Throws `Unsupported` where the program has something that no code is generated for. */
export function assemble(input: AssemblyInput): Assembly {
  const { program, layout, places, limits, statesMax, independence, symmetry, isShared } = input;
  if (program.properties.length > propertiesMax) throw new Unsupported('many properties');
  if (program.schedule.length > 0) throw new Unsupported('a schedule');
  if (hasThreadReads(program)) throw new Unsupported('a fragment that reads registers of threads');
  const module = new Module();
  const image = new Image();
  const three = [type.i32, type.i32, type.i32];
  const host = {
    found: module.importFunction('found', three),
    witnessed: module.importFunction('witnessed', three),
    ended: module.importFunction('ended', [type.i32, type.i32]),
    endless: module.importFunction('endless', []),
    bounded: module.importFunction('bounded', [type.i32, type.i32]),
    linked: module.importFunction('linked', [type.i32]),
    drain: module.importFunction('drain', []),
  };
  const arena = declareArena(module, image, statesMax);
  const scratch = new Scratch(module);
  const choices = declareChoices(module, scratch);
  const shape = recordShape(layout.words);
  const records = scratch.reserve(shape.size * recordsRoom);
  const globals = {
    events: module.global(type.i64),
    value: module.global(type.i32),
    pool: module.global(type.i32),
    touched: module.global(type.i64),
    changed: module.global(type.i64),
  };
  const unit: Unit = {
    program,
    layout,
    places,
    image,
    scratch,
    slots: new SlotTables(program, layout, image),
    globals,
    calls: { pick: choices.pick },
    instructionsMax: limits.local_instructions_max,
    footprints: undefined,
  };
  const judge = declareJudge(module, unit, host);
  const moved = module.global(type.i32);
  const flushed = module.global(type.i32);
  const wantsNumbers = module.global(type.i32, 'wantsNumbers');
  const visited = declareVisited(module, scratch, {
    layout,
    arena,
    shape,
    wantsNumbers,
    drain: isShared ? host.drain : undefined,
  });
  const out = module.global(type.i32, 'out');
  const outEnd = module.global(type.i32);
  const flush = module.declare([], []);
  const work = module.declare([type.i32, type.i32], []);
  const commit = module.declare([type.i32, type.i32], []);
  const lookahead = isShared ? announceLookahead(module) : undefined;
  const representative =
    symmetry === undefined ? undefined : declareRepresentative(module, symmetry, unit);
  const edges = image.reserve(edgesMax * 8);
  const loop: LoopParts = {
    shape,
    records,
    scratch,
    out,
    outEnd,
    flush,
    work,
    lookahead,
    visited,
    judge,
    edges,
    wantsNumbers,
    host,
    states: arena.states,
    words: layout.words,
    flushed,
    representative,
    counters: {
      expanded: module.global(type.i32, 'expanded'),
      levelEnd: module.global(type.i32, 'levelEnd'),
      depth: module.global(type.i32, 'depth'),
      transitions: module.global(type.i64, 'transitions'),
      refused: module.global(type.i32, 'refused'),
      halted: module.global(type.i32, 'halted'),
      rebuilding: module.global(type.i32, 'rebuilding'),
      linked: module.global(type.i32, 'linkedCount'),
    },
  };
  module.define(flush, (code) => emitFlush(code, loop));
  module.define(work, (code) => emitWork(code, loop));
  module.define(commit, (code) => emitCommit(code, loop));
  const selection =
    independence === undefined
      ? undefined
      : declareSelection(module, unit, independence, { out, moved, flushed, shape });
  const expansion = declareExpansion(module, {
    unit: { ...unit, footprints: selection?.footprints },
    moved,
    selection,
    shape,
    choices,
    choicesMax: Math.min(limits.choices_max, 0x7fffffff),
    allOver: judge.allOver,
    out,
    outEnd,
    flush,
  });
  const run = module.declare([type.i32], [type.i32]);
  module.define(run, (code) => emitRun(code, loop, expansion.expand));
  module.exportFunction('open', visited.open);
  module.exportFunction('flush', flush);
  module.exportFunction('run', run);
  if (lookahead !== undefined) {
    const pushStateAddress = (code: Code, number: number): void =>
      pushChunkAddress(code, arena.states, number, layout.words * 4);
    const { expand } = expansion;
    defineLookahead(module, lookahead, { ...loop, expand, pushStateAddress });
    module.exportFunction('commit', commit);
    module.exportFunction('allocate', arena.allocate);
    module.exportFunction('isFull', visited.isFull);
    module.exportFunction('grow', visited.grow);
    module.exportFunction('rebuild', visited.rebuild);
  }
  return {
    bytes: module.assembled(pagesMax, isShared),
    image,
    shape,
    records,
    values: judge.values,
    edges,
    states: arena.states,
    parents: arena.parents,
    scratchBytes: scratch.size(),
  };
}

interface Counters {
  readonly expanded: Global;
  readonly levelEnd: Global;
  readonly depth: Global;
  readonly transitions: Global;
  readonly refused: Global;
  readonly halted: Global;
  readonly rebuilding: Global;
  readonly linked: Global;
}

interface LoopParts {
  readonly shape: RecordShape;
  /** Where the records are, from the base of the scratch on. */
  readonly records: number;
  readonly scratch: Scratch;
  readonly out: Global;
  readonly outEnd: Global;
  readonly flush: Callee;
  /** (first record, end) works them off. */
  readonly work: Callee;
  readonly lookahead: Lookahead | undefined;
  readonly visited: Visited;
  readonly judge: Judge;
  readonly edges: number;
  readonly wantsNumbers: Global;
  readonly host: {
    readonly bounded: Callee;
    readonly linked: Callee;
  };
  readonly states: number;
  readonly words: number;
  readonly representative: Callee | undefined;
  /** Set by every flush. */
  readonly flushed: Global;
  readonly counters: Counters;
}

/** Works the records in the buffer off, or sifts them, in the order in which they came. */
function emitFlush(code: Code, parts: LoopParts): void {
  const { shape, records, scratch, out, outEnd, lookahead, counters } = parts;
  const begin = code.local();
  const end = code.local();
  code.constant(1).setGlobal(parts.flushed);
  scratch.push(code, records + recordsMax * shape.size);
  code.setGlobal(outEnd);
  if (lookahead !== undefined) {
    code.getGlobal(lookahead.isAhead).when(() => code.call(lookahead.sift).op(opcode.return));
  }
  scratch.push(code, records);
  code.tee(begin).getGlobal(out).tee(end).op(opcode.i32Eq);
  code.getGlobal(counters.halted).op(opcode.i32Or);
  code.when(() => code.op(opcode.return));
  code.get(begin).setGlobal(out);
  code.get(begin).get(end).call(parts.work);
}

/** (records of states ahead of their turn, their end): works them off in portions. */
function emitCommit(code: Code, { shape, work, counters }: LoopParts): void {
  const [begin, end] = [0, 1];
  const next = code.local();
  code.block((done) => {
    code.loop((again) => {
      code.get(begin).get(end).op(opcode.i32GeU).getGlobal(counters.halted).op(opcode.i32Or);
      code.branchIf(done);
      code.get(end).get(begin).op(opcode.i32Sub);
      code.constant(recordsWanted * shape.size).op(opcode.i32GtU);
      code
        .get(begin)
        .constant(recordsWanted * shape.size)
        .op(opcode.i32Add)
        .set(next);
      code.op(opcode.i32Eqz).when(() => code.get(end).set(next));
      code.get(begin).get(next).call(work).get(next).set(begin).branch(again);
    });
  });
}

/** (first record, end): what is not halted goes to the table, to the judge and to the counters. */
function emitWork(code: Code, parts: LoopParts): void {
  const { shape, visited, counters } = parts;
  const [begin, end] = [0, 1];
  const record = code.local();
  code.call(visited.isOverfull).when(() => {
    code.call(visited.grow).constant(-1).call(visited.rebuild).op(opcode.drop);
  });
  code.get(begin).set(record);
  code.loop((again) => {
    code.get(record).load(shape.kind).op(opcode.i32Eqz);
    code.when(() => {
      if (parts.representative !== undefined) code.get(record).call(parts.representative);
      code.get(record).call(visited.locate);
    });
    code.get(record).constant(shape.size).op(opcode.i32Add).tee(record);
    code.get(end).op(opcode.i32LtU).branchIf(again);
  });
  code.get(begin).get(end).call(visited.fetch);
  code.get(begin).set(record);
  code.loop((again) => {
    emitRecord(code, parts, record);
    code.getGlobal(counters.halted).when(() => code.op(opcode.return));
    code.get(record).constant(shape.size).op(opcode.i32Add).tee(record);
    code.get(end).op(opcode.i32LtU).branchIf(again);
  });
}

function emitRecord(code: Code, parts: LoopParts, record: number): void {
  const { shape, judge, host, counters, visited } = parts;
  const { transitions } = counters;
  const number = code.local();
  const kind = code.local();
  const count = (): void => {
    code.getGlobal(transitions).constant64(1).op(opcode.i64Add).setGlobal(transitions);
  };
  code.get(record).load(shape.events, opcode.i64Load).op(opcode.i64Eqz, opcode.i32Eqz);
  code.when(() => {
    code.get(record).load(shape.events, opcode.i64Load).constant(-1).get(record).call(judge.note);
  });
  code.get(record).load(shape.kind).tee(kind).op(opcode.i32Eqz);
  code.when(
    () => {
      count();
      code.get(record).call(visited.insert).set(number);
      emitArrival(code, parts, record, number);
    },
    () => {
      const isOneOf = (...kinds: readonly number[]): void => {
        code.constant(0);
        for (const one of kinds) code.get(kind).constant(one).op(opcode.i32Eq, opcode.i32Or);
      };
      isOneOf(recordKind.ended, recordKind.cut, recordKind.known);
      code.when(() => {
        count();
        code.get(record).load(shape.key).constant(-1);
        isOneOf(recordKind.known);
        code.op(opcode.select).set(number);
        emitLink(code, parts, record, number);
      });
      isOneOf(recordKind.standstill, recordKind.ended, recordKind.known);
      code
        .op(opcode.i32Eqz)
        .when(() => code.get(kind).get(record).load(shape.key).call(host.bounded));
    },
  );
}

/** The state of a record has its number, or is refused. */
function emitArrival(code: Code, parts: LoopParts, record: number, number: number): void {
  const { judge, visited, counters } = parts;
  code.get(number).constant(0).op(opcode.i32LtS);
  code.when(
    () => code.constant(1).setGlobal(counters.refused),
    () => emitLink(code, parts, record, number),
  );
  if (judge.judge === undefined) return;
  const callee = judge.judge;
  code.getGlobal(visited.isNew).get(number).constant(0).op(opcode.i32LtS, opcode.i32Or);
  code.when(() => code.get(record).get(number).get(record).call(callee));
}

/** Writes an edge down while they are wanted. */
function emitLink(code: Code, parts: LoopParts, record: number, number: number): void {
  const { shape, edges, wantsNumbers, counters, host } = parts;
  const at = code.local();
  code.getGlobal(wantsNumbers).when(() => {
    code.getGlobal(counters.linked).constant(3).op(opcode.i32Shl).tee(at);
    code.get(record).load(shape.parent).store(edges);
    code
      .get(at)
      .get(number)
      .store(edges + 4);
    code.getGlobal(counters.linked).constant(1).op(opcode.i32Add).setGlobal(counters.linked);
    code.getGlobal(counters.linked).constant(edgesMax).op(opcode.i32Eq);
    code.when(() => {
      code.getGlobal(counters.linked).call(host.linked);
      code.constant(0).setGlobal(counters.linked);
    });
  });
}

/** (budget) -> one of `runResult`: expands so many states, or moves so many to a new table. */
function emitRun(code: Code, parts: LoopParts, expand: Callee): void {
  const { shape, records, scratch, out, flush, visited, counters } = parts;
  const { expanded, levelEnd, depth, refused, halted, rebuilding } = counters;
  const budget = 0;
  const state = code.local();
  const stopIf = (value: number): void => {
    code.when(() => code.constant(value).op(opcode.return));
  };
  code.loop((again) => {
    code.getGlobal(halted);
    stopIf(runResult.halted);
    code.getGlobal(rebuilding).when(() => {
      code.constant(rebuiltInSlice).call(visited.rebuild).op(opcode.i32Eqz).setGlobal(rebuilding);
      code.get(budget).constant(rebuiltInSlice).op(opcode.i32Sub).tee(budget);
      code.constant(0).op(opcode.i32GtS).branchIf(again);
      code.constant(runResult.goesOn).op(opcode.return);
    });
    code
      .getGlobal(expanded)
      .getGlobal(levelEnd)
      .op(opcode.i32Eq)
      .when(() => {
        code.call(flush).getGlobal(halted);
        stopIf(runResult.halted);
        code.getGlobal(expanded).getGlobal(visited.count).op(opcode.i32Eq);
        code.getGlobal(refused).op(opcode.i32Or);
        stopIf(runResult.finished);
        code.getGlobal(depth).constant(1).op(opcode.i32Add).setGlobal(depth);
        code.getGlobal(visited.count).setGlobal(levelEnd);
      });
    code.call(visited.isFull).when(() => {
      code
        .call(flush)
        .call(visited.isFull)
        .when(() => {
          code.call(visited.grow).constant(1).setGlobal(rebuilding);
        });
      code.branch(again);
    });
    pushChunkAddress(code, parts.states, pushed(code, expanded), parts.words * 4);
    code.set(state).get(state).getGlobal(expanded).call(expand);
    code.getGlobal(expanded).constant(1).op(opcode.i32Add).setGlobal(expanded);
    code.getGlobal(out);
    scratch.push(code, records + recordsWanted * shape.size);
    code.op(opcode.i32GeU).when(() => code.call(flush));
    code.get(budget).constant(1).op(opcode.i32Sub).tee(budget);
    code.constant(0).op(opcode.i32GtS).branchIf(again);
  });
  code.call(flush).constant(runResult.goesOn);
}

/** States moved to a new table between two looks at the budget. */
const rebuiltInSlice = 4096;

/** A local with the value of a global. */
function pushed(code: Code, global: Global): number {
  const local = code.local();
  code.getGlobal(global).set(local);
  return local;
}
