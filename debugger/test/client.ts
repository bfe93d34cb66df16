// A client in the same process: sends requests to a session, and keeps what comes back.
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { DebugHost } from '../src/host.ts';
import { RaceDebugSession } from '../src/session.ts';

export interface Answer {
  readonly success: boolean;
  readonly command: string;
  readonly message?: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of every kind.
  readonly body: any;
}

export interface EventMessage {
  readonly event: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of every kind.
  readonly body: any;
}

type Message = DebugProtocol.ProtocolMessage &
  Partial<DebugProtocol.Response> &
  Partial<DebugProtocol.Event>;

export class TestClient {
  readonly events: EventMessage[] = [];
  isEnded = false;
  #seq = 0;
  readonly #session: RaceDebugSession;
  readonly #answers = new Map<number, (answer: Answer) => void>();
  readonly #waiting: { readonly name: string; readonly met: (event: EventMessage) => void }[] = [];

  constructor(host: DebugHost, expected?: unknown) {
    const ended = (): void => {
      this.isEnded = true;
    };
    this.#session = new RaceDebugSession(host, ended, expected);
    this.#session.onDidSendMessage((message) => this.#receive(message as Message));
  }

  request(command: string, args: unknown = {}): Promise<Answer> {
    this.#seq += 1;
    const seq = this.#seq;
    const answered = new Promise<Answer>((resolve) => this.#answers.set(seq, resolve));
    const request = { type: 'request', seq, command, arguments: args };
    this.#session.handleMessage(request as DebugProtocol.Request);
    return answered;
  }

  /** The next event of this name from now on. */
  event(name: string): Promise<EventMessage> {
    return new Promise((met) => this.#waiting.push({ name, met }));
  }

  /** Sends a command that moves, and waits until it stands still; a refusal is returned at once. */
  async move(command: string, args: unknown = {}): Promise<EventMessage | Answer> {
    const stopped = this.event('stopped');
    const answer = await this.request(command, args);
    return answer.success ? stopped : answer;
  }

  async initialize(): Promise<Answer> {
    return this.request('initialize', {
      adapterID: 'race',
      pathFormat: 'path',
      linesStartAt1: true,
      columnsStartAt1: true,
    });
  }

  /** Up to the first stop. */
  async launch(config: object, configure?: () => Promise<void>): Promise<EventMessage | Answer> {
    await this.initialize();
    const stopped = this.event('stopped');
    const launched = await this.request('launch', config);
    if (!launched.success) return launched;
    await configure?.();
    await this.request('configurationDone');
    return stopped;
  }

  #receive(message: Message): void {
    if (message.type === 'response') {
      const answer = message as unknown as Answer & { readonly request_seq: number };
      this.#answers.get(answer.request_seq)?.(answer);
      this.#answers.delete(answer.request_seq);
    }
    if (message.type !== 'event') return;
    const event = message as unknown as EventMessage;
    this.events.push(event);
    for (const one of this.#waiting.filter(({ name }) => name === event.event)) {
      this.#waiting.splice(this.#waiting.indexOf(one), 1);
      one.met(event);
    }
  }
}
