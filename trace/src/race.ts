// What a broken property hangs on in a run: the racing pair, and how far one of its steps may move.
import {
  type Pc,
  type Program,
  type RaceWindow,
  type RacingPair,
  type Run,
  raceWindow,
  racingPair,
  type WindowEdge,
} from '@racewalk/simulator';
import { callOf, framesAt } from './calls.ts';
import { groupText } from './step-text.ts';
import type { TracePair, TraceWindow } from './trace.ts';

export interface TraceRace {
  readonly pair: TracePair | undefined;
  readonly window: TraceWindow | undefined;
}

/** Both are undefined where nothing is said to be broken, or one thread breaks it alone. */
export function raceOf(program: Program, run: Run, property: number | undefined): TraceRace {
  const pair = property === undefined ? undefined : racingPair(program, run, property);
  if (property === undefined || pair === undefined) return { pair: undefined, window: undefined };
  const window = raceWindow(program, run, { property, pair });
  return {
    pair: shownPair(program, pair),
    window: window === undefined ? undefined : shownWindow(program, run, window),
  };
}

function shownPair(program: Program, { first, second, slot }: RacingPair): TracePair {
  return { first, second, name: program.slots[slot]?.name ?? '' };
}

function shownWindow(program: Program, run: Run, window: RaceWindow): TraceWindow {
  const { thread, moved, opens, closes, positions, failing } = window;
  const rows = run.flatMap((action, row) => (action.thread === thread ? [row] : []));
  const opening =
    opens === undefined ? 'open from the beginning' : `opens at ${at(program, opens)}`;
  const closing = closes === undefined ? 'does not close' : `closes at ${at(program, closes)}`;
  return {
    thread,
    moved,
    opens: opens === undefined ? -1 : (rows[opens.step] ?? run.length),
    closes: closes === undefined ? run.length : (rows[closes.step] ?? run.length),
    positions,
    failing,
    sentence: `${opening}, ${closing}: ${failing} of ${positions} positions fail`,
  };
}

function at(program: Program, { pc }: WindowEdge): string {
  return instructionText(program, pc);
}

/** What stands at an instruction, without values; the function where a whole group is one step. */
function instructionText(program: Program, pc: Pc): string {
  const instruction = program.code[pc];
  if (instruction === undefined) return '';
  const text = 'text' in instruction ? instruction.text : '';
  const frame = framesAt(program, pc).at(-1);
  const where = frame === undefined ? '' : `${callOf(program, frame).name}()`;
  if (text.startsWith('atomic') && where !== '') return where;
  if (instruction.op === 'load' && !/^\w+\s*\(/u.test(text)) return `read of ${text}`;
  return text === '' ? where : groupText(text);
}
