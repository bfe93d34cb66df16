// The edges of a graph whose states are expanded in the order of their numbers: those of a state
// stand one behind the other.
import { IntegerLog } from './integers.ts';

export class EdgeLog {
  private readonly starts = new IntegerLog();
  private readonly targets = new IntegerLog();

  /** The edges that follow are those of the next state. */
  beginState(): void {
    this.starts.push(this.targets.length);
  }

  push(target: number): void {
    this.targets.push(target);
  }

  /** The first of the edges out of a state; those up to `end` follow. */
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
