// Every handler runs in here: a bug of ours in one feature is logged and answers nothing, and the
// server lives on.
import type {
  CancellationToken,
  Connection,
  WorkDoneProgressReporter,
} from 'vscode-languageserver';

type Log = Pick<Connection['console'], 'error'>;

/** Who asks: whether they still want to know, and whether they want to see how far it is. */
export interface Asking {
  readonly token: CancellationToken;
  readonly progress: WorkDoneProgressReporter | undefined;
}

/** What is cancelled while it waits is dropped by the connection; what is cancelled later, here. */
export function guarded<Params, Answer>(
  log: Log,
  feature: string,
  handler: (params: Params, ask: Asking) => Answer | Promise<Answer>,
): (
  params: Params,
  token: CancellationToken,
  progress?: WorkDoneProgressReporter,
) => Promise<Answer | null> {
  return async (params, token, progress) => {
    if (token.isCancellationRequested) return null;
    try {
      return await handler(params, { token, progress });
    } catch (error) {
      log.error(`${feature}: ${words(error)}`);
      return null;
    }
  };
}

/** The same for what is not a request: timers, notifications, events. */
export function safely(log: Log, feature: string, work: () => void | Promise<void>): void {
  const fail = (error: unknown): void => log.error(`${feature}: ${words(error)}`);
  try {
    const done = work();
    if (done instanceof Promise) done.catch(fail);
  } catch (error) {
    fail(error);
  }
}

function words(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
