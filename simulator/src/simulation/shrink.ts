// Makes a run that breaks a property easier to read: blocks of steps by one thread are left out, or
// moved next to another block of that thread, as long as the run still breaks the property, with
// fewer context switches or as many and fewer steps. What comes out is no worse, and not the best.
import type { Action, Run } from '../outcome.ts';
import { switchesIn } from '../search/path.ts';
import type { Walk } from './walk.ts';

/** Steps replayed for one property: some tenths of a second. */
const shrinkStepsMax = 200_000;

/** Neighbouring steps of one thread. */
type Block = readonly Action[];

export class Shrinking {
  finished = false;
  run: Run;
  private readonly walk: Walk;
  private readonly property: number;
  private readonly isWanted: (run: Run) => boolean;
  private replayed = 0;
  /** Number of the change that is tried next. */
  private change = 0;

  /** `isWanted` says whether a run that is better will do; it is asked for no other. */
  constructor(
    walk: Walk,
    property: number,
    run: Run,
    isWanted: (run: Run) => boolean = () => true,
  ) {
    this.walk = walk;
    this.property = property;
    this.run = run;
    this.isWanted = isWanted;
  }

  /** Tries changes, of about so many steps together; the number of steps taken. */
  advance(steps: number): number {
    const before = this.replayed;
    while (!this.finished && this.replayed - before < steps) this.tryNext();
    return this.replayed - before;
  }

  private tryNext(): void {
    const blocks = blocksOf(this.run);
    const changed = changedRun(blocks, this.change);
    if (changed === undefined || this.replayed > shrinkStepsMax) {
      this.finished = true;
      return;
    }
    this.change++;
    const better = this.breaking(changed.flat());
    if (better === undefined || !isBetter(better, this.run) || !this.isWanted(better)) return;
    this.run = better;
    this.change = 0;
  }

  /** The beginning of these steps, without those not possible, that breaks the property. */
  private breaking(actions: Run): Run | undefined {
    const { walk, property } = this;
    walk.restart();
    for (const action of actions) {
      this.replayed++;
      if (!walk.take(action)) continue;
      if (walk.isDeadlock(property) && !walk.ended && !walk.stepper.canMove()) walk.standStill();
      if (walk.broken.includes(property)) return walk.run;
      if (walk.ended) return undefined;
    }
    return undefined;
  }
}

/** Fewer switches, or as many and fewer steps. */
export function isBetter(run: Run, than: Run): boolean {
  const more = switchesIn(run) - switchesIn(than);
  return more < 0 || (more === 0 && run.length < than.length);
}

function blocksOf(run: Run): Block[] {
  const blocks: Action[][] = [];
  for (const action of run) {
    const last = blocks.at(-1);
    if (last?.[0]?.thread === action.thread) last.push(action);
    else blocks.push([action]);
  }
  return blocks;
}

/** All changes in order: a block left out, pulled to the one before, pushed to the one behind. */
function changedRun(blocks: readonly Block[], change: number): Block[] | undefined {
  const kind = Math.floor(change / blocks.length);
  const at = blocks.length - 1 - (change % blocks.length);
  const block = blocks[at];
  if (block === undefined) return undefined;
  const others = [...blocks.slice(0, at), ...blocks.slice(at + 1)];
  const isSame = (other: Block): boolean => other[0]?.thread === block[0]?.thread;
  switch (kind) {
    case 0:
      return others;
    case 1: {
      const before = others.slice(0, at).findLastIndex(isSame);
      return [...others.slice(0, before + 1), block, ...others.slice(before + 1)];
    }
    case 2: {
      const behind = others.slice(at).findIndex(isSame);
      const to = behind < 0 ? others.length : at + behind;
      return [...others.slice(0, to), block, ...others.slice(to)];
    }
    case 3:
      return [...blocks.slice(0, at), block.slice(0, -1), ...blocks.slice(at + 1)];
    default:
      return undefined;
  }
}
