// How long a step takes in the debugger: the command, and all that a client asks for behind it,
// threads, calls, scopes and every variable in them. 10 000 steps along one long run, and 10 000
// forward and back along the run of the largest seed scenario. Beside it, what going back one step
// costs where no states are kept, and the run is replayed from its beginning instead.
//   npm run bench -- debug
import { readFileSync } from 'node:fs';
import { analyse } from '@racewalk/language';
import { type Program, replay } from '@racewalk/simulator';
import { TestClient } from '../debugger/test/client.ts';
import { hostOf } from '../debugger/test/host.ts';
import { kernelLibrary } from '../kernel/index.ts';

const wanted = 10_000;
const budgetMs = 20;

const long = `struct cell { int value; bool dirty; };
struct cell cells[16];
spinlock_t lock;
int rounds : 0 .. 100000;

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

/** Everything that an editor asks for when it stops. */
async function look(client: TestClient, threadId: number): Promise<number> {
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

function threadOf(client: TestClient): number {
  return client.events.findLast(({ event }) => event === 'stopped')?.body.threadId ?? 1;
}

interface Measured {
  readonly times: readonly number[];
  readonly shown: number;
}

/** Steps `commands` until there are so many steps, turning around at the ends of the run. */
async function walk(client: TestClient, length: number): Promise<Measured> {
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
    client.events.splice(0, client.events.length - 4);
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
  return at(0.99) < budgetMs;
}

async function longRun(): Promise<boolean> {
  const program = '/long.race';
  const client = new TestClient(hostOf({ [program]: long }));
  await client.launch({ program, mode: 'explore' });
  const shown = client.event('racewalk/shown');
  const end = await client.move('continue', { threadId: 1 });
  await shown;
  const length = client.events.findLast(({ event }) => event === 'racewalk/shown')?.body.of;
  if ('success' in end || length < wanted) throw new Error(`the run has only ${length} steps`);
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
  const client = new TestClient(hostOf({ '/seed.race': text }));
  const begun = performance.now();
  await client.launch({ program: '/seed.race' });
  console.log(`${seedFile}: launched in ${(performance.now() - begun).toFixed(0)} ms`);
  await client.move('racewalk/goto', { step: 0 });
  const length = (await client.request('racewalk/walk')).body.trace.rows.length;
  return report('the seed, forward and back', await walk(client, length));
}

const fits = [await longRun(), await seedRun()];
process.exitCode = fits.every(Boolean) ? 0 : 1;
