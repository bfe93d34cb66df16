// The editor's end of a debug session: hands messages to the adapter beside the language server, and
// back. So nothing is started for a session, and it works the same in a browser.
import { type DapMessage, dapNotification } from '@racewalk/server';
import {
  type DebugAdapter,
  type DebugAdapterDescriptor,
  type DebugAdapterDescriptorFactory,
  DebugAdapterInlineImplementation,
  type DebugConfiguration,
  type DebugProtocolMessage,
  type DebugSession,
  type Disposable,
  EventEmitter,
} from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';

class RelayedAdapter implements DebugAdapter {
  readonly #relay: Relay;
  readonly #session: string;
  readonly #configuration: DebugConfiguration;
  readonly #sent = new EventEmitter<DebugProtocolMessage>();
  readonly onDidSendMessage = this.#sent.event;

  constructor(relay: Relay, { id, configuration }: DebugSession) {
    this.#relay = relay;
    this.#session = id;
    this.#configuration = configuration;
  }

  receive(message: DebugProtocolMessage): void {
    this.#sent.fire(message);
  }

  handleMessage(message: DebugProtocolMessage): void {
    // The editor asks for exception filters before it launches.
    const isFirst = 'command' in message && message.command === 'initialize';
    const first = isFirst ? { configuration: this.#configuration } : {};
    this.#relay.send({ session: this.#session, message, ...first });
  }

  dispose(): void {
    this.#relay.send({ session: this.#session, message: null });
    this.#relay.adapters.delete(this.#session);
    this.#sent.dispose();
  }
}

interface Relay {
  readonly adapters: Map<string, RelayedAdapter>;
  send(message: DapMessage): void;
}

/** One listener for all sessions: a connection has one for each kind of notification. */
export class AdapterFactory implements DebugAdapterDescriptorFactory, Disposable {
  readonly #relay: Relay;
  readonly #listening: Disposable;

  constructor(client: BaseLanguageClient) {
    const adapters = new Map<string, RelayedAdapter>();
    // A server that has stopped has ended the sessions, too.
    const send = (message: DapMessage): void =>
      void client.sendNotification(dapNotification, message).catch(() => undefined);
    this.#relay = { adapters, send };
    this.#listening = client.onNotification(dapNotification, ({ session, message }: DapMessage) => {
      if (message !== null) adapters.get(session)?.receive(message);
    });
  }

  createDebugAdapterDescriptor(session: DebugSession): DebugAdapterDescriptor {
    const adapter = new RelayedAdapter(this.#relay, session);
    this.#relay.adapters.set(session.id, adapter);
    return new DebugAdapterInlineImplementation(adapter);
  }

  dispose(): void {
    this.#listening.dispose();
  }
}
