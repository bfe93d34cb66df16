// The fixed beginning of every run: threads in order, each with its place in the text.
import type { Program } from '@racewalk/simulator';
import { followColumns } from '@racewalk/trace';
import type { CheckedVariant } from '../check/scenario.ts';
import { scheduleMax } from '../check/scenario.ts';
import type { ScheduleColumns, Span } from '../syntax/tree.ts';
import type { Linker } from './linker.ts';

export interface LoweredSchedule {
  readonly threads: readonly number[];
  readonly places: readonly Span[];
}

export const unscheduled: LoweredSchedule = { threads: [], places: [] };

/** A cell that can't be followed is reported, and then there is no program. */
export function scheduleOf(
  { schedule, name }: CheckedVariant,
  program: Program,
  linker: Linker,
): LoweredSchedule {
  if (schedule.columns !== undefined) return followed(schedule.columns, name, program, linker);
  return {
    threads: schedule.steps.map(({ thread }) => thread),
    places: schedule.steps.map(({ span: { start, end } }) => ({ start, end })),
  };
}

function followed(
  columns: ScheduleColumns,
  variant: string,
  program: Program,
  linker: Linker,
): LoweredSchedule {
  // What is broken already has no steps to compare with.
  if (linker.failed) return unscheduled;
  const { steps, misfit } = followColumns(program, columns.text);
  const placed = ({ start, end }: Span): Span => ({
    start: columns.start + start,
    end: columns.start + end,
  });
  if (misfit !== undefined) {
    const message = `${misfit.message} (variant "${variant}")`;
    linker.report('RW0510', linker.mainFile, placed(misfit), message);
  } else if (steps.length > scheduleMax) {
    linker.report('RW0510', linker.mainFile, columns, `more than ${scheduleMax} steps`);
  }
  return { threads: steps.map(({ thread }) => thread), places: steps.map(placed) };
}
