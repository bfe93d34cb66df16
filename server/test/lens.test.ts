import { describe, expect, it } from 'vitest';
import { lenses } from '../src/features/code-lens.ts';
import { status } from '../src/features/status.ts';
import { entryText, interleavingsText, verdictText } from '../src/features/words.ts';
import type { VariantResult } from '../src/run/messages.ts';
import { adopted, changed, type VariantState } from '../src/run/results.ts';
import { lensesOf } from './check.ts';
import { made, result, scenario, violation } from './made.ts';
import { counter, pages } from './texts.ts';

const budget = 200_000;
const words = (given: VariantResult): string => verdictText(given, budget);

describe('a verdict in words', () => {
  it('names the property, the length of its run, and the states', () => {
    const given = result({
      verdict: 'fail',
      violations: [violation('tag_loss', 9, 2)],
      states: 1204,
    });
    expect(words(given)).toBe('fails: tag_loss, 9 steps, 2 switches · 1 204 states');
  });

  it('lists all violated properties', () => {
    const violations = [violation('tag_leak', 12, 3), violation('tag_loss', 1, 1)];
    expect(words(result({ verdict: 'fail', violations, states: 7 }))).toBe(
      'fails: tag_leak (12 steps, 3 switches), tag_loss (1 step, 1 switch) · 7 states',
    );
  });

  it('of a pass counts states and interleavings', () => {
    const given = result({ verdict: 'pass', states: 812, interleavings: '3402' });
    expect(words(given)).toBe('passes · 812 states · 3 402 interleavings');
  });

  it('of a pass whose interleavings are not counted does not make a number up', () => {
    expect(words(result({ verdict: 'pass', states: 812 }))).toBe('passes · 812 states');
  });

  it('that is not as expected says so', () => {
    const given = result({ verdict: 'pass', states: 2, expected: ['tag_loss'] }, 'unexpected');
    expect(words(given)).toBe('passes · 2 states · expected tag_loss');
  });

  it('of a failure that nobody expects says so', () => {
    const given = result(
      { verdict: 'fail', violations: [violation('a', 1, 0)], states: 2 },
      'unexpected',
    );
    expect(words(given)).toBe('fails: a, 1 step, 0 switches · 2 states · expected nothing of this');
  });

  it('that is bounded never sounds like a pass', () => {
    const limitsReached = [{ limit: 'states_max', text: '200 000 states' }];
    expect(words(result({ verdict: 'bounded', limitsReached, states: budget }, 'undecided'))).toBe(
      'bounded: 200 000 states, nothing broken so far · too large for automatic runs',
    );
  });

  it('that is bounded by a pool is not too large for automatic runs', () => {
    const limitsReached = [{ limit: 'pool pages', text: 'pool pages: 4 objects' }];
    expect(words(result({ verdict: 'bounded', limitsReached }, 'undecided'))).toBe(
      'bounded: pool pages: 4 objects, nothing broken so far',
    );
  });

  it('of a failure that was not explored to the end says so', () => {
    const limitsReached = [{ limit: 'states_max', text: '5 states' }];
    const given = result({
      verdict: 'fail',
      violations: [violation('a', 1, 0)],
      states: 5,
      limitsReached,
    });
    expect(words(given)).toBe(
      'fails: a, 1 step, 0 switches · 5 states · not everything seen: 5 states',
    );
  });

  it('names the witnesses that no run reaches', () => {
    const witnesses = [{ name: 'both inside', found: false, trace: [] }];
    expect(words(result({ verdict: 'pass', states: 5, witnesses }))).toBe(
      'passes · 5 states · not reached: "both inside"',
    );
  });
});

describe('counts', () => {
  it('of interleavings are exact while a person can read them', () => {
    expect(interleavingsText('1')).toBe('1 interleaving');
    expect(interleavingsText('123456789012')).toBe('123 456 789 012 interleavings');
    expect(interleavingsText('98765432109876')).toBe('about 9.8e13 interleavings');
  });
});

describe('lenses', () => {
  it('stand over each scenario and variant', () => {
    expect(lensesOf(counter)).toMatchInlineSnapshot(`
      ""two increments": fails: assertion, 4 steps, 2 switches · 12 states · as expected
      "two increments": Run
      "two increments": Show run
      "two increments": Timeline
      "two increments": Debug
      "two increments": Compare variants
      "in one step": passes · 4 states · 2 interleavings
      "in one step": Run
      "in one step": Debug"
    `);
    expect(lensesOf(pages)).toMatchInlineSnapshot(`
      ""two users": fails: few, 4 steps, 1 switch · 12 states · as expected
      "two users": Run
      "two users": Show run
      "two users": Timeline
      "two users": Debug"
    `);
  });

  it('of another revision show no verdict', () => {
    const { scenarios, results } = made({ kind: 'done', result: result({ verdict: 'pass' }) });
    const titles = lenses({ uri: 'u', revision: 2, scenarios, results, automaticStates: budget });
    expect(titles.map(({ title }) => title)).toEqual(['not run yet', 'Run', 'Debug']);
  });

  it.each<[VariantState, string[]]>([
    [{ kind: 'waiting' }, ['not run yet', 'Run', 'Debug']],
    [{ kind: 'off' }, ['not run: automatic runs are off', 'Run', 'Debug']],
    [{ kind: 'running', states: 0, requested: false }, ['running ...', 'Debug']],
    [
      { kind: 'running', states: 120_000, requested: true },
      ['running ... 120 000 states', 'Debug'],
    ],
    [{ kind: 'cancelled' }, ['cancelled: no verdict', 'Run', 'Debug']],
    [{ kind: 'failed', message: 'out of memory' }, ['no verdict: out of memory', 'Run', 'Debug']],
  ])('of a run that is %j', (state, expected) => {
    const { scenarios, results } = made(state);
    const found = lenses({ uri: 'u', revision: 1, scenarios, results, automaticStates: budget });
    expect(found.map(({ title }) => title)).toEqual(expected);
  });

  it('carry the address of their variant and property', () => {
    const failing = result({
      verdict: 'fail',
      violations: [violation('a', 1, 0), violation('b', 2, 0)],
    });
    const { scenarios, results } = made({ kind: 'done', result: failing });
    const found = lenses({ uri: 'u', revision: 1, scenarios, results, automaticStates: budget });
    expect(found.map(({ title, command, arguments: given }) => [title, command, ...given])).toEqual(
      [
        [expect.stringContaining('fails'), undefined],
        ['Run', 'racewalk.runScenario', 'u', 0, 0],
        ['Show run: a', 'racewalk.showRun', 'u', 0, 0, 'a'],
        ['Show run: b', 'racewalk.showRun', 'u', 0, 0, 'b'],
        ['Debug: a', 'racewalk.debugRun', 'u', 0, 0, 'a'],
        ['Debug: b', 'racewalk.debugRun', 'u', 0, 0, 'b'],
      ],
    );
  });
});

describe('an older verdict', () => {
  const passed = made({ kind: 'done', result: result({ verdict: 'pass', states: 3 }) }).results;

  it('is labelled in words once the text has changed', () => {
    const next = adopted(passed, 2, [scenario('s')], 'waiting');
    expect(entryText(next.entries[0]![0]!, budget)).toBe('of an older text: passes · 3 states');
  });

  it('is gone once a run of the new text is on', () => {
    const next = adopted(passed, 2, [scenario('s')], 'waiting');
    const job = { scenario: 0, variant: 0 };
    const running = changed(next, job, { state: { kind: 'running', states: 0, requested: false } });
    expect(entryText(running.entries[0]![0]!, budget)).toBe('running ...');
  });

  it('does not go over to a scenario of another name', () => {
    const next = adopted(passed, 2, [scenario('t')], 'waiting');
    expect(next.entries[0]?.[0]?.older).toBeUndefined();
  });

  it('survives several edits, still as an older one', () => {
    const next = adopted(
      adopted(passed, 2, [scenario('s')], 'waiting'),
      3,
      [scenario('s')],
      'waiting',
    );
    expect(entryText(next.entries[0]![0]!, budget)).toBe('of an older text: passes · 3 states');
  });

  it('is not counted as done in the status', () => {
    const next = adopted(passed, 2, [scenario('s')], 'waiting');
    expect(status({ uri: 'u', version: 2 }, next, budget)).toMatchObject({
      state: 'running',
      text: 'running: 0 of 1 done',
    });
  });
});
