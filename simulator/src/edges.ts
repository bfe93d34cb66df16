// The edges of a state graph, where states are expanded in the order of their numbers: those of a
// state stand one behind the other.
import { IntegerLog } from './integers.ts';

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

  push(target: number): void {
    this.targets.push(target);
  }

  /** The first of the edges out of an expanded state; those up to `end` follow. */
  begin(state: number): number {
    return this.starts.at(state);
  }

  end(state: number): number {
    return state + 1 < this.starts.length ? this.starts.at(state + 1) : this.targets.length;
  }

  targetOf(edge: number): number {
    return this.targets.at(edge);
  }

  bytes(): number {
    return this.starts.bytes() + this.targets.bytes();
  }
}
