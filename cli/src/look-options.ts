// The options for how columns look, for every command that prints some.
import {
  type ColumnsLook,
  columnsPerTable,
  columnsPerTableMin,
  columnsWidth,
  columnsWidthMax,
  columnsWidthMin,
  defaultLook,
  type Frame,
  type HeaderStyle,
  type Nesting,
} from '@racewalk/trace';
import { type Command, Option } from 'commander';
import { numberUpTo } from './numbers.ts';

export interface LookOptions {
  readonly tabs?: true;
  readonly width?: number;
  readonly cpus?: number;
  readonly nesting?: Nesting;
  /** False where `--no-values` was given. */
  readonly values?: boolean;
  readonly waits?: boolean;
  readonly ids?: true;
  readonly header?: HeaderStyle;
  readonly frame?: Frame;
}

export function addLook(command: Command): Command {
  return command
    .option('--tabs', 'reach the columns with tabs instead of spaces')
    .option(
      '--width <n>',
      `no line is wider (default: ${columnsWidth})`,
      numberUpTo(columnsWidthMax, columnsWidthMin),
    )
    .option(
      '--cpus <n>',
      `more CPUs get tables of their own (default: ${columnsPerTable})`,
      numberUpTo(columnsPerTable, columnsPerTableMin),
    )
    .addOption(
      new Option('--nesting <style>', 'spaces for a nested call, or ==> (default: auto)').choices([
        'auto',
        'one',
        'two',
        'arrow',
      ]),
    )
    .option('--no-values', 'leave out what steps read and changed')
    .option('--no-waits', 'leave out where a CPU begins to wait for a lock')
    .option('--ids', 'name the steps, (A1), and list where they stand')
    .addOption(
      new Option('--header <style>', 'CPU0 over dashes, or CPU0: (default: dashes)').choices([
        'dashes',
        'colons',
      ]),
    )
    .addOption(
      new Option(
        '--frame <kind>',
        'for a comment ( * ), a quoted mail (> ) or Markdown (```)',
      ).choices(['none', 'comment', 'quote', 'markdown']),
    );
}

/** The look that the options ask for; or what is wrong with them. */
export function lookOf(options: LookOptions): ColumnsLook | string {
  const { tabs, width, cpus, nesting, values, waits, ids, header, frame } = options;
  if (tabs === true && frame === 'markdown') return '--frame markdown is of spaces, not --tabs';
  return {
    tabs: tabs ?? defaultLook.tabs,
    width: width ?? defaultLook.width,
    perTable: cpus ?? defaultLook.perTable,
    nesting: nesting ?? defaultLook.nesting,
    values: values ?? defaultLook.values,
    waits: waits ?? defaultLook.waits,
    ids: ids ?? defaultLook.ids,
    header: header ?? defaultLook.header,
    frame: frame ?? defaultLook.frame,
  };
}
