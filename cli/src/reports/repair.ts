// What a repair search found, as text and as Markdown.
import { costsText, type FoundRepair, type RepairReport } from '@racewalk/workbench';
import { grouped } from '../result-text.ts';
import { printable } from '../style.ts';

export function repairText(report: RepairReport): string {
  const lines = [headOf(report), ...report.conclusions.map((one) => `  ${one}`)];
  for (const [index, repair] of report.repairs.entries()) {
    lines.push('', `${index + 1}. ${editsOf(repair)}`, `   costs: ${priceOf(repair)}`);
    lines.push(repair.variant.trimEnd());
  }
  lines.push('', ...restLines(report));
  return `${printable(lines.join('\n'))}\n`;
}

export function repairMarkdown(report: RepairReport): string {
  const lines = [`## ${headOf(report)}`, '', ...report.conclusions.map((one) => `- ${one}`)];
  for (const [index, repair] of report.repairs.entries()) {
    const { variant } = repair;
    lines.push('', `### ${index + 1}. ${editsOf(repair)}`, '', `Costs: ${priceOf(repair)}.`);
    lines.push('', '```racewalk');
    lines.push(variant.trimEnd(), '```');
  }
  lines.push('', ...restLines(report).map((line) => `- ${line}`));
  return `${printable(lines.join('\n'))}\n`;
}

function headOf({ scenario, variant, profile, violated, repairs }: RepairReport): string {
  const found = repairs.length === 1 ? '1 repair' : `${repairs.length} repairs`;
  return `${scenario}, ${variant}, ${profile} breaks ${violated.join(', ')}: ${found}`;
}

function editsOf({ edits, states }: FoundRepair): string {
  const words = edits.map((one) => `${one.kind} in ${one.function}(): ${one.sentence}`);
  const count = edits.length === 1 ? '1 edit' : `${edits.length} edits`;
  return `${words.join('; and ')} (${count}, ${grouped(String(states))} states)`;
}

/** Numbers of a whole run: the worst, and in brackets each thread alone. */
function priceOf({ costs, costsNote }: FoundRepair): string {
  return costs === null ? (costsNote ?? 'not counted') : costsText(costs);
}

function restLines({ tried, bounds, explored, ledger }: RepairReport): string[] {
  return [
    ...tried.map(
      ({ kinds, candidates, hold, undecided, invalid }) =>
        `tried: ${kinds.join(', then ')}: ${candidates}; ${hold} hold, ${undecided} not decided, ${invalid} no program`,
    ),
    ...bounds.map((bound) => `bounded: ${bound}`),
    `${explored.programs} programs explored, ${grouped(String(explored.states))} states`,
    `ledger: ${[ledger.release, `memory ${ledger.memory}`, ...ledger.bounds].join(', ')}`,
    ...ledger.notes.map((note) => `ledger: ${note}`),
  ];
}
