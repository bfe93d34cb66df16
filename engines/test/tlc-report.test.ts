// What is read out of TLC's messages. The samples have the form that TLC 2.19 prints with -tool: the
// numbers are those of tlc2.output.EC and the texts those of tlc2.output.MP in tlaplus/tlaplus, and
// the order is that of the logs under tests/fixtures/parsers/tlc in tlaplus/vscode-tlaplus.
import { describe, expect, it } from 'vitest';
import { statisticsOf, tlcReport } from '../src/tlc-report.ts';

type Part = readonly [mark: string, text: string];

function printed(parts: readonly Part[]): string {
  return parts
    .map(([mark, text]) => {
      const [code] = mark.split(':');
      return `@!@!@STARTMSG ${mark} @!@!@\n${text}\n@!@!@ENDMSG ${code} @!@!@\n`;
    })
    .join('');
}

const begin: readonly Part[] = [
  ['2262:0', 'TLC2 Version 2.19 of 08 August 2024 (rev: 5a47802)'],
  [
    '2187:0',
    'Running breadth-first search Model-Checking with fp 22 and seed 4 with 2 workers on 2 cores.',
  ],
  ['2220:0', 'Starting SANY...'],
  ['2219:0', 'SANY finished.'],
  ['2185:0', 'Starting... (2024-08-17 00:11:08)'],
  ['2189:0', 'Computing initial states...'],
  [
    '2190:0',
    'Finished computing initial states: 1 distinct state generated at 2024-08-17 00:11:08.',
  ],
];

const success: Part = [
  '2193:0',
  'Model checking completed. No error has been found.\n' +
    '  Estimates of the probability that TLC did not check all reachable states\n' +
    '  because two distinct states had the same fingerprint:\n' +
    '  calculated (optimistic):  val = 2.2E-18',
];

const end = (statistics: string): readonly Part[] => [
  ['2200:0', `Progress(4) at 2024-08-17 00:11:09: ${statistics}`],
  ['2199:0', statistics],
  ['2194:0', 'The depth of the complete state graph search is 4.'],
  ['2186:0', 'Finished in 279ms at (2024-08-17 00:11:09)'],
];

const all = '14 states generated, 10 distinct states found, 0 states left on queue.';

const violation = (name: string): readonly Part[] => [
  ['2110:1', `Invariant ${name} is violated.`],
  ['2121:1', 'The behavior up to this point is:'],
  [
    '2217:4',
    '1: <Initial predicate>\n/\\ mem = [x |-> 0]\n/\\ local = <<>>\n/\\ pc = [a |-> "a_5", b |-> "b_6"]\n',
  ],
  [
    '2217:4',
    '2: <a_5 line 31, col 3 to line 32, col 40 of module Model>\n' +
      '/\\ mem = [x |-> -1]\n/\\ local = <<>>\n/\\ pc = [a |-> "a_end",\n  b |-> "b_6"]\n',
  ],
];

describe('a complete search', () => {
  it('is one that TLC itself calls complete', () => {
    const report = tlcReport(printed([...begin, success, ...end(all)]), 0, '');
    expect(report).toEqual({
      violations: [],
      isComplete: true,
      gap: undefined,
      states: 10,
      transitions: 13,
      depth: 3,
      collision: '2.2E-18',
      wrongAssumption: undefined,
    });
  });

  const incomplete = (parts: readonly Part[], code: number | undefined = 0): string | undefined => {
    const report = tlcReport(printed(parts), code, '');
    expect(report.isComplete).toBe(false);
    return report.gap;
  };

  it('is none with states on the queue', () => {
    const some = '14 states generated, 10 distinct states found, 2 states left on queue.';
    expect(incomplete([...begin, success, ...end(some)])).toBe('2 states were left unexplored');
  });

  it('is none without the word of success, or of the end, or of breadth-first search', () => {
    const parts = [...begin, success, ...end(all)];
    for (const code of ['2193:0', '2186:0', '2187:0']) {
      const gap = incomplete(parts.filter(([mark]) => mark !== code));
      expect(gap).toBe('it ended with exit code 0 before it said that it is done');
    }
  });

  it('is none without statistics', () => {
    const parts = [...begin, success, ...end(all)].filter(([mark]) => mark !== '2199:0');
    expect(incomplete(parts)).toContain('before it said that it is done');
  });

  it('is none with another exit code, or none', () => {
    expect(incomplete([...begin, success, ...end(all)], 1)).toContain('exit code 1');
    const killed = tlcReport(printed([...begin, success, ...end(all)]), undefined, 'out of memory');
    expect(killed.gap).toBe('it was killed before it said that it is done: out of memory');
  });

  it('is none beside an error, or a bug of TLC', () => {
    const error: Part = ['1005:1', 'This was a Java StackOverflowError.\nIt was probably ...'];
    expect(incomplete([...begin, error, success, ...end(all)])).toBe(
      'This was a Java StackOverflowError.',
    );
    const bug: Part = ['2128:2', 'TLC has a bug.'];
    expect(incomplete([...begin, bug, success, ...end(all)])).toBe('TLC has a bug.');
  });

  it('is none where -continue has gone on after a violation', () => {
    const parts = [...begin, ...violation('Inv'), success, ...end(all)];
    const report = tlcReport(printed(parts), 0, '');
    expect(report.isComplete).toBe(false);
    expect(report.violations).toHaveLength(1);
  });

  it('is none where a message has no end', () => {
    const text = printed([...begin, success, ...end(all)]).replace('@!@!@ENDMSG 2193 @!@!@\n', '');
    expect(tlcReport(text, 0, '').isComplete).toBe(false);
  });
});

describe('a violation', () => {
  it('has the states and the actions between them', () => {
    const report = tlcReport(printed([...begin, ...violation('no_tags'), ...end(all)]), 12, '');
    expect(report.gap).toBe(undefined);
    expect(report.violations).toEqual([
      {
        invariant: 'no_tags',
        trace: [
          {
            action: undefined,
            state: new Map<string, unknown>([
              ['mem', new Map([['x', 0]])],
              ['local', new Map()],
              [
                'pc',
                new Map([
                  ['a', 'a_5'],
                  ['b', 'b_6'],
                ]),
              ],
            ]),
          },
          {
            action: 'a_5',
            state: new Map<string, unknown>([
              ['mem', new Map([['x', -1]])],
              ['local', new Map()],
              [
                'pc',
                new Map([
                  ['a', 'a_end'],
                  ['b', 'b_6'],
                ]),
              ],
            ]),
          },
        ],
      },
    ]);
  });

  it('of the initial state has no action', () => {
    const first: Part = [
      '2107:1',
      'Invariant no_tags is violated by the initial state:\n/\\ mem = [x |-> 0]\n/\\ local = <<>>\n/\\ pc = <<>>\n',
    ];
    const [found] = tlcReport(printed([...begin, first, ...end(all)]), 12, '').violations;
    expect(found?.invariant).toBe('no_tags');
    expect(found?.trace.map(({ action }) => action)).toEqual([undefined]);
    expect(found?.trace[0]?.state.get('mem')).toEqual(new Map([['x', 0]]));
  });

  it('beside another error is told with that error', () => {
    const error: Part = ['1000:1', 'TLC threw an unexpected exception.'];
    const parts = [...begin, ...violation('no_tags'), error, ...end(all)];
    expect(tlcReport(printed(parts), 12, '').gap).toBe('TLC threw an unexpected exception.');
  });

  it('of an assumption is no violation', () => {
    const wrong: Part = [
      '2104:1',
      'Assumption line 9, col 3 to line 9, col 7 of module M is false.',
    ];
    const report = tlcReport(printed([...begin, wrong, ...end(all)]), 10, '');
    expect(report.wrongAssumption).toContain('Assumption line 9');
    expect(report.isComplete).toBe(false);
  });
});

it('counts may have their digits in groups, and rates beside them', () => {
  const text =
    '1,234,567 states generated (1,869 s/min), 12.345 distinct states found (1,300 ds/min), 7 states left on queue.';
  expect(statisticsOf(text)).toEqual({ generated: 1_234_567, distinct: 12_345, left: 7 });
  expect(statisticsOf('nothing of that')).toBe(undefined);
});
