// The steps of the run that is walked get numbers in the text: the server is told which run that is.
import { type RunOf, type ShownMessage, shownNotification } from '@racewalk/server';
import type { Disposable } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { ShownStep, ShownSteps } from './shown-step.ts';

const violation = 'violation:';

/** Follows the shown step; tells only when the run is another one, not at every step. */
export function tellShownRuns(shown: ShownSteps, client: BaseLanguageClient): Disposable {
  let told: RunOf | undefined;
  const tell = (message: ShownMessage): void =>
    void client.sendNotification(shownNotification, message).catch(() => undefined);
  return shown.onDidChange((step) => {
    const run = runOf(step);
    if (isSame(run, told)) return;
    if (told !== undefined && told.uri !== run?.uri) tell({ uri: told.uri, run: undefined });
    if (run !== undefined) tell({ uri: run.uri, run });
    told = run;
  });
}

/** Only failing runs have numbers: the server knows others by no name. */
function runOf(step: ShownStep | undefined): RunOf | undefined {
  const { choice } = step ?? {};
  if (step === undefined || choice?.startsWith(violation) !== true) return undefined;
  const { uri, scenario, variant } = step;
  return { uri, scenario, variant, property: choice.slice(violation.length) };
}

function isSame(a: RunOf | undefined, b: RunOf | undefined): boolean {
  return (
    a?.uri === b?.uri &&
    a?.scenario === b?.scenario &&
    a?.variant === b?.variant &&
    a?.property === b?.property
  );
}
