// The editor tab of the timeline.
import {
  type Choice,
  type FromView,
  isFromView,
  isShownRun,
  type ShownRun,
  type ToView,
} from '@racewalk/webview';
import { l10n, type Uri, type WebviewPanel } from 'vscode';
import { timelineView } from '../names.ts';
import { PagePanel, panelBeside } from '../page-panel.ts';
import type { LoadedWalk } from './loaded-walk.ts';

export class TimelinePanel extends PagePanel<FromView, ToView> {
  #loaded: LoadedWalk | undefined;
  #step = 0;
  #choices: readonly Choice[] | undefined;
  #notice = '';

  static open(extension: Uri): TimelinePanel {
    return new TimelinePanel(panelBeside(timelineView, l10n.t('Timeline')), extension);
  }

  /** `panel`: a new one, or one that VS Code kept over a restart. */
  constructor(panel: WebviewPanel, extension: Uri) {
    super(panel, extension, { name: 'timeline', title: l10n.t('Timeline'), isMessage: isFromView });
  }

  get which(): ShownRun | undefined {
    return this.#loaded?.which;
  }

  show(loaded: LoadedWalk, step: number, choices: readonly Choice[] | undefined): void {
    this.#loaded = loaded;
    this.#step = step;
    this.#choices = choices;
    this.#notice = loaded.notice;
    this.panel.title = titleOf(loaded.run.title);
    this.sendAll();
  }

  step(step: number, choices: readonly Choice[] | undefined): void {
    this.#step = step;
    this.#choices = choices;
    this.send({ kind: 'step', step, choices });
  }

  /** Says something above the picture; empty: nothing is to be said. */
  notice(text: string): void {
    this.#notice = text;
    this.send({ kind: 'notice', text });
  }

  /** Asks the page for its folds and filter; false: there is no page now. */
  askForExport(): boolean {
    if (!this.panel.visible) return false;
    this.send({ kind: 'export' });
    return true;
  }

  /** Takes the keyboard. */
  focus(): void {
    this.panel.reveal();
  }

  protected override sendAll(): void {
    const loaded = this.#loaded;
    if (loaded === undefined) {
      if (this.#notice !== '') this.send({ kind: 'notice', text: this.#notice });
      return;
    }
    const { which, run } = loaded;
    const step = Math.min(this.#step, run.trace.rows.length);
    const notice = this.#notice;
    this.send({ kind: 'show', which, run, step, choices: this.#choices, notice });
  }
}

/** Scenario, variant, property: the length of the run stands in the page. */
function titleOf(title: string): string {
  return title.replace(/ in \d[\d ]* steps?\b.*$/u, '');
}

/** What a page had kept over a restart, as far as it can be read. */
export function keptFrom(state: unknown): { which: ShownRun | undefined; step: number } {
  if (typeof state !== 'object' || state === null) return { which: undefined, step: 0 };
  const which = 'which' in state && isShownRun(state.which) ? state.which : undefined;
  const step = 'step' in state && typeof state.step === 'number' ? state.step : 0;
  return { which, step };
}
