// Tells the server which run is walked, so that its steps get numbers between the words of the text.
import { type RunOf, type ShownMessage, shownNotification } from '@racewalk/server';
import type { ShownRun } from '@racewalk/webview';
import type { Disposable } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { isSameRun, type ShownSteps } from './shown-step.ts';

const violation = 'violation:';

export function followSteps(client: BaseLanguageClient, shown: ShownSteps): Disposable {
  let told: ShownRun | undefined;
  const tell = (message: ShownMessage): void => {
    void client.sendNotification(shownNotification, message).catch(() => undefined);
  };
  return shown.onDidChange((current) => {
    if (current !== undefined && isSameRun(told, current)) return;
    if (told !== undefined && told.uri !== current?.uri) tell({ uri: told.uri, run: undefined });
    told = current;
    if (current !== undefined) tell({ uri: current.uri, run: runOf(current) });
  });
}

/** Only runs that break a property: others are not among what the server keeps of a text. */
function runOf({ uri, scenario, variant, choice }: ShownRun): RunOf | undefined {
  if (choice === undefined) return { uri, scenario, variant };
  if (!choice.startsWith(violation)) return undefined;
  return { uri, scenario, variant, property: choice.slice(violation.length) };
}
