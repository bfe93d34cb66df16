// `racewalk lsp`: the language server, for editors that start one as a process.
import type { Host } from './host.ts';

/** Serves one client. The server ends the process when its client goes, so this ends never. */
export function lspCommand(host: Host): Promise<never> {
  host.serveLanguage();
  return new Promise(() => undefined);
}
