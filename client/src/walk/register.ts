// The commands of the timeline, and the tabs that VS Code keeps over a restart.
import { timelineCommand } from '@racewalk/server';
import { isShownRun, type ShownRun } from '@racewalk/webview';
import { commands, type Disposable, window } from 'vscode';
import { libraryScheme } from './loaded-walk.ts';
import { timelineView } from './timeline-panel.ts';
import type { Walker } from './walker.ts';

export interface WalkCommands {
  readonly walker: Walker;
  readonly told: (action: () => Promise<void>) => void;
  /** The run that the lens at or above the cursor means. */
  readonly atCursor: () => Promise<ShownRun | undefined>;
  /** The run of what a menu of the test view hands over. */
  readonly ofTest: (test: unknown) => ShownRun | undefined;
}

export function registerWalk({ walker, told, atCursor, ofTest }: WalkCommands): Disposable[] {
  const command = (name: string, act: (args: readonly unknown[]) => Promise<void>): Disposable =>
    commands.registerCommand(name, (...args: unknown[]) => told(() => act(args)));
  return [
    command(timelineCommand, async (args) => {
      const which =
        runFrom(args) ?? walker.debugged ?? (isInFront() ? await atCursor() : walker.which);
      if (which !== undefined) await walker.show(which);
    }),
    command('racewalk.showTestTimeline', async ([test]) => {
      const which = ofTest(test);
      if (which !== undefined) await walker.show(which);
    }),
    command('racewalk.nextStep', () => walker.moveBy(1)),
    command('racewalk.previousStep', () => walker.moveBy(-1)),
    command('racewalk.firstStep', () => walker.goto(0)),
    command('racewalk.lastStep', () => walker.goto(Number.MAX_SAFE_INTEGER)),
    command('racewalk.pickRun', () => walker.pick()),
    command('racewalk.exportTimeline', () => walker.export()),
    window.registerWebviewPanelSerializer(timelineView, {
      deserializeWebviewPanel: async (panel, state: unknown) => {
        const { which, step } = keptFrom(state);
        told(() => walker.revive(panel, which, step));
      },
    }),
  ];
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

/** What the page had kept. */
function keptFrom(state: unknown): { which: ShownRun | undefined; step: number } {
  if (typeof state !== 'object' || state === null) return { which: undefined, step: 0 };
  const which = 'which' in state && isShownRun(state.which) ? state.which : undefined;
  const step = 'step' in state && typeof state.step === 'number' ? state.step : 0;
  return { which, step };
}
