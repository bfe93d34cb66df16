// Debug sessions beside the language server: messages of the Debug Adapter Protocol come and go in
// notifications of ours, so the editor starts no process, and a browser needs none.
import { type DebugHost, RaceDebugSession } from '@racewalk/debugger';
import type { SourceFile } from '@racewalk/language';
import type { Connection } from 'vscode-languageserver';
import { URI } from 'vscode-uri';
import type { ReadFile } from '../documents/files.ts';
import { nameOf, uriOf } from '../documents/names.ts';
import { dapNotification, isDapMessage } from '../protocol.ts';
import type { Clock } from '../run/clock.ts';
import { uriFrom } from './convert.ts';
import { safely } from './guarded.ts';
import type { Workspace } from './workspace.ts';

interface Parts {
  readonly connection: Connection;
  readonly workspace: Workspace;
  readonly clock: Clock;
  readonly library: readonly SourceFile[];
  readonly read: ReadFile;
}

/** Gives a function that ends all sessions. */
export function relayDebug(parts: Parts): () => void {
  const { connection } = parts;
  const log = connection.console;
  const sessions = new Map<string, RaceDebugSession>();
  const host = debugHost(parts);
  const open = (name: string, expected: unknown): RaceDebugSession => {
    const session = new RaceDebugSession(host, () => sessions.delete(name), expected);
    session.onDidSendMessage((message) =>
      safely(log, 'debug', () =>
        connection.sendNotification(dapNotification, { session: name, message }),
      ),
    );
    sessions.set(name, session);
    return session;
  };
  connection.onNotification(dapNotification, (params: unknown) =>
    safely(log, 'debug', () => {
      if (!isDapMessage(params)) return;
      const { session, message, configuration } = params;
      if (message === null) sessions.get(session)?.shutdown();
      // What comes behind the end of a session begins no other one.
      else if (isMessage(message)) {
        const isFirst = 'command' in message && message.command === 'initialize';
        (
          sessions.get(session) ?? (isFirst ? open(session, configuration) : undefined)
        )?.handleMessage(message);
      }
    }),
  );
  return () => {
    for (const session of [...sessions.values()]) session.shutdown();
  };
}

type Message = Parameters<RaceDebugSession['handleMessage']>[0];

function isMessage(value: object): value is Message {
  return 'type' in value && typeof value.type === 'string' && 'seq' in value;
}

/** Longer than a letter, which is a drive. */
const schemePattern = /^[a-z][a-z0-9+.-]+:/iu;

function debugHost({ workspace, clock, library, read }: Parts): DebugHost {
  const { files } = workspace;
  return {
    library,
    readText: async (name) => files.open(name)?.text ?? (await read(uriOf(name))),
    nameOf: (path) => nameOf(schemePattern.test(path) ? path : URI.file(path).toString()),
    pathOf: (name) => uriFrom(files.open(name), name),
    librarySources: 'uri',
    pause: () => new Promise((resolve) => clock.after(0, resolve)),
    now: () => clock.now(),
  };
}
