// The commands. From a code lens they come with arguments; from the palette they take the
// arguments of the lens that stands at or above the cursor, so that both always mean the same.
import {
  cancelRequest,
  compareCommand,
  copyCommand,
  isRunOf,
  loadBearingCommand,
  type RunOf,
  repairCommand,
  runCommand,
  runRequest,
  showCommand,
} from '@racewalk/server';
import {
  type CodeLens,
  commands,
  type Disposable,
  type LogOutputChannel,
  l10n,
  type TextEditor,
  Uri,
  window,
} from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { Bench } from './bench/bench.ts';
import { copyColumns } from './copy-columns.ts';
import type { LoadBearingMarks } from './load-bearing.ts';
import { findRepairs } from './repairs.ts';
import type { RunDocuments } from './run-documents.ts';
import type { StatusItem } from './status-item.ts';

export interface Parts {
  readonly client: BaseLanguageClient;
  readonly documents: RunDocuments;
  readonly status: StatusItem;
  readonly loadBearing: LoadBearingMarks;
  readonly bench: Bench;
  readonly log: LogOutputChannel;
}

/** Declared in package.json; the other two are the server's words, which its lenses carry. */
export const cancelCommand = 'racewalk.cancel';

/** Lenses are resolved up to here; a text with more scenarios than this has lenses without verdicts. */
const LENSES_MAX = 1000;

export function registerCommands(parts: Parts): Disposable[] {
  return [
    commands.registerCommand(runCommand, (...args: unknown[]) =>
      told(parts, async () => {
        const run = runOf(args) ?? (await atCursor(runCommand));
        if (run !== undefined) await parts.client.sendRequest(runRequest, run);
      }),
    ),
    commands.registerCommand(showCommand, (...args: unknown[]) =>
      told(parts, async () => {
        const run = runOf(args) ?? (await atCursor(showCommand));
        if (run !== undefined) await parts.documents.show(run);
      }),
    ),
    commands.registerCommand(copyCommand, (...args: unknown[]) =>
      told(parts, async () => {
        const run = runOf(args) ?? parts.documents.shownRun() ?? (await atCursor(showCommand));
        if (run !== undefined) await copyColumns(parts.client, run);
      }),
    ),
    commands.registerCommand(loadBearingCommand, (...args: unknown[]) =>
      told(parts, async () => {
        const run = runOf(args) ?? (await atCursor(runCommand));
        if (run !== undefined) await parts.loadBearing.show(run);
      }),
    ),
    commands.registerCommand(repairCommand, (...args: unknown[]) =>
      told(parts, async () => {
        const run = runOf(args) ?? (await atCursor(runCommand));
        if (run !== undefined) await findRepairs(parts.client, run);
      }),
    ),
    commands.registerCommand(compareCommand, (...args: unknown[]) =>
      told(parts, async () => {
        const run = runOf(args) ?? (await atCursor(runCommand));
        if (run !== undefined) await parts.bench.show(run);
      }),
    ),
    commands.registerCommand(cancelCommand, (uri: unknown) =>
      told(parts, async () => {
        const target = typeof uri === 'string' ? uri : parts.status.target();
        if (target === undefined) return;
        await parts.client.sendRequest(cancelRequest, { uri: target });
      }),
    ),
  ];
}

/** Runs a command; what goes wrong is logged and said in one sentence. */
export async function told({ log }: Pick<Parts, 'log'>, body: () => Promise<void>): Promise<void> {
  try {
    await body();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    log.error(reason);
    await window.showErrorMessage(`Racewalk: ${reason}`);
  }
}

/** Reads the arguments of a lens: `[uri, scenario, variant, property?]`. */
export function runOf(args: readonly unknown[]): RunOf | undefined {
  const [uri, scenario, variant, property] = args;
  const run = { uri, scenario, variant, property };
  return isRunOf(run) ? run : undefined;
}

/** The run that the lens at or above the cursor is about. */
export async function atCursor(command: string): Promise<RunOf | undefined> {
  const editor = window.activeTextEditor;
  if (editor === undefined || editor.document.languageId !== 'race') {
    await window.showInformationMessage(l10n.t('Open a .race file first.'));
    return undefined;
  }
  const found = await lensesOf(editor, command);
  const cursor = editor.selection.active.line;
  const lens =
    found.findLast(({ range }) => range.start.line <= cursor) ??
    (command === showCommand ? undefined : found[0]);
  if (lens === undefined) {
    await window.showInformationMessage(
      command === showCommand
        ? l10n.t('No failing run is known for the scenario at the cursor.')
        : l10n.t('There is no scenario in this file.'),
    );
    return undefined;
  }
  // The leftmost of a line's lenses is the property the server lists first.
  const first = found.find(({ range }) => range.start.line === lens.range.start.line) ?? lens;
  return runOf(first.command?.arguments ?? []);
}

export async function lensesOf(editor: TextEditor, command: string): Promise<CodeLens[]> {
  const lenses = await commands.executeCommand<CodeLens[] | undefined>(
    'vscode.executeCodeLensProvider',
    Uri.parse(editor.document.uri.toString()),
    LENSES_MAX,
  );
  return (lenses ?? [])
    .filter((lens) => lens.command?.command === command)
    .sort((a, b) => a.range.start.compareTo(b.range.start));
}
