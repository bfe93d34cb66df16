// Which step of which run is shown: one answer, which the timeline, the debug session and the
// editor's highlight read and write.
import type { ShownRun } from '@racewalk/webview';
import { type Disposable, EventEmitter } from 'vscode';

export interface ShownStep extends ShownRun {
  /** Steps that are done: 0 is the state before the first. */
  readonly step: number;
  readonly of: number;
}

export class ShownSteps implements Disposable {
  readonly #changed = new EventEmitter<ShownStep | undefined>();
  readonly onDidChange = this.#changed.event;
  #current: ShownStep | undefined;

  get current(): ShownStep | undefined {
    return this.#current;
  }

  show(shown: ShownStep): void {
    const step = Math.max(0, Math.min(shown.step, shown.of));
    this.#current = { ...shown, step };
    this.#changed.fire(this.#current);
  }

  /** Nothing is walked any more. */
  clear(): void {
    if (this.#current === undefined) return;
    this.#current = undefined;
    this.#changed.fire(undefined);
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

export function isSameRun(a: ShownRun | undefined, b: ShownRun): boolean {
  return (
    a !== undefined &&
    a.uri === b.uri &&
    a.scenario === b.scenario &&
    a.variant === b.variant &&
    a.choice === b.choice
  );
}
