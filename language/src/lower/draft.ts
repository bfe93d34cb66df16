// Instructions while their jumps still name labels, and the registers and slots they use.
import type { Display, Operation, Range, RegisterId, Site } from '@racewalk/simulator';

/** A place in the code that is not known yet. */
export interface Label {
  pc: number;
  /** Jumps that name it: a label nobody names and nothing falls into is dead. */
  uses: number;
}

export function newLabel(): Label {
  return { pc: -1, uses: 0 };
}

export type DraftOperation =
  | Exclude<Operation, { op: 'jump' | 'branch' | 'choose' }>
  | { readonly op: 'jump'; readonly to: Label }
  | {
      readonly op: 'branch';
      readonly condition: Extract<Operation, { op: 'branch' }>['condition'];
      readonly otherwise: Label;
    }
  | { readonly op: 'choose'; readonly targets: readonly Label[]; readonly text: string };

export type Draft = DraftOperation & {
  step: boolean;
  site: Site;
  /** Empty: what is live is known when all is there. */
  live: readonly RegisterId[];
  /** Belongs to a mark that counts: see `markCall()`. */
  counts?: true;
};

/** A register or slot whose range may depend on how many targets its pointer type gets. */
export interface DraftCell {
  readonly name: string | undefined;
  readonly range: Range;
  readonly display: Display;
}
