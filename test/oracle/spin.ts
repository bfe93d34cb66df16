// Runs an exported model with the real Spin: what it counted, and what the model said it broke.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export interface SpinAnswer {
  readonly states: number;
  /** Those of Racewalk: Spin counts coming to the initial state as one more. */
  readonly transitions: number;
  readonly deadlock: boolean;
  /** Names of the broken properties, sorted, without the deadlock. */
  readonly violated: readonly string[];
  readonly pool: boolean;
}

/** Why Spin cannot be run here; undefined where it can. */
export function missingTool(): string | undefined {
  const missing = ['spin', 'gcc'].filter(
    (tool) => spawnSync(tool, [tool === 'spin' ? '-V' : '--version']).status !== 0,
  );
  if (missing.length === 0) return undefined;
  return `${missing.join(' and ')} not found: \`sudo apt-get install spin gcc\``;
}

const secondsMax = 60;

export function runSpin(model: string): SpinAnswer {
  const cwd = mkdtempSync(path.join(os.tmpdir(), 'racewalk-spin-'));
  const run = (tool: string, args: readonly string[]): string =>
    execFileSync(tool, args, { cwd, encoding: 'utf8', stdio: 'pipe', timeout: secondsMax * 1000 });
  try {
    writeFileSync(path.join(cwd, 'model.pml'), model);
    run('spin', ['-o1', '-o2', '-o3', '-a', 'model.pml']);
    const vector = /-DVECTORSZ=\d+/u.exec(model) ?? [];
    run('gcc', ['-O0', '-w', '-DNOREDUCE', ...vector, '-o', 'pan', 'pan.c']);
    return answerOf(run('./pan', ['-m100000', '-w16', '-c0']));
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

function answerOf(text: string): SpinAnswer {
  if (/search not completed|max search depth too small|hash.*incomplete/iu.test(text))
    throw new Error(`Spin did not explore everything:\n${text}`);
  const number = (pattern: RegExp): number => {
    const found = pattern.exec(text)?.[1];
    if (found === undefined) throw new Error(`Spin printed no ${pattern.source}:\n${text}`);
    return Number(found);
  };
  const names = [...text.matchAll(/^racewalk: violated \d+: (.*)$/gmu)].map(([, name]) => name ?? '');
  return {
    states: number(/^\s*(\d+) states, stored/mu),
    transitions: number(/^\s*(\d+) transitions/mu) - 1,
    deadlock: number(/errors: (\d+)/u) > 0,
    violated: names.sort(),
    pool: text.includes('racewalk: exhausted'),
  };
}
