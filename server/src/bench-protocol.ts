// What server and client say to each other about the bench: what is load-bearing, repairs, variants side by
// side, releases.
import { isIndex, isRecord, isRunOf, type RunOf } from './protocol.ts';

/** Its parameters are a `RunOf`; it is answered with `LoadBearingAnswer` when all is explored. */
export const loadBearingRequest = 'racewalk/loadBearing';

/** The client's command; its arguments are those of `runCommand`. */
export const loadBearingCommand = 'racewalk.showLoadBearing';

/** The state of a line: the one that matters most among those of its mutants. */
export type MarkState = 'needed' | 'notDecided' | 'notJudged' | 'notNeeded';

/** One line of one text. */
export interface LoadBearingMark {
  readonly uri: string;
  /** 0-based. */
  readonly line: number;
  readonly state: MarkState;
  /** A few words to stand behind the line. */
  readonly text: string;
  /** Markdown: each mutant of the line, with the run to what it loses. */
  readonly detail: string;
}

export interface LoadBearingAnswer {
  readonly state: 'done' | 'cancelled' | 'failed';
  /** In one line, for a person. */
  readonly text: string;
  readonly marks: readonly LoadBearingMark[];
}

/** Its parameters are a `RunOf`; it is answered with `RepairAnswer` when the search is over. */
export const repairRequest = 'racewalk/repair';

/** The client's command; its arguments are those of `runCommand`. */
export const repairCommand = 'racewalk.findRepairs';

/** A variant to be put into the text. */
export interface OfferedRepair {
  readonly title: string;
  /** Where it goes; 0-based. */
  readonly line: number;
  readonly character: number;
  readonly text: string;
}

export interface RepairAnswer {
  readonly state: 'done' | 'cancelled' | 'failed';
  /** What was found, in one line for a person. */
  readonly text: string;
  readonly repairs: readonly OfferedRepair[];
}

/** Its parameters are a `CompareOf`; answered with `CompareAnswer` when all is explored. */
export const compareRequest = 'racewalk/compare';

/** From the server, while it works on a `compareRequest`: a `ComparePart`. */
export const comparedNotification = 'racewalk/compared';

/** The client's command; its arguments are those of `runCommand`. */
export const compareCommand = 'racewalk.compareVariants';

/** Which scenario; the variant does not count. */
export interface CompareOf extends RunOf {
  /** Its title as it was known: it may have another number by now. */
  readonly name?: string | undefined;
}

export interface CompareAnswer {
  readonly state: 'done' | 'cancelled' | 'failed';
  /** In one line, for a person, why there is no table; empty where there is one. */
  readonly text: string;
  /** It was cancelled by a new text: asked again, there is one. */
  readonly outdated?: boolean | undefined;
  /** Undefined: there is none. */
  readonly compared?: Compared | undefined;
}

export interface Compared {
  /** The number of the scenario in the text as it is now. */
  readonly scenario: number;
  /** The version of the text that the table is of. */
  readonly version: number;
  readonly table: ComparedTable;
  /** As `racewalk compare --format markdown` prints it. */
  readonly markdown: string;
}

/** What is known so far: rows are missing. */
export interface ComparePart {
  readonly uri: string;
  /** As it was asked about. */
  readonly scenario: number;
  readonly done: number;
  readonly total: number;
  readonly table: ComparedTable;
}

/** The variants of a scenario in their order, the cheapest that passes first. */
export interface ComparedTable {
  readonly scenario: string;
  /** Properties that some variant breaks or leaves undecided. */
  readonly properties: readonly string[];
  /** Those that hold in every variant that compiles. */
  readonly held: readonly string[];
  /** What costs are of: a whole run first, then one call of each function that costs something. */
  readonly scopes: readonly ComparedScope[];
  readonly rows: readonly ComparedRow[];
  /** What comes of doing work twice, line by line. */
  readonly twice: readonly string[];
}

export interface ComparedScope {
  /** `mprotect()`; empty: the whole run. */
  readonly name: string;
  /** Kinds of work that some variant does there, the dearest first. */
  readonly works: readonly string[];
}

export interface ComparedRow {
  readonly variant: string;
  /** 0-based, in the text. */
  readonly number: number;
  readonly release: string;
  readonly verdict: 'pass' | 'fail' | 'bounded' | 'error';
  /** All that are watched; empty where there is no verdict. */
  readonly properties: readonly ComparedProperty[];
  /** Undefined: not counted. A scope that is missing is not called by this variant. */
  readonly costs: readonly ComparedCosts[] | undefined;
  /** Locks that are held where a call may sleep, line by line. */
  readonly heldAsleep: readonly string[];
  /** What some run does more than once to one object, line by line. */
  readonly repeated: readonly string[];
  /** Why costs are not known, or the verdict is not complete; empty: nothing is in the way. */
  readonly note: string;
}

export interface ComparedProperty {
  readonly name: string;
  readonly state: 'holds' | 'fails' | 'undecided';
  /** Of the shortest run that breaks it; undefined where none does. */
  readonly run?: ComparedRun | undefined;
}

export interface ComparedRun {
  readonly steps: number;
  readonly switches: number;
  /** False: a limit stopped the search for the shortest. */
  readonly shortest: boolean;
}

/** `unbounded`: some run does it more often than any number. */
export type ComparedAmount = number | 'unbounded';

export interface ComparedCosts {
  /** The name of the scope. */
  readonly scope: string;
  /** What is missing is not done at all; `alone` null: a thread alone does not come there. */
  readonly works: readonly {
    readonly work: string;
    readonly alone: ComparedAmount | null;
    readonly worst: ComparedAmount;
  }[];
  /** Steps of others while a thread waits at one place. */
  readonly waits: ComparedAmount;
  /** Names of the threads that are waited for, where they are known. */
  readonly waitsFor: readonly string[];
}

/** Its parameters are a `DifferenceOf`; answered with `DifferenceAnswer`. */
export const differenceRequest = 'racewalk/difference';

/** The run that breaks `property`, held against that of another variant. */
export interface DifferenceOf extends RunOf {
  readonly property: string;
  readonly against: number;
}

export interface DifferenceAnswer {
  readonly state: 'done' | 'cancelled' | 'failed';
  /** Where the runs part and both as columns; or in one line, for a person, why there is nothing. */
  readonly text: string;
}

/** Its parameters are a `RunOf`; answered with `HistoryAnswer` when all is explored. */
export const historyRequest = 'racewalk/history';

/** Neighbouring releases with the same answer. */
export interface HistoryEra {
  /** `v5.10 .. v5.13`. */
  readonly releases: string;
  readonly verdict: 'pass' | 'fail' | 'bounded' | 'error';
  /** `fails tag_leak`. */
  readonly words: string;
  /** Functions that have another body from here on, and that some run comes to. */
  readonly changed: readonly string[];
}

export interface HistoryAnswer {
  readonly state: 'done' | 'cancelled' | 'failed';
  /** In one sentence; or why there is none. */
  readonly text: string;
  readonly eras: readonly HistoryEra[];
}

export function isCompareOf(value: unknown): value is CompareOf {
  if (!isRunOf(value) || !isRecord(value)) return false;
  return value.name === undefined || typeof value.name === 'string';
}

export function isDifferenceOf(value: unknown): value is DifferenceOf {
  return (
    isRunOf(value) && isRecord(value) && value.property !== undefined && isIndex(value.against)
  );
}
