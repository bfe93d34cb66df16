// The editor's end of a debug session: hands messages to the adapter beside the language server, and
// back. So nothing is started for a session, and it works the same in a browser.
import { type DapMessage, dapNotification } from '@racewalk/server';
import {
  type DebugAdapter,
  type DebugAdapterDescriptor,
  type DebugAdapterDescriptorFactory,
  DebugAdapterInlineImplementation,
  type DebugProtocolMessage,
  type DebugSession,
  type Disposable,
  EventEmitter,
} from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';

class RelayedAdapter implements DebugAdapter {
  readonly #client: BaseLanguageClient;
  readonly #session: string;
  readonly #sent = new EventEmitter<DebugProtocolMessage>();
  readonly #listening: Disposable;
  readonly onDidSendMessage = this.#sent.event;

  constructor(client: BaseLanguageClient, session: string) {
    this.#client = client;
    this.#session = session;
    this.#listening = client.onNotification(dapNotification, (received: DapMessage) => {
      if (received.session === session && received.message !== null) {
        this.#sent.fire(received.message);
      }
    });
  }

  handleMessage(message: DebugProtocolMessage): void {
    this.#send(message);
  }

  dispose(): void {
    this.#send(null);
    this.#listening.dispose();
    this.#sent.dispose();
  }

  #send(message: object | null): void {
    const params: DapMessage = { session: this.#session, message };
    // A server that has stopped has ended the session, too.
    this.#client.sendNotification(dapNotification, params).catch(() => undefined);
  }
}

export class AdapterFactory implements DebugAdapterDescriptorFactory {
  readonly #client: BaseLanguageClient;

  constructor(client: BaseLanguageClient) {
    this.#client = client;
  }

  createDebugAdapterDescriptor({ id }: DebugSession): DebugAdapterDescriptor {
    return new DebugAdapterInlineImplementation(new RelayedAdapter(this.#client, id));
  }
}
