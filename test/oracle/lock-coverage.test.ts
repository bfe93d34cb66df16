// Lock coverage of generated scenarios against an enumeration of all their runs, which keeps who holds
// what in a list of its own. RW_SEED chooses others, RW_RUNS how many.
import { kernelLibrary } from '@racewalk/kernel';
import { analyse } from '@racewalk/language';
import {
  type LockCoverage,
  type Program,
  Replayer,
  type ReplayStep,
  type State,
  startLockCoverage,
} from '@racewalk/simulator';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';

const seed = Number(process.env.RW_SEED ?? 20_240_501);
const numRuns = Number(process.env.RW_RUNS ?? 150);
/** Programs with more runs than this are left out: there are enough others. */
const runsMax = 3000;

const access = fc.constantFrom('x = 1;', 'y = 2;', 'x++;', 't = x;', 't = y;', 'atomic { y++; }');
const section = fc
  .tuple(
    fc.constantFrom(
      ['spin_lock(&a);', 'spin_unlock(&a);'],
      ['spin_lock(&b);', 'spin_unlock(&b);'],
      ['spin_lock(&a);', 'spin_unlock(&a);'],
      ['down_read(&sem);', 'up_read(&sem);'],
      ['down_write(&sem);', 'up_write(&sem);'],
      ['bit_spin_lock(0, &word);', 'bit_spin_unlock(0, &word);'],
    ),
    fc.array(access, { minLength: 1, maxLength: 2 }),
  )
  .map(([[lock, unlock], body]) => `${lock} ${body.join(' ')} ${unlock}`);
const stray = fc.constantFrom(
  'up_read(&sem);',
  'down_read(&sem);',
  'atomic { word = 0; }',
  'if (spin_trylock(&a)) { x = 2; spin_unlock(&a); }',
  'if (t == 1) y = 1;',
);
const statement = fc.oneof(
  { weight: 8, arbitrary: section },
  { weight: 2, arbitrary: access },
  { weight: 1, arbitrary: stray },
);
const thread = fc.array(statement, { minLength: 1, maxLength: 2 });
const scenario = fc
  .oneof(
    { weight: 3, arbitrary: fc.array(thread, { minLength: 2, maxLength: 2 }) },
    { weight: 1, arbitrary: fc.array(thread, { minLength: 3, maxLength: 3 }) },
  )
  .map(
    (threads) => `scenario "generated" {
	int x, y;
	unsigned long word;
	spinlock_t a, b;
	struct rw_semaphore sem;
${threads.map((body, at) => `	thread t${at} { int t = 0; ${body.join(' ')} }`).join('\n')}
}
`,
  );

interface Seen {
  readonly thread: number;
  readonly pc: number;
  readonly place: string;
  readonly writes: boolean;
  /** Names of locks, `s` behind those that are shared. */
  readonly held: readonly string[];
}

/** Who holds what that no slot tells: shares by thread, and who has set the bit. */
interface Beside {
  readonly shares: readonly number[];
  readonly bit: number | undefined;
}

class Enumeration {
  runs = 0;
  readonly seen = new Map<string, Seen>();
  /** Length of the shortest run that ends with the second of two unprotected accesses. */
  readonly pairs = new Map<string, number>();
  /** The same, with the first one in the step before. */
  readonly neighbours = new Map<string, number>();
  private readonly program: Program;
  private readonly replayer: Replayer;
  private readonly slot: (name: string) => number;

  constructor(program: Program) {
    this.program = program;
    this.replayer = new Replayer(program);
    const names = program.slots.map(({ name }) => name);
    this.slot = (name) => names.indexOf(name);
    const shares = program.threads.map(() => 0);
    this.from(this.replayer.initial, { shares, bit: undefined }, []);
  }

  private from(state: State, beside: Beside, run: readonly (readonly Seen[])[]): void {
    const actions = this.replayer.enabled(state);
    if (actions.length === 0) this.runs++;
    for (const action of actions) {
      if (this.runs > runsMax) return;
      const step = this.replayer.step(state, action)!;
      const { accesses, after } = this.look(step, beside);
      this.note(run, accesses);
      if (step.end === undefined) this.from(step.after, after, [...run, accesses]);
      else this.runs++;
    }
  }

  private look(step: ReplayStep, beside: Beside): { accesses: Seen[]; after: Beside } {
    const { thread } = step.action;
    const owners = new Map(
      ['a', 'b', 'sem'].map((name) => [name, step.before.slots[this.slot(`${name}.owner`)] ?? 0]),
    );
    let now = beside;
    const accesses: Seen[] = [];
    const wordChanges = step.effects.some(
      (one) =>
        one.kind === 'write' &&
        one.slot === this.slot('word') &&
        (one.values[0]! & 1) !== (one.before[0]! & 1),
    );
    for (const effect of step.effects) {
      if (effect.kind !== 'read' && effect.kind !== 'write') continue;
      const place = this.program.slots[effect.slot]!.name;
      const held = [
        ...[...owners].flatMap(([name, owner]) => (owner === thread + 1 ? [name] : [])),
        ...(now.shares[thread]! > 0 && owners.get('sem') !== thread + 1 ? ['sem s'] : []),
        ...(now.bit === thread ? ['word'] : []),
      ].sort();
      if (['x', 'y', 'word'].includes(place) && !(place === 'word' && wordChanges)) {
        const one = { thread, pc: effect.pc, place, writes: effect.kind === 'write', held };
        accesses.push(one);
        this.seen.set(JSON.stringify(one), one);
      }
      if (effect.kind === 'write') now = this.written(effect, { thread, owners, now });
    }
    return { accesses, after: now };
  }

  private written(
    effect: Extract<ReplayStep['effects'][number], { kind: 'write' }>,
    { thread, owners, now }: { thread: number; owners: Map<string, number>; now: Beside },
  ): Beside {
    const place = this.program.slots[effect.slot]!.name;
    const [was, is] = [effect.before[0]!, effect.values[0]!];
    if (place.endsWith('.owner')) owners.set(place.split('.')[0]!, is);
    if (place === 'word' && (was & 1) !== (is & 1))
      return { ...now, bit: (is & 1) === 1 ? thread : undefined };
    if (place !== 'sem.readers') return now;
    const own = now.shares[thread]! + is - was;
    // Whose share a stranger has ended is not known, so nobody is taken to have one.
    return { ...now, shares: now.shares.map((n, at) => (own < 0 ? 0 : at === thread ? own : n)) };
  }

  private note(run: readonly (readonly Seen[])[], accesses: readonly Seen[]): void {
    const keep = (into: Map<string, number>, place: string) =>
      into.set(place, Math.min(into.get(place) ?? Infinity, run.length + 1));
    for (const second of accesses) {
      run.forEach((earlier, at) => {
        for (const first of earlier) {
          if (!unprotected(first, second)) continue;
          keep(this.pairs, second.place);
          if (at === run.length - 1) keep(this.neighbours, second.place);
        }
      });
    }
  }
}

function unprotected(one: Seen, other: Seen): boolean {
  if (one.place !== other.place || one.thread === other.thread) return false;
  if (!one.writes && !other.writes) return false;
  return !one.held.some((lock) =>
    other.held.includes(lock) ? !lock.endsWith(' s') : other.held.includes(flipped(lock)),
  );
}

const flipped = (lock: string) => (lock.endsWith(' s') ? lock.slice(0, -2) : `${lock} s`);

/** Of each place in the code the locks of every time, and how. */
function always(seen: readonly Seen[]): string[] {
  const sites = new Map<string, Seen[]>();
  for (const one of seen) {
    const key = `${one.place} ${one.thread} ${one.pc} ${one.writes}`;
    sites.set(key, [...(sites.get(key) ?? []), one]);
  }
  return [...sites].map(([key, times]) => `${key}: ${inAll(times).join(', ')}`).sort();
}

function inAll(times: readonly Seen[]): readonly string[] {
  const plain = (lock: string) => lock.replace(/ s$/, '');
  const names = [...new Set(times.flatMap(({ held }) => held.map(plain)))].sort();
  return names.flatMap((name) => {
    const how = times.map(({ held }) => held.find((lock) => plain(lock) === name));
    if (how.includes(undefined)) return [];
    return [how.includes(`${name} s`) ? `${name} s` : name];
  });
}

function alwaysByEngine(program: Program, coverage: LockCoverage): string[] {
  const nameOf = (lock: number) => {
    const found = coverage.locks[lock]!;
    const slot = found.kind === 'bits' ? found.slot : found.owner;
    return program.slots[slot]!.name.replace(/\.owner$/, '');
  };
  return coverage.cells
    .flatMap(({ slot, accesses }) =>
      accesses.map(({ thread, pc, writes, held }) => {
        const locks = held.map(({ lock, shared }) => nameOf(lock) + (shared ? ' s' : '')).sort();
        return `${program.slots[slot]!.name} ${thread} ${pc} ${writes}: ${locks.join(', ')}`;
      }),
    )
    .sort();
}

function protectionByHand(seen: readonly Seen[], hasPair: boolean): string {
  if (new Set(seen.map(({ thread }) => thread)).size < 2) return 'one thread';
  if (!seen.some(({ writes }) => writes)) return 'only read';
  const writes = inAll(seen.filter((one) => one.writes)).filter((lock) => !lock.endsWith(' s'));
  const common = inAll(seen).map((lock) => lock.replace(/ s$/, ''));
  if (common.some((lock) => writes.includes(lock))) return 'common';
  if (hasPair) return 'none';
  return seen.some((one) => seen.some((other) => unprotected(one, other))) ? 'apart' : 'pairwise';
}

test('locks of all accesses are those of an enumeration of all runs', () => {
  const met: Record<string, number> = {};
  for (const text of fc.sample(scenario, { seed, numRuns })) {
    const analysis = analyse({ name: 'generated.race', text }, () => undefined, kernelLibrary);
    const { program } = analysis.compile(0, 0);
    expect(program, text).toBeDefined();
    if (program === undefined) continue;
    const all = new Enumeration(program);
    if (all.runs > runsMax) continue;
    const owners = ['a', 'b', 'sem'].flatMap((name) => {
      const at = (part: string) => program.slots.findIndex((one) => one.name === `${name}.${part}`);
      return at('owner') < 0
        ? []
        : [{ owner: at('owner'), readers: name === 'sem' ? at('readers') : undefined }];
    });
    const search = startLockCoverage(program, { owners });
    while (!search.advance(7));
    const coverage = search.coverage();
    expect(coverage.bounds, text).toEqual([]);
    // The word is no lock where nobody ever waits for it: then nobody holds it.
    const isLock = coverage.locks.some(({ kind }) => kind === 'bits');
    const seen = [...all.seen.values()].map((one) =>
      isLock ? one : { ...one, held: one.held.filter((lock) => lock !== 'word') },
    );
    if (!isLock && [...all.seen.values()].some(({ held }) => held.includes('word'))) continue;
    if (!isLock && text.includes('word = 0')) continue;
    expect(alwaysByEngine(program, coverage), text).toEqual(always(seen));
    for (const cell of coverage.cells) {
      const place = program.slots[cell.slot]!.name;
      const own = seen.filter((one) => one.place === place);
      expect({ place, protection: cell.protection, text }).toEqual({
        place,
        protection: protectionByHand(own, all.pairs.has(place)),
        text,
      });
      met[cell.protection] = (met[cell.protection] ?? 0) + 1;
      if (cell.unprotected === undefined) continue;
      const { adjacent, run, firstStep } = cell.unprotected;
      const shortest = (adjacent ? all.neighbours : all.pairs).get(place)!;
      if (adjacent) expect(firstStep).toBe(run.length - 2);
      // Neighbours that could also have come the other way round may be further away.
      if (adjacent) expect(run.length).toBeGreaterThanOrEqual(shortest);
      else expect(run.length, text).toBe(shortest);
      checkRun(program, cell, own);
      met[adjacent ? 'adjacent' : 'apart in time'] =
        (met[adjacent ? 'adjacent' : 'apart in time'] ?? 0) + 1;
    }
  }
  for (const name of ['none', 'common', 'one thread', 'only read', 'adjacent'])
    expect(met[name] ?? 0, name).toBeGreaterThan(3);
  expect(met.pairwise ?? 0).toBeGreaterThan(0);
}, 120_000);

/** The run of an unprotected pair has both accesses, at the steps it names. */
function checkRun(
  program: Program,
  { accesses, unprotected: pair }: LockCoverage['cells'][number],
  seen: readonly Seen[],
): void {
  const { run, firstStep, first, second } = pair!;
  const replayer = new Replayer(program);
  let state = replayer.initial;
  run.forEach((action, at) => {
    const step = replayer.step(state, action)!;
    const pcs = step.effects.map(({ pc }) => pc);
    if (at === firstStep) expect(pcs).toContain(accesses[first]!.pc);
    if (at === run.length - 1) expect(pcs).toContain(accesses[second]!.pc);
    state = step.after;
  });
  expect(run[firstStep]!.thread).toBe(accesses[first]!.thread);
  expect(run.at(-1)!.thread).toBe(accesses[second]!.thread);
  const times = (access: number) =>
    seen.filter(
      ({ pc, thread }) => pc === accesses[access]!.pc && thread === accesses[access]!.thread,
    );
  expect(times(first).some((one) => times(second).some((two) => unprotected(one, two)))).toBe(true);
}
