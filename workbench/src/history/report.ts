// A scenario in every release of the library, as data.

export interface HistoryUnit {
  /** From 0, in the order of scenarios, variants and releases. */
  readonly number: number;
  readonly file: string;
  readonly scenario: string;
  readonly variant: string;
  /** The first release with these functions. */
  readonly from: string;
  /** The last one; null: there is none so far. */
  readonly to: string | null;
  readonly verdict: 'pass' | 'fail' | 'bounded' | 'error';
  /** Properties that break, with the steps of the shortest run. */
  readonly broken: readonly { readonly property: string; readonly steps: number }[];
  /** What stands in the way where there is no verdict, or no complete one. */
  readonly note: string | null;
  readonly states: number;
  /**
   * Functions that some run comes to, with another body than in the release before; empty for the
   * first.
   */
  readonly changed: readonly string[];
}
