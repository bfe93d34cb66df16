// What server and client say to each other about what is load-bearing, and about repairs.

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

/** Its parameters are a `RunOf`, of which the scenario counts; answered when all is explored. */
export const compareRequest = 'racewalk/compare';

/** The client's command; its arguments are those of `runCommand`. */
export const compareCommand = 'racewalk.compareVariants';

export interface CompareAnswer {
  readonly state: 'done' | 'cancelled' | 'failed';
  /** The table, as `racewalk compare` prints it; or in one line, for a person, why there is none. */
  readonly text: string;
}
