// Run in a process of its own by kept.test.ts: prints how many bytes twelve analyses leave behind
// when nobody needs them any more.
import { getHeapStatistics } from 'node:v8';
import { kernelLibrary } from '@racewalk/kernel';
import { analyse, boundNames, symbolAt, usesOf } from '@racewalk/language';

const functions = Array.from(
  { length: 400 },
  (_, index) => `static int step_${index}(int by)\n{\n  other += by;\n  return other;\n}\n`,
);
const name = 'many.race';
const text = ['int other;\n', ...functions].join('');

/** Analyses the text as an editor does: with its tokens, a hover and the uses of a name. */
function look(): object {
  const analysis = analyse({ name, text }, () => undefined, kernelLibrary);
  const bound = boundNames(analysis, name).length;
  const found = symbolAt(analysis, name, text.indexOf('other'));
  const uses = found === undefined ? 0 : usesOf(analysis, found.symbol).length;
  if (bound < functions.length || uses !== 1 + 2 * functions.length) throw new Error('no names');
  return analysis;
}

async function collect(type: 'major' | 'minor'): Promise<void> {
  if (globalThis.gc === undefined) throw new Error('started without --expose-gc');
  // In a turn of its own, where nothing of the work is on the stack.
  await new Promise((resolve) => setTimeout(resolve, 0));
  globalThis.gc({ type, execution: 'sync' });
}

/** Once the young have been collected; the second time, what has survived is old. */
async function usedBytes(): Promise<number> {
  await collect('minor');
  await collect('minor');
  return getHeapStatistics().used_heap_size;
}

async function main(): Promise<void> {
  const rounds = 12;
  for (let round = 0; round < rounds; round += 1) look();
  // What is unreachable by way of what is may take more than one.
  for (let round = 0; round < 4; round += 1) await collect('major');
  // Tables of those that are kept are old by now, as they are in a server.
  for (let round = 0; round < 3; round += 1) {
    look();
    await usedBytes();
  }
  const before = await usedBytes();
  for (let round = 0; round < rounds; round += 1) {
    look();
    await usedBytes();
  }
  process.stdout.write(String((await usedBytes()) - before));
}

void main();
