// The run that is walked is one of those in view: its steps get numbers between the words of the text.
import type { RunOf } from '@racewalk/server';
import type { ShownRun } from '@racewalk/webview';
import type { Disposable } from 'vscode';
import type { ShownRuns } from './shown-runs.ts';
import { isSameRun, type ShownSteps } from './shown-step.ts';

const timeline = 'timeline';

export function followSteps(inView: ShownRuns, shown: ShownSteps): Disposable {
  let known: ShownRun | undefined;
  return shown.onDidChange((current) => {
    if (current !== undefined && isSameRun(known, current)) return;
    known = current;
    const run = current === undefined ? undefined : runOf(current);
    if (run === undefined) inView.hide(timeline);
    else inView.show(timeline, run);
  });
}

/** Only runs that break a property: others are not among what the server keeps of a text. */
function runOf({ uri, scenario, variant, choice }: ShownRun): RunOf | undefined {
  const property = /^violation:(.+)$/u.exec(choice ?? '')?.[1];
  return property === undefined ? undefined : { uri, scenario, variant, property };
}
