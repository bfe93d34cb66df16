// Diagnostics for clients that ask for them: the same as are pushed to the others. What a client
// has already is not sent again.
import type { Diagnostic } from 'vscode-languageserver';
import {
  type Connection,
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
  type WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver';
import { nameOf } from '../documents/names.ts';
import type { Clock } from '../run/clock.ts';
import { guarded } from './guarded.ts';
import { inSlices } from './slices.ts';
import type { Views } from './views.ts';
import type { Workspace } from './workspace.ts';

interface Parts {
  readonly connection: Connection;
  readonly workspace: Workspace;
  readonly views: Views;
  readonly clock: Clock;
}

interface Answer {
  readonly id: string;
  readonly content: string;
  readonly items: Diagnostic[];
}

/** The last answer for each text. */
export class PulledDiagnostics {
  readonly #last = new Map<string, Answer>();
  #count = 0;

  answer(name: string, items: Diagnostic[]): Answer {
    const content = JSON.stringify(items);
    const last = this.#last.get(name);
    if (last?.content === content) return last;
    this.#count += 1;
    const answer = { id: String(this.#count), content, items };
    this.#last.set(name, answer);
    return answer;
  }

  forget(name: string): void {
    this.#last.delete(name);
  }
}

export function answerPulls(
  { connection, workspace, views, clock }: Parts,
  pulled: PulledDiagnostics,
): void {
  const log = connection.console;
  const { diagnostics } = connection.languages;
  const reportOf = (uri: string, previous: string | undefined): DocumentDiagnosticReport => {
    const name = nameOf(uri);
    const { id: resultId, items } = pulled.answer(name, views.pulledDiagnostics(name));
    return resultId === previous
      ? { kind: DocumentDiagnosticReportKind.Unchanged, resultId }
      : { kind: DocumentDiagnosticReportKind.Full, resultId, items };
  };
  const answerOne = guarded(log, 'diagnostics', ({ textDocument, previousResultId }: OnePull) =>
    reportOf(textDocument.uri, previousResultId),
  );
  const none: DocumentDiagnosticReport = { kind: DocumentDiagnosticReportKind.Full, items: [] };
  diagnostics.on(async (params, token) => (await answerOne(params, token)) ?? none);
  const answerAll = guarded(log, 'diagnostics', async ({ previousResultIds }: AllPull, asking) => {
    const items: WorkspaceDocumentDiagnosticReport[] = [];
    const known = new Map(previousResultIds.map(({ uri, value }) => [nameOf(uri), value]));
    const open = workspace.files.all();
    await inSlices(clock, 'Diagnostics', asking, open, ({ uri, name, version }) => {
      items.push({ ...reportOf(uri, known.get(name)), uri, version });
    });
    return { items };
  });
  diagnostics.onWorkspace(
    async (params, token, progress) => (await answerAll(params, token, progress)) ?? { items: [] },
  );
}

interface AllPull {
  readonly previousResultIds: readonly { readonly uri: string; readonly value: string }[];
}

interface OnePull {
  readonly textDocument: { readonly uri: string };
  readonly previousResultId?: string | undefined;
}
