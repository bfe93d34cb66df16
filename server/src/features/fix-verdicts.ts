// `expect` made to say what the last run of this very text found.
import type { VariantReport } from '@racewalk/checker';
import type { Diagnostic, tree } from '@racewalk/language';
import { entryOf } from '../run/results.ts';
import { blockAt, clauseEdit, type Titled, titledBlocks } from './clauses.ts';
import { type ActionInput, type CodeAction, fix } from './code-action.ts';
import type { FileEdit } from './rename.ts';

export function verdictFixes(diagnostic: Diagnostic, input: ActionInput): readonly CodeAction[] {
  if (diagnostic.code !== 'RW0801' && diagnostic.code !== 'RW0802') return [];
  const found = foundAt(input, diagnostic.start);
  if (found === undefined) return [];
  return [fix(diagnostic, `expect what was found: ${found.outcome}`, [found.edit])];
}

/** Where nothing is expected yet, and nothing is wrong. */
export function verdictRewrites(input: ActionInput): readonly CodeAction[] {
  const found = foundAt(input, input.start);
  if (found === undefined || found.replaces) return [];
  const title = `add expect for the found verdict: ${found.outcome}`;
  const { edit } = found;
  const kind = 'refactor.rewrite';
  return [{ title, kind, edits: [edit], mends: undefined, isPreferred: false, isSafe: false }];
}

interface Found {
  readonly outcome: string;
  readonly edit: FileEdit;
  /** Something else is expected so far. */
  readonly replaces: boolean;
}

function foundAt(input: ActionInput, offset: number): Found | undefined {
  const { analysis, file } = input;
  const block = blockAt(analysis, file, offset);
  const report = block === undefined ? undefined : reportOf(input, block);
  const outcome = report === undefined ? undefined : outcomeOf(report);
  if (block === undefined || outcome === undefined) return undefined;
  const items: readonly tree.ScenarioItem[] = block.items;
  const clause = items.find((item) => item.kind === 'ExpectClause');
  if (clause !== undefined) {
    const { start, end } = clause;
    return { outcome, edit: { file, start, end, text: `expect ${outcome};` }, replaces: true };
  }
  const behind = block.kind === 'Variant' ? variantParts : scenarioParts;
  const edit = clauseEdit(input, block, behind, `expect ${outcome};`);
  return edit === undefined ? undefined : { outcome, edit, replaces: false };
}

const variantParts = [
  'SourceClause',
  'KernelClause',
  'PatchClause',
  'ForbidClause',
  'Function',
] as const;
const scenarioParts = [
  'ForbidClause',
  'Thread',
  'Finally',
  'ObserveClause',
  'WitnessClause',
] as const;

/** The verdict of the variant whose block it is, if it is of this text. */
function reportOf(
  { analysis, file, results }: ActionInput,
  block: Titled,
): VariantReport | undefined {
  if (file !== analysis.file.name) return undefined;
  const blocks = titledBlocks(analysis, file);
  for (const [scenario, { variants }] of analysis.scenarios.entries()) {
    const variant = variants.findIndex(({ title }) => title.start === block.title.start);
    if (variant < 0 || !blocks.includes(block)) continue;
    const state = entryOf(results, { scenario, variant })?.state;
    return state?.kind === 'done' ? state.result.report : undefined;
  }
  return undefined;
}

/** Only what is certain: a search that stopped early has not seen everything. */
function outcomeOf(report: VariantReport): string | undefined {
  if (report.verdict === 'pass') return 'pass';
  if (report.verdict !== 'fail' || report.limitsReached.length > 0) return undefined;
  return report.violations.map(({ property }) => property).join(', ');
}
