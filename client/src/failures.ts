// What is said when something goes wrong.
import { CancellationError, type LogOutputChannel, window } from 'vscode';

/** Does something; what goes wrong is logged and said in one sentence. */
export async function told(log: LogOutputChannel, body: () => Promise<void>): Promise<void> {
  try {
    await body();
  } catch (error) {
    if (error instanceof CancellationError) return;
    const reason = error instanceof Error ? error.message : String(error);
    log.error(reason);
    await window.showErrorMessage(`Racewalk: ${reason}`);
  }
}
