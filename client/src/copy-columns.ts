// "Copy as commit-message columns": asks how they shall look, and puts them on the clipboard.
import { type Columns, type ColumnsOf, columnsRequest, type RunOf } from '@racewalk/server';
import { env, l10n, type QuickPickItem, window } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';

interface Form extends QuickPickItem {
  readonly look: NonNullable<ColumnsOf['look']>;
}

/** The first is what Enter takes. */
const forms = (): readonly Form[] => [
  { label: l10n.t('Commit message'), description: l10n.t('spaces, 75 columns'), look: {} },
  {
    label: l10n.t('Commit message, with tabs'),
    description: l10n.t('tab stops at 0 and 40'),
    look: { tabs: true },
  },
  {
    label: l10n.t('Without values'),
    description: l10n.t('what the source says'),
    look: { values: false },
  },
  {
    label: l10n.t('Comment of C'),
    description: l10n.t(' * in front of each line'),
    look: { frame: 'comment' },
  },
  {
    label: l10n.t('Quoted mail'),
    description: l10n.t('> in front of each line'),
    look: { frame: 'quote' },
  },
  { label: l10n.t('Markdown'), description: l10n.t('fenced'), look: { frame: 'markdown' } },
  {
    label: l10n.t('With names of steps'),
    description: l10n.t('(A1), and where they stand'),
    look: { ids: true },
  },
];

/** Asks and copies; says in one line what was copied, or why nothing was. */
export async function copyColumns(client: BaseLanguageClient, run: RunOf): Promise<void> {
  const form = await window.showQuickPick(forms(), {
    title: l10n.t('Copy as commit-message columns'),
    placeHolder: l10n.t('How shall the run look?'),
  });
  if (form === undefined) return;
  const asked: ColumnsOf = { ...run, look: form.look, replay: true };
  const { title, text, state } = await client.sendRequest<Columns>(columnsRequest, asked);
  if (state !== 'current') {
    const why = state === 'older' ? l10n.t('the run is of an older text') : text.trim();
    await window.showInformationMessage(l10n.t('Nothing was copied: {0}', why));
    return;
  }
  await env.clipboard.writeText(text);
  await window.showInformationMessage(l10n.t('Copied: {0}', title));
}
