// The code that a variant's threads run: the bodies in force of all functions that they call, and their own.
import { bodiesInForce, modelOf } from '@racewalk/language';
import type { Program } from '@racewalk/simulator';
import type { Subject } from './apply.ts';
import type { Code } from './edit.ts';
import { primitives } from './vocabulary.ts';

/**
 * In the order of first call; without what `primitives` names. Functions of the user's texts are among them,
 * whatever they are called.
 */
export function runCode(subject: Subject, program: Program): readonly Code[] {
  const { analysis, scenario, variant } = subject;
  const threads = modelOf(analysis).scenarios[scenario]?.threads ?? [];
  const own = threads.map(
    ({ name, block }): Code => ({
      kind: 'thread',
      name,
      file: analysis.file.name,
      block: block.body,
    }),
  );
  const bodies = bodiesInForce(analysis, scenario, variant, calledByThreads(program));
  const called = bodies.flatMap((body): Code[] => {
    const block = body.declaration.body;
    if (block === undefined || primitives.test(body.file)) return [];
    return [{ kind: 'function', name: body.name, file: body.file, body, block }];
  });
  return [...own, ...called];
}

/** Names of the functions that are expanded into the code of threads. */
export function calledByThreads({ frames, threads }: Program): ReadonlySet<string> {
  const names = new Set(threads.map(({ name }) => name));
  const inside = new Set<number>();
  const called = new Set<string>();
  frames.forEach(({ name, parent }, index) => {
    if (parent === undefined ? !names.has(name) : !inside.has(parent)) return;
    inside.add(index);
    if (parent !== undefined) called.add(name);
  });
  return called;
}
