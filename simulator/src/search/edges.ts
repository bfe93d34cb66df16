// The edges of the state graph, for counting complete runs. They are kept only while the count is
// wanted: a graph above `interleavings_states_max` drops them.
import { IntegerLog } from '../integers.ts';

/** In the place of a state: the run ends with this step. */
export const runEnds = -1;

export class Edges {
  /** Where the edges of each expanded state begin. */
  readonly starts = new IntegerLog();
  readonly targets = new IntegerLog();

  /** The edges that follow are those of this state; the ones before it have no more. */
  startAt(state: number): void {
    while (this.starts.length <= state) this.starts.push(this.targets.length);
  }

  bytes(): number {
    return this.starts.bytes() + this.targets.bytes();
  }
}
