// The debug session that shows the same run: what it says about the step it shows, and what the
// timeline asks of it.
import { areChoices, type Choice, isTrace, type RunShown, type ShownRun } from '@racewalk/webview';
import { type DebugSession, type Disposable, debug, EventEmitter, Uri } from 'vscode';
import { debugType } from '../names.ts';

const shownEvent = 'racewalk/shown';
const walkRequest = 'racewalk/walk';
const gotoRequest = 'racewalk/goto';
const stepRequest = 'racewalk/step';

export interface DebugShown {
  readonly which: ShownRun;
  readonly mode: 'replay' | 'explore';
  readonly step: number;
  readonly of: number;
  /** Undefined while a recorded run is replayed. */
  readonly choices: readonly Choice[] | undefined;
}

export class DebugLink implements Disposable {
  readonly #shown = new EventEmitter<DebugShown>();
  readonly #ended = new EventEmitter<void>();
  readonly #parts: Disposable[];
  readonly onShown = this.#shown.event;
  readonly onEnded = this.#ended.event;
  #session: DebugSession | undefined;
  #last: DebugShown | undefined;

  constructor() {
    this.#parts = [
      this.#shown,
      this.#ended,
      debug.onDidReceiveDebugSessionCustomEvent(({ session, event, body }) => {
        if (session.type !== debugType || event !== shownEvent) return;
        const shown = shownFrom(session, body);
        if (shown === undefined) return;
        this.#session = session;
        this.#last = shown;
        this.#shown.fire(shown);
      }),
      debug.onDidTerminateDebugSession((session) => {
        if (session !== this.#session) return;
        this.#session = undefined;
        this.#last = undefined;
        this.#ended.fire();
      }),
    ];
  }

  dispose(): void {
    for (const part of this.#parts) part.dispose();
  }

  /** What the session shows; undefined: there is none, or it has not stopped yet. */
  get last(): DebugShown | undefined {
    return this.#last;
  }

  /** The run as the session has it; undefined: it does not say. */
  async trace(): Promise<RunShown['trace'] | undefined> {
    const answer: unknown = await this.#session?.customRequest(walkRequest);
    const trace = isRecord(answer) ? answer.trace : undefined;
    return isTrace(trace) ? trace : undefined;
  }

  async goto(step: number): Promise<void> {
    await this.#session?.customRequest(gotoRequest, { step });
  }

  async choose(thread: number, choice: number): Promise<void> {
    await this.#session?.customRequest(stepRequest, { thread, choice });
  }
}

function shownFrom({ configuration }: DebugSession, body: unknown): DebugShown | undefined {
  const { program } = configuration;
  if (typeof program !== 'string' || !isRecord(body)) return undefined;
  const { scenario, variant, choice, mode, step, of, choices } = body;
  if (!isIndex(scenario) || !isIndex(variant) || !isIndex(step) || !isIndex(of)) return undefined;
  if (mode !== 'replay' && mode !== 'explore') return undefined;
  if (choice !== undefined && typeof choice !== 'string') return undefined;
  if (!areChoices(choices)) return undefined;
  const which = { uri: uriText(program), scenario, variant, choice };
  return { which, mode, step, of, choices: mode === 'explore' ? (choices ?? []) : undefined };
}

/** A path or a URI, as the editor spells it. */
function uriText(program: string): string {
  const isUri = /^[a-z][a-z0-9+.-]+:/iu.test(program);
  return (isUri ? Uri.parse(program) : Uri.file(program)).toString();
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isIndex(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
