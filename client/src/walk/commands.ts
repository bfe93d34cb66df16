// The commands of the timeline.
import { runCommand, timelineCommand } from '@racewalk/server';
import { isShownRun, type ShownRun } from '@racewalk/webview';
import { window } from 'vscode';
import type { Lenses } from '../lenses.ts';
import { libraryScheme } from '../names.ts';
import type { TestExplorer } from '../tests/explorer.ts';
import type { Walker } from './walker.ts';

interface Parts {
  readonly walker: Walker;
  readonly lenses: Lenses;
  readonly explorer: TestExplorer;
}

export function walkActs({ walker, lenses, explorer }: Parts) {
  return {
    [timelineCommand]: async (args: readonly unknown[]) => {
      const which =
        runFrom(args) ??
        walker.debugged ??
        (isInFront() ? undefined : walker.which) ??
        (await runAtCursor(lenses));
      if (which !== undefined) await walker.show(which);
    },
    'racewalk.showTestTimeline': async ([test]: readonly unknown[]) => {
      const which = explorer.shownRun(test);
      if (which !== undefined) await walker.show(which);
    },
    'racewalk.nextStep': () => walker.moveBy(1),
    'racewalk.previousStep': () => walker.moveBy(-1),
    'racewalk.firstStep': () => walker.goto(0),
    'racewalk.lastStep': () => walker.goto(Number.MAX_SAFE_INTEGER),
    'racewalk.pickRun': () => walker.pick(),
    'racewalk.exportTimeline': () => walker.export(),
  };
}

/** Failing runs have a lens of their own; any other scenario is walked by that which runs it. */
async function runAtCursor(lenses: Lenses): Promise<ShownRun | undefined> {
  const run = await lenses.atCursor(runCommand);
  if (run === undefined) return undefined;
  const { uri, scenario, variant } = run;
  return { uri, scenario, variant, choice: undefined };
}

/** A scenario text has the keyboard: the command is about what is at its cursor. */
function isInFront(): boolean {
  const { languageId, uri } = window.activeTextEditor?.document ?? {};
  return languageId === 'race' && uri?.scheme !== libraryScheme;
}

/** The arguments of a lens: `[uri, scenario, variant, choice?]`. */
function runFrom(args: readonly unknown[]): ShownRun | undefined {
  const [uri, scenario, variant, choice] = args;
  const which = { uri, scenario, variant, choice };
  return isShownRun(which) ? which : undefined;
}
