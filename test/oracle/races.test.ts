// Racing pairs, windows, causes and what can still be reached, against their definitions worked out
// with the naive interpreter on generated programs. RW_SEED chooses others, RW_RUNS how many.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { isOfLiveness } from '../../simulator/src/fairness/monitor.ts';
import {
  causesOf,
  explore,
  type Program,
  Replayer,
  type Run,
  raceWindow,
  racingPair,
  replay,
  type State,
  startCauses,
  startReaching,
} from '../../simulator/src/index.ts';
import { limitsWith } from '../../simulator/src/limits.ts';
import { historyOf } from '../../simulator/src/races/history.ts';
import { defaultRaceLimits } from '../../simulator/src/races/race-limits.ts';
import { Walk } from '../../simulator/src/simulation/walk.ts';
import { lower } from './lower.ts';
import { Naive, type State as NaiveState } from './naive.ts';
import { failuresByHand, pairByHand } from './race-oracle.ts';
import { racyScenarios } from './racy-scenarios.ts';
import { scenarios } from './scenarios.ts';

const seed = Number(process.env.RW_SEED ?? 20_240_229);
const numRuns = Number(process.env.RW_RUNS ?? 300);
/** Causes take longer: each is many replays. */
const causeRuns = Math.ceil(numRuns / 6);
const limits = { ...defaultRaceLimits, race_alone_max: 40 };

const free = (program: Program): Program => ({ ...program, schedule: [] });

/** Failing runs of generated programs, with the property that each breaks. */
function eachFailure(
  runs: number,
  visit: (program: Program, run: Run, property: number) => void,
): void {
  const samples = [
    ...fc.sample(racyScenarios(4), { seed, numRuns: 6 * runs }),
    ...fc.sample(scenarios(4), { seed, numRuns: Math.ceil(runs / 3) }),
  ];
  for (const [index, scenario] of samples.entries()) {
    const program = free(lower(scenario));
    const outcome = explore(program, { states_max: 2000 });
    if (outcome.states >= 2000) continue;
    for (const { run, property, switches } of outcome.violations) {
      // What a thread breaks alone is no race; some of it will do.
      if (switches === 0 && index % 12 > 0) continue;
      if (!isOfLiveness(program.properties[property]!)) visit(program, run, property);
    }
  }
}

test('a probe sees what the effects of a step say, and the status of objects beside', () => {
  let steps = 0;
  eachFailure(numRuns, (program, run) => {
    const history = historyOf(new Walk(program, limitsWith({})), run)!;
    replay(program, run).steps.forEach(({ effects, before, after, end }, at) => {
      const { reads, writes } = history[at]!;
      const read = effects.flatMap((one) =>
        one.kind === 'read' ? one.values.map((_, index) => one.slot + index) : [],
      );
      const written = effects.flatMap((one) =>
        one.kind === 'write' ? one.values.map((_, index) => one.slot + index) : [],
      );
      const changed = before.slots.flatMap((value, slot) =>
        value === after.slots[slot] ? [] : [slot],
      );
      expect(reads).toEqual(expect.arrayContaining(read));
      expect(writes).toEqual(expect.arrayContaining([...written, ...changed]));
      const more = reads.filter((slot) => !read.includes(slot));
      if (end === undefined) {
        expect(more.filter((slot) => !program.slots[slot]!.name.endsWith('.status'))).toEqual([]);
      }
      steps++;
    });
  });
  expect(steps).toBeGreaterThan(numRuns);
}, 60_000);

test('the racing pair is the last essential reversible conflict', () => {
  const seen = { pairs: 0, none: 0 };
  eachFailure(numRuns, (program, run, property) => {
    const history = historyOf(new Walk(program, limitsWith({})), run)!;
    const expected = pairByHand(program, history, property, limits.race_alone_max);
    const pair = racingPair(program, run, property, limits);
    const found = pair && { first: pair.first, second: pair.second };
    expect({ found, run, property }).toEqual({ found: expected, run, property });
    if (pair === undefined) seen.none++;
    else {
      seen.pairs++;
      const [one, two] = [history[pair.first]!, history[pair.second]!];
      expect(one.action.thread).not.toBe(two.action.thread);
      expect([...one.writes, ...two.writes]).toContain(pair.slot);
      for (const { reads, writes } of [one, two])
        expect([...reads, ...writes]).toContain(pair.slot);
    }
  });
  expect(seen.pairs).toBeGreaterThan(numRuns / 6);
  expect(seen.none).toBeGreaterThan(numRuns / 6);
}, 120_000);

test('the window of a pair is the stretch of failing gaps around its step', () => {
  let windows = 0;
  eachFailure(numRuns, (program, run, property) => {
    const pair = racingPair(program, run, property, limits);
    if (pair === undefined) return;
    const window = raceWindow(program, run, { property, pair }, limits);
    const sides = [
      { thread: run[pair.first]!.thread, moved: pair.second },
      { thread: run[pair.second]!.thread, moved: pair.first },
    ].map(({ thread, moved }) => {
      const side = { thread, moved, property };
      const fails = failuresByHand(program, run, side, limits.race_alone_max);
      const actual = run.slice(0, moved).filter((action) => action.thread === thread).length;
      return { thread, moved, fails, actual };
    });
    const usable = sides.filter(({ fails, actual }) => fails[actual]);
    const share = ({ fails }: { fails: boolean[] }) =>
      fails.filter((one) => one).length / fails.length;
    const [best] = usable.sort((a, b) => share(a) - share(b));
    if (best === undefined) {
      expect(window).toBe(undefined);
      return;
    }
    const { thread, moved, fails, actual } = best;
    const first = fails.lastIndexOf(false, actual) + 1;
    const behind = fails.indexOf(false, actual);
    windows++;
    expect({ ...window, opens: window?.opens?.step, closes: window?.closes?.step }).toEqual({
      thread,
      moved,
      actual,
      opens: first === 0 ? undefined : first - 1,
      closes: behind < 0 ? undefined : behind - 1,
      positions: fails.length,
      failing: fails.filter((one) => one).length,
    });
  });
  expect(windows).toBeGreaterThan(numRuns / 8);
}, 120_000);

/** The runs that break the property with their last step, and not before; acyclic programs only. */
function* failingRuns(program: Program, property: number, runsMax: number): Generator<Run> {
  const naive = new Naive(program);
  let left = runsMax;
  function* visit(state: NaiveState, run: Run): Generator<Run> {
    for (const { action, leaf } of naive.moves(state)) {
      const longer = [...run, action];
      const behind = leaf.kind === 'moved' ? naive.stateEvents(leaf.state) : [];
      if ([...leaf.events, ...behind].includes(property)) {
        if (left-- <= 0) return;
        yield longer;
      } else if (leaf.kind === 'moved' && longer.length < 40) yield* visit(leaf.state, longer);
    }
  }
  yield* visit(naive.initial.state, []);
}

function keyOf(program: Program, run: Run, property: number): string {
  const pair = racingPair(program, run, property, limits);
  const steps = historyOf(new Walk(program, limitsWith({})), run)!;
  const place = (at: number) => `${run[at]?.thread}@${steps[at]?.pc}`;
  return pair === undefined ? 'alone' : `${place(pair.first)} ${place(pair.second)}`;
}

test('causes are pairs of real runs, distinct, and there is one wherever a property breaks', () => {
  const seen = { causes: 0, several: 0, covered: 0 };
  eachFailure(causeRuns, (program, shown, property) => {
    if (shown.length === 0) return;
    const { causes, complete } = causesOf(program, property, limits);
    expect(causes.length).toBeGreaterThan(0);
    const pairs = causes.map(({ run }) => keyOf(program, run, property));
    for (const { run, pair } of causes) {
      const { steps, misfit } = replay(program, run);
      expect(misfit).toBe(undefined);
      const broken = steps.findIndex(({ events }) =>
        events.some((one) => one.property === property),
      );
      expect(broken).toBe(run.length - 1);
      expect(pair).toEqual(racingPair(program, run, property, limits));
    }
    seen.causes += causes.length;
    if (causes.length > 1) seen.several++;
    const all = [...failingRuns(program, property, 300)];
    if (!complete || all.length >= 300 || all.length === 0) return;
    const possible = new Set(all.map((run) => keyOf(program, run, property)));
    expect([...new Set(pairs)].filter((key) => !possible.has(key))).toEqual([]);
    seen.covered++;
  });
  expect(seen.several).toBeGreaterThan(causeRuns / 10);
  expect(seen.covered).toBeGreaterThan(causeRuns / 4);
}, 240_000);

test('causes do not depend on the slices, and say when a limit hides some', () => {
  let hidden = 0;
  eachFailure(causeRuns, (program, shown, property) => {
    if (shown.length < 3) return;
    const whole = causesOf(program, property, limits);
    const search = startCauses(program, property, limits);
    while (!search.advance(1));
    expect(search.causes()).toEqual(whole);
    const one = causesOf(program, property, { ...limits, causes_max: 1 });
    expect(one.causes.length).toBe(1);
    if (whole.causes.length > 1) {
      expect(one.complete).toBe(false);
      hidden++;
    }
    expect(causesOf(program, property, { ...limits, races_states_max: 2 }).complete).toBe(false);
  });
  expect(hidden).toBeGreaterThan(causeRuns / 10);
}, 240_000);

interface Reached {
  readonly run: Run;
  readonly edges: {
    thread: number;
    choice: number;
    to: string | undefined;
    breaks: boolean;
    cut: boolean;
  }[];
  answer: 'yes' | 'no' | 'unknown';
}

/** All states with what can be broken from there on, by going on until nothing changes. */
function reachByHand(program: Program, statesMax: number): Map<string, Reached> | undefined {
  const naive = new Naive(program);
  const found = new Map<string, Reached>();
  const work: { state: NaiveState; run: Run }[] = [{ state: naive.initial.state, run: [] }];
  for (let next = work.shift(); next !== undefined; next = work.shift()) {
    const { state, run } = next;
    const key = JSON.stringify(state);
    if (found.has(key)) continue;
    if (found.size > statesMax) return undefined;
    const edges = naive.moves(state).map(({ action, leaf }) => {
      const to = leaf.kind === 'moved' ? JSON.stringify(leaf.state) : undefined;
      if (to !== undefined) work.push({ state: leaf.state, run: [...run, action] });
      return { ...action, to, breaks: leaf.events.length > 0, cut: leaf.kind === 'cut' };
    });
    const isBroken = naive.stateEvents(state).length > 0;
    found.set(key, { run, edges, answer: isBroken ? 'yes' : 'no' });
  }
  const order = { no: 0, unknown: 1, yes: 2 };
  for (let changed = true; changed; ) {
    changed = false;
    for (const one of found.values()) {
      for (const edge of one.edges) {
        const answer = answerOf(found, edge);
        if (order[answer] <= order[one.answer]) continue;
        one.answer = answer;
        changed = true;
      }
    }
  }
  return found;
}

function answerOf(found: Map<string, Reached>, edge: Reached['edges'][number]): Reached['answer'] {
  if (edge.breaks) return 'yes';
  if (edge.cut) return 'unknown';
  return edge.to === undefined ? 'no' : found.get(edge.to)!.answer;
}

test('what can still be reached is what some continuation reaches, and never contradicts it', () => {
  const seen = { yes: 0, no: 0, unknown: 0, bounded: 0 };
  for (const scenario of fc.sample(scenarios(5), { seed, numRuns: Math.ceil(numRuns / 3) })) {
    const program = lower(scenario);
    const open = free(program);
    if (new Naive(open).initial.kind !== 'moved') continue;
    const expected = reachByHand(open, 150);
    if (expected === undefined) continue;
    const whole = startReaching(program);
    const slices = startReaching(program, { races_states_max: 20 });
    while (!whole.advance(1_000));
    while (!slices.advance(1));
    const replayer = new Replayer(open);
    for (const { run, edges } of expected.values()) {
      let state: State = replayer.initial;
      for (const action of run) state = replayer.step(state, action)!.after;
      for (const edge of edges) {
        const { thread, choice } = edge;
        const answer = answerOf(expected, edge);
        expect(whole.canReach(state, { thread, choice })).toBe(answer);
        seen[answer]++;
        const bounded = slices.canReach(state, { thread, choice });
        if (bounded === 'unknown') seen.bounded++;
        else expect(bounded).toBe(answer);
      }
      expect(whole.canReach(state, { thread: 7, choice: 0 })).toBe('unknown');
    }
  }
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(20);
}, 120_000);
