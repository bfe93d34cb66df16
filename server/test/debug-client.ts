// An editor's end of a debug session that runs beside the server.
import type { MessageConnection } from 'vscode-jsonrpc';
import type { DapMessage } from '../src/protocol.ts';

interface Received {
  readonly type: string;
  readonly request_seq?: number;
  readonly event?: string;
  readonly success?: boolean;
  readonly message?: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of every kind.
  readonly body?: any;
}

const clients = new WeakMap<MessageConnection, DebugClient[]>();

export class DebugClient {
  readonly received: Received[] = [];
  readonly #connection: MessageConnection;
  readonly #session: string;
  #seq = 0;
  #checks: (() => void)[] = [];

  constructor(connection: MessageConnection, session: string) {
    this.#connection = connection;
    this.#session = session;
    const known = clients.get(connection) ?? [];
    known.push(this);
    clients.set(connection, known);
    // A connection has one listener for each kind of notification.
    connection.onNotification('racewalk/dap', (params: DapMessage) => {
      for (const client of known) client.#receive(params);
    });
  }

  #receive({ session, message }: DapMessage): void {
    if (session !== this.#session || message === null) return;
    this.received.push(message as Received);
    for (const check of [...this.#checks]) check();
  }

  async request(command: string, args: object = {}): Promise<Received> {
    this.#seq += 1;
    const seq = this.#seq;
    await this.send({ type: 'request', seq, command, arguments: args });
    return this.until(({ type, request_seq }) => type === 'response' && request_seq === seq);
  }

  /** Up to the first stop; its body. */
  async launch(config: object): Promise<Received['body']> {
    await this.request('initialize', { adapterID: 'race', pathFormat: 'path' });
    const answer = await this.request('launch', config);
    if (answer.success !== true) throw new Error(answer.message);
    await this.request('configurationDone');
    return (await this.until(({ event }) => event === 'stopped')).body;
  }

  async move(command: string, args: object = { threadId: 1 }): Promise<Received['body']> {
    const before = this.received.length;
    await this.request(command, args);
    return (await this.until(({ event }, at) => at >= before && event === 'stopped')).body;
  }

  send(message: object | null): Promise<void> {
    const params: DapMessage = { session: this.#session, message };
    return this.#connection.sendNotification('racewalk/dap', params);
  }

  until(isMeant: (received: Received, index: number) => boolean): Promise<Received> {
    return new Promise((resolve) => {
      const check = (): void => {
        const found = this.received.find(isMeant);
        if (found === undefined) return;
        this.#checks = this.#checks.filter((one) => one !== check);
        resolve(found);
      };
      this.#checks.push(check);
      check();
    });
  }
}
