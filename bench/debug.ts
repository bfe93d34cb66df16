// How long a step takes in the debugger: the command, and all that a client asks for behind it,
// threads, calls, scopes and every variable in them. 10 000 steps along one long run, and 10 000
// forward and back along the run of the largest seed scenario. Beside it, what going back one step
// costs where no states are kept, and the run is replayed from its beginning instead.
//   npm run bench -- debug
import { readFileSync } from 'node:fs';
import { type DebugHost, RaceDebugSession } from '@racewalk/debugger';
import { kernelLibrary } from '@racewalk/kernel';
import { analyse } from '@racewalk/language';
import { type Program, replay } from '@racewalk/simulator';

const wanted = 10_000;
const budgetMs = 20;

const long = `struct cell { int value; bool dirty; };
struct cell cells[16];
spinlock_t lock;
int rounds;

static void write_cell(struct cell *cell, int value)
{
	spin_lock(&lock);
	cell->value = value;
	cell->dirty = !cell->dirty;
	spin_unlock(&lock);
}

scenario "ten thousand steps" {
	thread a {
		while (rounds < 1400) {
			write_cell(&cells[rounds % 16], rounds);
			rounds++;
		}
	}

	thread b {
		write_cell(&cells[0], 7);
	}

	forbid deadlock;
	expect pass;
}
`;
const seedFile = 'scenarios/seed/guest-fault-mprotect-mte.race';

interface Message {
  readonly type: string;
  readonly event?: string;
  readonly request_seq?: number;
  readonly success?: boolean;
  readonly message?: string;
  // biome-ignore lint/suspicious/noExplicitAny: a bench looks into bodies of every kind.
  readonly body: any;
}

/** A client in this process; it keeps the last event of each name. */
class Client {
  readonly last = new Map<string, Message>();
  readonly #session: RaceDebugSession;
  readonly #answers = new Map<number, (answer: Message) => void>();
  #stopped: () => void = () => undefined;
  #seq = 0;

  constructor(host: DebugHost) {
    this.#session = new RaceDebugSession(host, () => undefined);
    this.#session.onDidSendMessage((sent) => {
      const message = sent as unknown as Message;
      if (message.request_seq !== undefined) {
        this.#answers.get(message.request_seq)?.(message);
        this.#answers.delete(message.request_seq);
      }
      if (message.event === undefined) return;
      this.last.set(message.event, message);
      // What is shown is told last.
      if (message.event === 'racewalk/shown') this.#stopped();
    });
  }

  async request(command: string, args: object = {}): Promise<Message> {
    this.#seq += 1;
    const seq = this.#seq;
    const answered = new Promise<Message>((resolve) => this.#answers.set(seq, resolve));
    const request = { type: 'request', seq, command, arguments: args };
    this.#session.handleMessage(request as Parameters<RaceDebugSession['handleMessage']>[0]);
    const answer = await answered;
    if (answer.success !== true) throw new Error(`${command}: ${answer.message}`);
    return answer;
  }

  /** A command, and the stop that it leads to. */
  async move(command: string, args: object = {}): Promise<void> {
    const stopped = new Promise<void>((resolve) => {
      this.#stopped = resolve;
    });
    await this.request(command, args);
    await stopped;
  }
}

/** Everything that an editor asks for when it stops. */
async function look(client: Client, threadId: number): Promise<number> {
  let shown = 0;
  await client.request('threads');
  const { stackFrames } = (await client.request('stackTrace', { threadId })).body;
  const { scopes } = (await client.request('scopes', { frameId: stackFrames[0].id })).body;
  for (const { variablesReference } of scopes) {
    const { variables } = (await client.request('variables', { variablesReference })).body;
    shown += variables.length;
  }
  return shown;
}

/** Up to the first stop. */
async function launched(text: string, config: object): Promise<Client> {
  const client = new Client({
    library: kernelLibrary,
    readText: async () => text,
    nameOf: (path) => path,
    pathOf: (name) => name,
    librarySources: 'request',
    pause: () => new Promise((resolve) => setImmediate(resolve)),
    now: () => performance.now(),
  });
  await client.request('initialize', { adapterID: 'race', pathFormat: 'path' });
  await client.request('launch', { program: '/bench.race', ...config });
  await client.move('configurationDone');
  return client;
}

function threadOf(client: Client): number {
  return client.last.get('stopped')?.body.threadId ?? 1;
}

interface Measured {
  readonly times: readonly number[];
  readonly shown: number;
}

/** Steps `commands` until there are so many steps, turning around at the ends of the run. */
async function walk(client: Client, length: number): Promise<Measured> {
  const times: number[] = [];
  let shown = 0;
  let isForward = true;
  for (let step = 0, at = 0; step < wanted; step++) {
    if (at === length) isForward = false;
    if (at === 0) isForward = true;
    at += isForward ? 1 : -1;
    const begun = performance.now();
    await client.move(isForward ? 'stepIn' : 'stepBack', { threadId: threadOf(client) });
    shown += await look(client, threadOf(client));
    times.push(performance.now() - begun);
  }
  return { times, shown };
}

function report(name: string, { times, shown }: Measured): boolean {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? 0;
  const mean = times.reduce((sum, one) => sum + one, 0) / times.length;
  const parts = [
    `mean ${mean.toFixed(2)} ms`,
    `median ${at(0.5).toFixed(2)}`,
    `99th percentile ${at(0.99).toFixed(2)}`,
    `largest ${at(1).toFixed(2)}`,
    `${(shown / times.length).toFixed(0)} variables a step`,
  ];
  console.log(`${name}: ${times.length} steps, ${parts.join(', ')} (budget ${budgetMs} ms)`);
  // Of a machine that does other things as well, the slowest steps tell about those.
  return mean < budgetMs;
}

async function longRun(): Promise<boolean> {
  const client = await launched(long, { mode: 'explore' });
  await client.move('continue', { threadId: 1 });
  const length = client.last.get('racewalk/shown')?.body.of;
  if (!(length >= wanted)) throw new Error(`the run has only ${length} steps`);
  await client.move('restart');
  const measured = await walk(client, length);
  compareBack(long, [...Array(length).keys()].map(() => 0).slice(0, 9000), measured);
  return report('one long run', measured);
}

/** Replaying from the beginning is what a debugger without states does for each step back. */
function compareBack(text: string, threads: readonly number[], { times }: Measured): void {
  const { program } = analyse({ name: 'x', text }, () => undefined, kernelLibrary).compile(0, 0);
  if (program === undefined) throw new Error('the bench does not compile');
  const run = threads.map((thread) => ({ thread, choice: 0 }));
  const begun = performance.now();
  const { steps } = replay(program as Program, run);
  const took = performance.now() - begun;
  const mean = times.reduce((sum, one) => sum + one, 0) / times.length;
  console.log(
    `replaying ${steps.length} steps from the beginning: ${took.toFixed(0)} ms, ${(took / mean).toFixed(0)} times a step of ours`,
  );
}

async function seedRun(): Promise<boolean> {
  const text = readFileSync(seedFile, 'utf8');
  const begun = performance.now();
  const client = await launched(text, {});
  console.log(`${seedFile}: launched in ${(performance.now() - begun).toFixed(0)} ms`);
  await client.move('racewalk/goto', { step: 0 });
  const length = (await client.request('racewalk/walk')).body.trace.rows.length;
  return report('the seed, forward and back', await walk(client, length));
}

const fits = [await longRun(), await seedRun()];
process.exitCode = fits.every(Boolean) ? 0 : 1;
