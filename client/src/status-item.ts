// The one status item: what is known, or being found out, about the scenario text in front.
import type { StatusMessage } from '@racewalk/server';
import { type Disposable, l10n, StatusBarAlignment, type StatusBarItem, window } from 'vscode';

const ICONS: Record<StatusMessage['state'], string> = {
  idle: '$(circle-outline)',
  running: '$(sync~spin)',
  done: '$(check-all)',
  cancelled: '$(circle-slash)',
};

export class StatusItem implements Disposable {
  readonly #item: StatusBarItem;
  readonly #known = new Map<string, StatusMessage>();
  readonly #watch: Disposable;

  constructor() {
    this.#item = window.createStatusBarItem('racewalk.status', StatusBarAlignment.Left);
    this.#item.name = 'Racewalk';
    this.#watch = window.onDidChangeActiveTextEditor(() => this.#show());
    this.#show();
  }

  dispose(): void {
    this.#watch.dispose();
    this.#item.dispose();
  }

  update(message: StatusMessage): void {
    this.#known.set(message.uri, message);
    this.#show();
  }

  /** The text a plain "Cancel" means: the one in front, else the one that runs. */
  target(): string | undefined {
    const front = window.activeTextEditor?.document;
    if (front?.languageId === 'race') return front.uri.toString();
    return [...this.#known.values()].find(({ state }) => state === 'running')?.uri;
  }

  #show(): void {
    const front = window.activeTextEditor?.document;
    if (front?.languageId !== 'race' || front.uri.scheme === 'racewalk-kernel') {
      this.#item.hide();
      return;
    }
    const message = this.#known.get(front.uri.toString());
    const state = message?.state ?? 'idle';
    const text = message?.text ?? '';
    this.#item.text = `${ICONS[state]} ${text === '' ? 'Racewalk' : text}`;
    this.#item.tooltip = message?.detail ?? l10n.t('Racewalk: nothing has run yet');
    this.#item.command =
      state === 'running'
        ? { command: 'racewalk.cancel', title: l10n.t('Cancel'), arguments: [front.uri.toString()] }
        : undefined;
    this.#item.show();
  }
}
