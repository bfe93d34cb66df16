// What is taken for a complete search, and what never is: samples of what verifiers print.
import { describe, expect, it } from 'vitest';
import type { Ended } from '../src/processes.ts';
import { type SpinReport, spinReport } from '../src/spin-report.ts';

const complete = `
(Spin Version 6.5.2 -- 6 December 2019)

Full statespace search for:
	never claim         	- (none specified)
	assertion violations	+
	cycle checks       	- (disabled by -DSAFETY)
	invalid end states	+

State-vector 36 byte, depth reached 4, errors: 0
 12477859 states, stored
        3 states, matched
 12477863 transitions (= stored+matched)
        0 atomic steps

pan: elapsed time 0 seconds
racewalk: end of report
`;

const usual = { kind: 'ended', code: 0, killedBy: undefined, err: '', cut: false } as const;

function reportOf(out: string, more: Partial<Extract<Ended, { kind: 'ended' }>> = {}): SpinReport {
  return spinReport({ ...usual, ...more, out }, true);
}

function replaced(from: string, to: string): readonly string[] {
  expect(complete).toContain(from);
  return reportOf(complete.replace(from, to)).gaps;
}

describe('a complete search', () => {
  it('is told with its counts, the initial transition left out', () => {
    expect(reportOf(complete)).toEqual({
      states: 12_477_859,
      transitions: 12_477_862,
      depth: 4,
      deadlock: false,
      violated: [],
      exhausted: [],
      gaps: [],
      tooDeep: false,
    });
  });

  it('may have been made by several processes, each with its report', () => {
    const more = 'racewalk: violated 3: b\nracewalk: violated 1: a\nracewalk: exhausted 0: pages\n';
    const text =
      complete.replace('\nFull', '\n\t+ Multi-Core (NCORE=2 -z50)\n\nFull') + more + more;
    const { violated, exhausted, gaps } = reportOf(text);
    expect({ violated, exhausted, gaps }).toEqual({ violated: [1, 3], exhausted: [0], gaps: [] });
  });

  it('has deadlocks where it has errors', () => {
    expect(reportOf(complete.replace('errors: 0', 'errors: 7')).deadlock).toBe(true);
  });
});

describe('not a complete search', () => {
  it('is one that says so', () => {
    expect(replaced('\nFull', 'Warning: Search not completed\n\nFull')).not.toEqual([]);
    expect(replaced('\nFull', 'pan: reached -DMEMLIM bound\n\nFull')).not.toEqual([]);
    expect(replaced('\nFull', 'pan: out of memory\n\nFull')).not.toEqual([]);
  });

  it('is one that cut its paths, and is to be tried again deeper', () => {
    const report = reportOf(`error: max search depth too small\n${complete}`);
    expect(report.gaps).toEqual(['paths were cut at the depth of -m']);
    expect(report.tooDeep).toBe(true);
  });

  it('is one that keeps less than the states', () => {
    expect(replaced('Full statespace', 'Bit statespace')).not.toEqual([]);
    expect(replaced('Full statespace', 'Hash-Compact 4')).not.toEqual([]);
  });

  it('is one in a mode that is not known to be complete', () => {
    for (const mode of ['Partial Order Reduction', 'Scheduling Restriction (-L2)', 'Some New Mode'])
      expect(replaced('\nFull', `\t+ ${mode}\n\nFull`)).toEqual([`it ran with "${mode}"`]);
  });

  it('is one that passes deadlocks over, where they are asked for', () => {
    const ignoring = complete.replace('end states\t+', 'end states\t- (disabled by -E flag)');
    expect(reportOf(ignoring).gaps).toEqual(['it was told to ignore deadlocks']);
    expect(spinReport({ ...usual, out: ignoring }, false).gaps).toEqual([]);
  });

  it('is one that ended in another way', () => {
    expect(replaced('racewalk: end of report', '')).not.toEqual([]);
    expect(reportOf(complete, { code: 1 }).gaps).not.toEqual([]);
    expect(reportOf(complete, { code: undefined, killedBy: 'SIGKILL' }).gaps).not.toEqual([]);
    expect(reportOf(complete, { cut: true }).gaps).not.toEqual([]);
    expect(reportOf('').gaps).not.toEqual([]);
  });
});
