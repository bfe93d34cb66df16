// The finite program that every search runs: shared slots, threads of instructions, properties.
// It is plain data: no text of the scenario, no mm words. Names and sites are carried only so that
// a trace can be shown. The meaning of every field is fixed here; docs/language/semantics.md tells
// the same from the user's side.

/** Index of an instruction in `Program.code`. */
export type Pc = number;
/** Index of a register in `Program.registers`. */
export type RegisterId = number;
/** Index of a shared slot in `Program.slots`; an address is a slot index. */
export type SlotId = number;

/**
 * Inclusive bounds of the integers that a slot or register may hold; 32-bit, signed or unsigned.
 */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/** How a value is shown to a person. It has no influence on the search. */
export type Display =
  | { readonly kind: 'number' }
  | { readonly kind: 'bool' }
  | { readonly kind: 'enum'; readonly names: ReadonlyMap<number, string> }
  /** A set of named bits: `bits[i]` names the bit with the value `mask`. */
  | {
      readonly kind: 'bits';
      readonly bits: readonly { readonly mask: number; readonly name: string }[];
    }
  /** A pointer: an index into `Program.domains[domain].targets`, counted from 1; 0 is NULL. */
  | { readonly kind: 'pointer'; readonly domain: number }
  /** 0 is "none", k is `Program.threads[k - 1]`. */
  | { readonly kind: 'thread' };

/** One location of shared memory: the unit that a step reads or writes. */
export interface Slot {
  /** As a person would write it: `pages[0].flags`, `mms[1].pte[0].write`. */
  readonly name: string;
  readonly range: Range;
  readonly display: Display;
  /** Ghost state is what properties are about; no behaviour depends on it. */
  readonly ghost: boolean;
  /** The type of the object this slot belongs to ("page"), or undefined for a plain variable. */
  readonly object: string | undefined;
}

/** A variable or temporary of one thread; lost where it is dead. */
export interface Register {
  /** The variable's name, or undefined for a temporary. */
  readonly name: string | undefined;
  readonly range: Range;
  readonly display: Display;
}

/** Life of an object in a dynamic pool; the value of its status slot. */
export const objectStatus = { fresh: 0, live: 1, freed: 2 } as const;

/** One object or field that a pointer of some type may point to. */
export interface Target {
  /** First slot of what is pointed to. */
  readonly slot: SlotId;
  readonly name: string;
  /**
   * Slot holding the `objectStatus` of the pool object around it; undefined outside dynamic pools.
   */
  readonly status: SlotId | undefined;
  /** First and last value (counted from 1) of the array this element belongs to, for `p + n`. */
  readonly arrayFirst: number;
  readonly arrayLast: number;
}

/**
 * All that pointers of one type may point to. Value v > 0 of such a pointer is `targets[v - 1]`.
 */
export interface AddressDomain {
  /** The pointed-to type as written: `struct page`. */
  readonly type: string;
  readonly targets: readonly Target[];
}

/**
 * A place in shared memory.
 * Address = (pointer ? targets[value - 1].slot : base) + offset + sum(index * stride).
 * Faults, in this order: null_dereference (pointer value 0), use_after_free (status of the target,
 * or `status` of a direct place, is not live), out_of_bounds (an index not in 0 .. length - 1).
 */
export interface Place {
  readonly base: SlotId;
  readonly pointer: { readonly domain: number; readonly value: Expression } | undefined;
  readonly offset: number;
  readonly indices: readonly {
    readonly value: Expression;
    readonly stride: number;
    readonly length: number;
  }[];
  /**
   * Direct places inside a dynamic pool: the slot with the `objectStatus` of the object around it.
   */
  readonly status?: SlotId | undefined;
}

/** C operators whose operands are always evaluated. `/` and `%` truncate towards zero, as in C. */
export type BinaryOperator =
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | '&'
  | '|'
  | '^'
  | '<<'
  | '>>'
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>=';

/**
 * A side-effect-free expression over the registers of the thread. Arithmetic is exact; a result
 * outside `range` is the violation `overflow` (so are division by zero and a shift count outside 0
 * .. 31), which ends the run. Bitwise operators work on 32 bits and give a result in `range`
 * (unsigned if range.min is 0, else two's complement). Comparisons give 0 or 1.
 */
export type Expression =
  | { readonly op: 'constant'; readonly value: number }
  | { readonly op: 'register'; readonly register: RegisterId }
  | {
      readonly op: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
      readonly range: Range;
    }
  | { readonly op: 'negate'; readonly value: Expression; readonly range: Range }
  /** `~`: all 32 bits inverted, then as `range` says. */
  | { readonly op: 'complement'; readonly value: Expression; readonly range: Range }
  /** `!`: 1 if zero, else 0. */
  | { readonly op: 'not'; readonly value: Expression }
  /** C's explicit cast: the low `bits` bits (1 .. 32), sign-extended if `signed`. Never a fault. */
  | {
      readonly op: 'cast';
      readonly value: Expression;
      readonly bits: number;
      readonly signed: boolean;
    }
  /** C's implicit conversion: the value itself; outside `range` it is `overflow`. */
  | { readonly op: 'convert'; readonly value: Expression; readonly range: Range }
  /**
   * `&p->field`: from a pointer of domain `from` to one of domain `to`, `offset` slots further.
   * NULL is the violation `null_dereference`.
   */
  | {
      readonly op: 'member';
      readonly value: Expression;
      readonly from: number;
      readonly to: number;
      readonly offset: number;
    }
  /** `p + n`: NULL is null_dereference, leaving the array is out_of_bounds. */
  | {
      readonly op: 'advance';
      readonly domain: number;
      readonly pointer: Expression;
      readonly by: Expression;
    }
  /**
   * The pointer (of `domain`) to a direct place: `&pages[i]`. Index out of range: out_of_bounds.
   */
  | { readonly op: 'address'; readonly domain: number; readonly place: Place };

/** Where an instruction comes from. */
export interface Site {
  /** Index into `Program.files`. */
  readonly file: number;
  readonly start: number;
  readonly end: number;
  /** 0-based line of `start`. */
  readonly line: number;
  /** The inlined call this instruction belongs to: index into `Program.frames`. */
  readonly frame: number;
}

/** One call, inlined. The chain of parents is the call stack. */
export interface Frame {
  /** Function name, or the thread's name for the outermost frame. */
  readonly name: string;
  /** Calling frame; undefined for the outermost. */
  readonly parent: number | undefined;
  /** The call expression; for the outermost frame, the thread itself. */
  readonly file: number;
  readonly start: number;
  readonly end: number;
  readonly line: number;
  /** Set where hardware does what is called by itself, and no code calls it. For display only. */
  readonly hardware?: true;
}

interface Common {
  /**
   * True where another thread may run before this instruction: the instruction begins a step.
   * A step runs from such an instruction up to, and not including, the next one, or to `end`.
   */
  readonly step: boolean;
  /**
   * On step instructions, and `end`: the registers of the thread whose values are still needed.
   * All others are zero in a state that rests here.
   */
  readonly live: readonly RegisterId[];
  readonly site: Site;
}

/** What an instruction does. Control goes on to pc + 1 unless said otherwise. */
export type Operation =
  /**
   * Reads `to.length` neighbouring slots at once; a value outside a register's range is `overflow`.
   */
  | {
      readonly op: 'load';
      readonly to: readonly RegisterId[];
      readonly from: Place;
      readonly text: string;
    }
  /** Writes neighbouring slots at once; a value outside a slot's range is `overflow`. */
  | {
      readonly op: 'store';
      readonly to: Place;
      readonly values: readonly Expression[];
      readonly text: string;
    }
  /** A value outside the register's range is `overflow`. */
  | { readonly op: 'set'; readonly to: RegisterId; readonly value: Expression }
  | { readonly op: 'jump'; readonly to: Pc }
  /** To `otherwise` if the condition is zero, else to pc + 1. */
  | { readonly op: 'branch'; readonly condition: Expression; readonly otherwise: Pc }
  /**
   * The step it stands in is enabled only if every `await` that it reaches finds a non-zero value.
   */
  | { readonly op: 'await'; readonly condition: Expression; readonly text: string }
  /** Non-deterministic: goes on at any of `targets` (at least one). */
  | { readonly op: 'choose'; readonly targets: readonly Pc[]; readonly text: string }
  /** Non-deterministic: `to` becomes any value of low .. high; `low > high` disables the step. */
  | {
      readonly op: 'any';
      readonly to: RegisterId;
      readonly low: Expression;
      readonly high: Expression;
      readonly text: string;
    }
  /**
   * Makes an object of a dynamic pool live: any freed one, or the first fresh one
   * (non-deterministic).
   */
  | {
      readonly op: 'allocate';
      readonly to: RegisterId;
      readonly pool: number;
      readonly text: string;
    }
  /**
   * Frees a pool object; an object that is not live, or not of a pool, is `use_after_free`. NULL:
   * nothing.
   */
  | {
      readonly op: 'free';
      readonly domain: number;
      readonly value: Expression;
      readonly text: string;
    }
  /** An event of the property, unless `condition` is non-zero. If `ends`, the run ends here. */
  | {
      readonly op: 'check';
      readonly property: number;
      readonly condition: Expression;
      readonly ends: boolean;
      readonly message: string;
    }
  /**
   * Does nothing: the beginning of an atomic group, or a place to rest. Where `progress` is true,
   * the step it stands in is progress: a run with infinitely many of them is no livelock. Where
   * there is a `count`, a call that is so much work ends here, and the counts of costs see it.
   */
  | {
      readonly op: 'mark';
      readonly text: string;
      readonly progress?: boolean;
      readonly count?: string;
    }
  /** The thread, or the fragment, is over. */
  | { readonly op: 'end' };

export type Instruction = Operation & Common;

/** A group of objects that `allocate` takes from, in this order. */
export interface Pool {
  readonly name: string;
  readonly domain: number;
  /** Values (counted from 1) in that domain. */
  readonly members: readonly number[];
}

export interface Thread {
  readonly name: string;
  /** Its process, for display: `vmm`; undefined for a plain thread. */
  readonly role: string | undefined;
  readonly entry: Pc;
}

/**
 * Code run at once on a state, without changing it: a property, an observation, a witness,
 * `finally`. It has no `step`, `await`, `choose`, `any`, `allocate` or `free`; stores are seen by
 * itself alone.
 */
export interface Fragment {
  readonly entry: Pc;
  /** Register that holds the result at `end`; undefined for `finally`. */
  readonly result: RegisterId | undefined;
}

export interface Property {
  readonly name: string;
  /** One sentence: what it means that the property holds. */
  readonly sentence: string;
  /** False for a built-in one ("deadlock", "overflow"). */
  readonly declared: boolean;
  /** Events of a property that is not watched are ignored. */
  readonly watched: boolean;
  /**
   * Evaluated in every state, the initial one included: zero is an event. Undefined: events only.
   */
  readonly state: Fragment | undefined;
  /** What has to come about in every complete run; then there is no `state`. */
  readonly liveness?: Liveness | undefined;
}

/**
 * What every complete run has to do; a fragment holds in a state where its result is not zero.
 * Complete are: a run in which every thread ends, one that ends in a deadlock (both then stay in
 * their last state), and an infinite one that is weakly fair, in which every thread that can move
 * from some point on always does so infinitely often. A run that a fault, a failed check or an
 * exhausted pool ends has no more to do. A fragment that faults in a state claims nothing there.
 */
export type Liveness =
  /** `goal` holds in some state. */
  | { readonly kind: 'eventually'; readonly goal: Fragment }
  /** Where `trigger` holds, `goal` holds there or in some later state. */
  | { readonly kind: 'leads_to'; readonly trigger: Fragment; readonly goal: Fragment };

/** Names of the built-in properties; `Program.properties` holds each of them exactly once. */
export const builtinProperties = {
  deadlock: 'every thread that has not ended can eventually move: no state where all the rest wait',
  assertion: 'no assert() or BUG_ON() fails',
  use_after_free: 'no freed object is used',
  null_dereference: 'NULL is never dereferenced',
  out_of_bounds: 'no array is indexed outside its bounds',
  overflow: 'no value leaves the range of its type',
  lock_misuse:
    'no lock is taken twice or released by a stranger, and nothing sleeps under a spinlock',
  warning: 'no WARN_ON() triggers',
  livelock: 'no fair run goes on for ever without progress',
} as const;
export type BuiltinProperty = keyof typeof builtinProperties;

/** The built-in properties that are watched only where that is asked for. */
export const watchedOnRequest: ReadonlySet<string> = new Set<BuiltinProperty>(['livelock']);

export interface Observation {
  readonly name: string;
  readonly value: Fragment;
  readonly display: Display;
}

export interface Witness {
  readonly name: string;
  readonly condition: Fragment;
}

/** A fixed beginning of every run: thread indices, in order. Empty: no restriction. */
export type Schedule = readonly number[];

/**
 * A closed, finite program. A state is: the value of every slot, and for every thread its pc and
 * the registers that are live there. A thread starts at its entry and runs, before the first step,
 * up to its first `step` instruction.
 */
export interface Program {
  readonly files: readonly string[];
  readonly slots: readonly Slot[];
  /** Values of all slots before the first step. */
  readonly initial: readonly number[];
  readonly registers: readonly Register[];
  readonly domains: readonly AddressDomain[];
  readonly pools: readonly Pool[];
  readonly frames: readonly Frame[];
  readonly code: readonly Instruction[];
  readonly threads: readonly Thread[];
  readonly properties: readonly Property[];
  readonly observations: readonly Observation[];
  readonly witnesses: readonly Witness[];
  /** Run on every state in which all threads have ended. */
  readonly finally: readonly Fragment[];
  readonly schedule: Schedule;
}
