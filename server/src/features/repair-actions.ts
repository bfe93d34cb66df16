// Variants that repair a race, offered where the scenario and the failing variant have their titles.
import type { Analysis } from '@racewalk/language';
import type { RepairReport } from '@racewalk/workbench';
import type { KnownRepairs } from '../run/bench-runs.ts';
import type { CodeAction } from './code-action.ts';
import type { FileEdit } from './rename.ts';

/** A repair with the edit that puts it, as a variant, at the end of its scenario. */
export interface RepairEdit {
  readonly title: string;
  readonly edit: FileEdit;
}

export function repairEdits(
  { file, scenarios }: Analysis,
  { scenario, report }: KnownRepairs,
): readonly RepairEdit[] {
  const whole = scenarios[scenario]?.whole;
  if (whole === undefined) return [];
  // Before the brace that ends it, on a line of its own.
  const end = whole.end - 1;
  const newline = file.text[end - 1] === '\n' ? '' : '\n';
  return report.repairs.map(({ edits, variant }) => ({
    title: edits.map((one) => `${one.kind} in ${one.function}(): ${one.sentence}`).join('; '),
    edit: { file: file.name, start: end, end, text: `${newline}${variant}` },
  }));
}

export function repairActions(
  analysis: Analysis,
  place: { readonly start: number; readonly end: number },
  known: KnownRepairs | undefined,
): readonly CodeAction[] {
  if (known === undefined) return [];
  const info = analysis.scenarios[known.scenario];
  const titles = [info?.title, info?.variants[known.variant]?.title];
  const isHere = titles.some(
    (title) => title !== undefined && title.start <= place.end && place.start <= title.end,
  );
  if (!isHere) return [];
  return repairEdits(analysis, known).map(({ title, edit }) => ({
    title: `add variant that repairs it: ${title}`,
    kind: 'quickfix',
    edits: [edit],
    mends: undefined,
    isPreferred: false,
    isSafe: false,
  }));
}

/** `3 repairs; order alone is enough: 1 of 20`. */
export function repairText({ repairs, conclusions, bounds, verdict }: RepairReport): string {
  if (verdict !== 'fail') return 'nothing to repair: the variant does not fail';
  const found = repairs.length === 1 ? '1 repair' : `${repairs.length} repairs`;
  return [found, ...conclusions, ...bounds].join('; ');
}
