// How requests are answered: with a body, or with the reason why there is none. A bug of ours in one
// answer is told, and the session lives on.
import { DebugSession, OutputEvent } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { type OrRefused, Refused } from './refused.ts';

type Answering<R extends DebugProtocol.Response> = () =>
  | OrRefused<R['body']>
  | Promise<OrRefused<R['body']>>;

export class AnsweringSession extends DebugSession {
  protected answer<R extends DebugProtocol.Response>(
    response: R,
    work: Answering<R>,
    showUser = false,
  ): void {
    const answered = (body: OrRefused<R['body']>): void => {
      if (body instanceof Refused) {
        this.refuse(response, body, showUser);
        return;
      }
      response.body = body;
      this.sendResponse(response);
    };
    const failed = (error: unknown): void =>
      this.refuse(response, new Refused(`internal error: ${wordsOf(error)}`), showUser);
    try {
      const body = work();
      if (body instanceof Promise) body.then(answered, failed);
      else answered(body);
    } catch (error) {
      failed(error);
    }
  }

  /** Braces in a reason are no placeholders, so it is one itself. */
  protected refuse(response: DebugProtocol.Response, { reason }: Refused, showUser = false): void {
    const format = '{_reason}';
    this.sendErrorResponse(response, { id: 1, format, variables: { _reason: reason }, showUser });
  }

  protected say(output: string, category = 'console'): void {
    this.sendEvent(new OutputEvent(output, category));
  }
}

export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
