// What can be done with a cell of the table: its run in every view, or the variant in its text.

import {
  type Columns,
  columnsRequest,
  copyCommand,
  type DifferenceOf,
  debugCommand,
  loadBearingCommand,
  type RunOf,
  repairCommand,
  runRequest,
  showCommand,
  timelineCommand,
} from '@racewalk/server';
import type { BenchOf, RowShown } from '@racewalk/webview';
import {
  type CodeLens,
  commands,
  l10n,
  type QuickPickItem,
  Selection,
  type TextEditor,
  TextEditorRevealType,
  Uri,
  ViewColumn,
  window,
} from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { openText } from '../files/open-text.ts';
import type { DifferenceDocuments } from './difference-documents.ts';

/** A row that was pointed at, and where the table is. */
export interface Pointed {
  readonly which: BenchOf;
  readonly row: RowShown;
  readonly rows: readonly RowShown[];
  readonly column: ViewColumn | undefined;
}

interface Parts {
  readonly client: BaseLanguageClient;
  readonly differences: DifferenceDocuments;
}

interface Item<What> extends QuickPickItem {
  readonly what: What;
}

type RunAct = 'show' | 'timeline' | 'debug' | 'copy' | 'difference';

/** The first is what Enter takes. */
const runItems = (): readonly Item<RunAct>[] => [
  { label: l10n.t('Show run'), description: l10n.t('as CPU columns'), what: 'show' },
  { label: l10n.t('Timeline'), description: l10n.t('as a picture'), what: 'timeline' },
  { label: l10n.t('Debug'), description: l10n.t('step by step, also back'), what: 'debug' },
  { label: l10n.t('Copy as commit-message columns'), what: 'copy' },
  {
    label: l10n.t('Compare with the run of another variant ...'),
    description: l10n.t('up to the step where they part'),
    what: 'difference',
  },
];

/** Offers what can be done with the run that breaks a property. */
export async function pickForRun(
  parts: Parts,
  pointed: Pointed & { readonly property: string },
): Promise<void> {
  const { which, row, property } = pointed;
  const picked = await window.showQuickPick(runItems(), {
    title: `${row.variant}: ${property}`,
    placeHolder: l10n.t('The run that breaks {0}', property),
  });
  if (picked === undefined) return;
  const { uri, scenario } = which;
  const run = { uri, scenario, variant: row.number, property };
  if (picked.what === 'difference') return difference(parts, pointed, run);
  await besideText(pointed);
  if (picked.what !== 'debug') await explored(parts.client, run);
  const place = [uri, scenario, row.number];
  switch (picked.what) {
    case 'show':
      await commands.executeCommand(showCommand, ...place, property);
      return;
    case 'timeline':
      await commands.executeCommand(timelineCommand, ...place, `violation:${property}`);
      return;
    case 'debug':
      await commands.executeCommand(debugCommand, ...place, property);
      return;
    case 'copy':
      await commands.executeCommand(copyCommand, ...place, property);
      return;
  }
}

async function difference(
  { differences }: Parts,
  { which, row, rows, column }: Pointed,
  run: RunOf & { readonly property: string },
): Promise<void> {
  const others = rows
    .filter((other) => other !== row && other.verdict !== 'error')
    .map(({ variant, release, number }) => ({
      label: variant,
      description: release,
      what: number,
    }));
  const picked = await window.showQuickPick(others, {
    title: l10n.t('Compare with the run of another variant'),
    placeHolder: l10n.t('Its own run that breaks {0}, or the same schedule', run.property),
  });
  if (picked === undefined) return;
  const asked: DifferenceOf = { ...run, against: picked.what };
  await differences.show(asked, `${which.name}: ${row.variant} - ${picked.label}`, column);
}

/** The automatic run may have ended at its limit where the table went on: then it is run in full. */
async function explored(client: BaseLanguageClient, run: RunOf): Promise<void> {
  const { state } = await client.sendRequest<Columns>(columnsRequest, run);
  if (state === 'none') await client.sendRequest(runRequest, run);
}

type VariantAct = 'goto' | 'loadBearing' | 'repair' | 'history';

/** Offers what can be done with a variant; the releases are the caller's to show. */
export async function pickForVariant(pointed: Pointed): Promise<'history' | undefined> {
  const { which, row } = pointed;
  const items: Item<VariantAct>[] = [
    { label: l10n.t('Go to the text'), what: 'goto' },
    { label: l10n.t('Show it under every release'), what: 'history' },
    { label: l10n.t('Show what is load-bearing'), what: 'loadBearing' },
  ];
  if (row.verdict === 'fail') items.push({ label: l10n.t('Find what repairs it'), what: 'repair' });
  const picked = await window.showQuickPick(items, { title: row.variant });
  if (picked === undefined) return undefined;
  if (picked.what === 'history') return picked.what;
  const { uri, scenario } = which;
  const editor = await besideText(pointed);
  await goto(editor, scenario, row.number);
  const place = [uri, scenario, row.number];
  if (picked.what === 'loadBearing') await commands.executeCommand(loadBearingCommand, ...place);
  if (picked.what === 'repair') await commands.executeCommand(repairCommand, ...place);
  return undefined;
}

/** The text takes the keyboard, in a column that is not the table's: what opens beside it is over the table. */
async function besideText({ which, column }: Pointed): Promise<TextEditor> {
  const uri = Uri.parse(which.uri);
  const seen = window.visibleTextEditors.find(
    ({ document, viewColumn }) =>
      document.uri.toString() === uri.toString() && viewColumn !== undefined,
  );
  const other = column === ViewColumn.One ? ViewColumn.Beside : ViewColumn.One;
  const document = await openText(uri);
  return window.showTextDocument(document, seen?.viewColumn ?? other);
}

/** To the title of a variant: where its lenses are. */
async function goto(editor: TextEditor, scenario: number, variant: number): Promise<void> {
  const lenses = await commands.executeCommand<CodeLens[] | undefined>(
    'vscode.executeCodeLensProvider',
    editor.document.uri,
    lensesMax,
  );
  const own = (lenses ?? []).find(({ command }) => {
    const [, ofScenario, ofVariant]: readonly unknown[] = command?.arguments ?? [];
    return ofScenario === scenario && ofVariant === variant;
  });
  if (own === undefined) return;
  const { start } = own.range;
  editor.selection = new Selection(start, start);
  editor.revealRange(own.range, TextEditorRevealType.InCenterIfOutsideViewport);
}

/** Lenses are resolved up to here. */
const lensesMax = 1000;
