// Runs of scenarios in the language, for tests of what is told about them.
import { kernelLibrary } from '@racewalk/kernel';
import { analyse } from '@racewalk/language';
import { explore, type Program, type Run } from '@racewalk/simulator';
import { type Trace, traceOf } from '../src/index.ts';

export interface MadeRun {
  readonly program: Program;
  readonly run: Run;
  readonly property: number | undefined;
}

/** The run to the first witness of the only scenario, or else to its first violation. */
export function madeRun(text: string, variant = 0): MadeRun {
  const analysis = analyse({ name: 'test.race', text }, () => undefined, kernelLibrary);
  const { program, diagnostics } = analysis.compile(0, variant);
  if (program === undefined) {
    throw new Error(JSON.stringify([...analysis.diagnostics, ...diagnostics], undefined, 1));
  }
  const { witnesses, violations, verdict } = explore(program);
  const [witness] = witnesses;
  const [violation] = violations;
  const run = witness?.run ?? violation?.run;
  if (run === undefined) throw new Error(`no run: ${verdict}`);
  return { program, run, property: witness?.run === undefined ? violation?.property : undefined };
}

export function madeTrace(text: string, variant = 0): Trace {
  const { program, run, property } = madeRun(text, variant);
  return traceOf(program, run, { property });
}

/** A run that takes the threads as given, each with its first possibility. */
export function traceAlong(text: string, threads: readonly number[]): Trace {
  const { program } = madeRun(text);
  return traceOf(
    program,
    threads.map((thread) => ({ thread, choice: 0 })),
  );
}
