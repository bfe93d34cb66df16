// What the bench makes of its measurements.
import { describe, expect, test } from 'vitest';
import type { Engine, Measurement } from '../../bench/peers/engine.ts';
import { inRounds, median } from '../../bench/peers/rounds.ts';

const model = { name: 'm', race: '', promela: undefined, tla: undefined, reducible: true };

function engine(name: string, runs: readonly Partial<Measurement>[], reduced = false): Engine {
  let run = 0;
  const usual = { states: 9, transitions: 20, searchMilliseconds: 1, coldMilliseconds: 2 };
  return {
    name,
    reduced,
    countsTransitions: name !== 'TLC',
    run: () => ({ ...usual, peakBytes: 100, ...runs[run++ % runs.length] }),
  };
}

describe('a bench', () => {
  test('gives medians of interleaved rounds', () => {
    const times = [5, 1, 9].map((searchMilliseconds) => ({ searchMilliseconds }));
    const [own, peer] = inRounds([engine('own', times), engine('peer', [{}])], model, 3);
    expect(own).toMatchObject({ searchMilliseconds: 5, runs: 3, states: 9 });
    expect(peer).toMatchObject({ searchMilliseconds: 1, runs: 3 });
    expect(median([4, 1, 2, 3])).toBe(2.5);
  });

  test('stops where engines explore different models', () => {
    const states = [engine('own', [{}]), engine('peer', [{ states: 8 }])];
    expect(() => inRounds(states, model, 1)).toThrow('9 states: own\n');
    const transitions = [engine('own', [{}]), engine('peer', [{ transitions: 21 }])];
    expect(() => inRounds(transitions, model, 1)).toThrow('21 transitions: peer');
  });

  test('lets reduced engines have fewer states, and TLC its own count of transitions', () => {
    const reduced = engine('reduced', [{ states: 3, transitions: 4 }], true);
    const engines = [engine('own', [{}]), reduced, engine('TLC', [{ transitions: 99 }])];
    expect(inRounds(engines, model, 1)).toHaveLength(3);
  });

  test('runs a slow engine once', () => {
    const slow = engine('slow', [{ coldMilliseconds: 61_000 }]);
    expect(inRounds([slow], model, 5)[0]?.runs).toBe(1);
  });
});
