// "Find what repairs it": asks the server, lets one be chosen, and puts it into the text as a variant.

import { type OfferedRepair, type RepairAnswer, type RunOf, repairRequest } from '@racewalk/server';
import { l10n, Position, type QuickPickItem, Uri, WorkspaceEdit, window, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { openText } from './files/open-text.ts';

interface Choice extends QuickPickItem {
  readonly repair: OfferedRepair;
}

export async function findRepairs(client: BaseLanguageClient, run: RunOf): Promise<void> {
  const uri = Uri.parse(run.uri);
  const { state, text, repairs } = await client.sendRequest<RepairAnswer>(repairRequest, run);
  if (state === 'cancelled') return;
  if (repairs.length === 0) {
    await window.showInformationMessage(`Racewalk: ${text}`);
    return;
  }
  const version = await versionOf(uri);
  const choices = repairs.map((repair): Choice => ({ label: repair.title, repair }));
  const chosen = await window.showQuickPick(choices, {
    title: l10n.t('Add a variant that repairs it'),
    placeHolder: text,
  });
  if (chosen === undefined) return;
  if ((await versionOf(uri)) !== version) {
    await window.showInformationMessage(l10n.t('Nothing was added: the text has changed.'));
    return;
  }
  const { line, character, text: variant } = chosen.repair;
  const edit = new WorkspaceEdit();
  edit.insert(uri, new Position(line, character), variant);
  await workspace.applyEdit(edit);
}

async function versionOf(uri: Uri): Promise<number> {
  return (await openText(uri)).version;
}
