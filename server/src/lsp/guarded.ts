// Every handler runs in here: a bug of ours in one feature is logged and answers nothing, and the
// server lives on. What nobody wants any more is answered with the error that the LSP has for it.
import {
  type CancellationToken,
  type Connection,
  LSPErrorCodes,
  ResponseError,
  type WorkDoneProgressReporter,
} from 'vscode-languageserver';

type Log = Pick<Connection['console'], 'error'>;

/** Who asks: whether they still want to know, and whether they want to see how far it is. */
export interface Asking {
  readonly token: CancellationToken;
  readonly progress: WorkDoneProgressReporter | undefined;
}

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
    if (token.isCancellationRequested) throw cancelled(feature);
    try {
      const answer = await handler(params, { token, progress });
      // It may be of the part that was done by then.
      if (token.isCancellationRequested) throw cancelled(feature);
      return answer;
    } catch (error) {
      if (error instanceof ResponseError) throw error;
      log.error(`${feature}: ${words(error)}`);
      return null;
    }
  };
}

function cancelled(feature: string): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestCancelled, `${feature}: cancelled`);
}

/** A text was edited while the answer was worked out: its positions would be of an older text. */
export function contentModified(feature: string): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.ContentModified, `${feature}: the text has changed`);
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
