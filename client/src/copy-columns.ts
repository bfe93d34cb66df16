// "Copy as commit-message columns": asks how they shall look, and puts them on the clipboard.
import { type Columns, type ColumnsOf, columnsRequest, type RunOf } from '@racewalk/server';
import { env, type QuickPickItem, window } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';

interface Form extends QuickPickItem {
  readonly look: NonNullable<ColumnsOf['look']>;
}

/** The first is what Enter takes. */
const forms: readonly Form[] = [
  { label: 'Commit message', description: 'spaces, 75 columns', look: {} },
  {
    label: 'Commit message, with tabs',
    description: 'tab stops at 0 and 40',
    look: { tabs: true },
  },
  { label: 'Without values', description: 'what the source says', look: { values: false } },
  { label: 'Comment of C', description: ' * in front of each line', look: { frame: 'comment' } },
  { label: 'Quoted mail', description: '> in front of each line', look: { frame: 'quote' } },
  { label: 'Markdown', description: 'fenced', look: { frame: 'markdown' } },
  { label: 'With names of steps', description: '(A1), and where they stand', look: { ids: true } },
];

/** Asks and copies; says in one line what was copied, or why nothing was. */
export async function copyColumns(client: BaseLanguageClient, run: RunOf): Promise<void> {
  const form = await window.showQuickPick(forms, {
    title: 'Copy as commit-message columns',
    placeHolder: 'How shall the run look?',
  });
  if (form === undefined) return;
  const asked: ColumnsOf = { ...run, look: form.look, replay: true };
  const { title, text, state } = await client.sendRequest<Columns>(columnsRequest, asked);
  if (state !== 'current') {
    const why = state === 'older' ? 'the run is of an older text' : text.trim();
    await window.showInformationMessage(`Nothing was copied: ${why}`);
    return;
  }
  await env.clipboard.writeText(text);
  await window.showInformationMessage(`Copied: ${title}`);
}
