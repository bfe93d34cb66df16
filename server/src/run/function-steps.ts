// The micro-steps of the functions that a program calls, for hovers: every instruction at which
// another thread may come in between, in the order of the code.
import type { Frame, Instruction, Program } from '@racewalk/simulator';
import type { FunctionSteps } from './messages.ts';

/** More than this no hover shows. */
const stepsMax = 60;

export function functionSteps({ frames, code, threads }: Program): readonly FunctionSteps[] {
  const roots = new Set(threads.map(({ name }) => name));
  const first = new Map<string, number>();
  for (const [index, { name, parent }] of frames.entries()) {
    const isThread = parent === undefined && roots.has(name);
    if (!isThread && !first.has(name)) first.set(name, index);
  }
  const found = new Map<number, string[]>([...first.values()].map((frame) => [frame, []]));
  for (const instruction of code) {
    if (!instruction.step) continue;
    for (const [frame, callees] of callersOf(frames, instruction.site.frame)) {
      const steps = found.get(frame);
      if (steps !== undefined && steps.length < stepsMax) steps.push(stepText(instruction, callees));
    }
  }
  return [...first].map(([name, frame]) => ({ name, steps: found.get(frame) ?? [] }));
}

/** The frame and those that called it, each with the calls between it and the instruction. */
function* callersOf(
  frames: readonly Frame[],
  innermost: number,
): Generator<readonly [number, readonly string[]]> {
  let callees: readonly string[] = [];
  for (let frame: number | undefined = innermost; frame !== undefined; ) {
    yield [frame, callees];
    const entry: Frame | undefined = frames[frame];
    callees = [entry?.name ?? '', ...callees];
    frame = entry?.parent;
  }
}

function stepText(instruction: Instruction, callees: readonly string[]): string {
  const text = 'text' in instruction && instruction.text !== '' ? instruction.text : instruction.op;
  const verb = { load: 'read ', store: 'write ', await: 'wait for ' };
  const { op } = instruction;
  const what = op === 'load' || op === 'store' || op === 'await' ? `${verb[op]}${text}` : text;
  return callees.length === 0 ? what : `${callees.join(' > ')}: ${what}`;
}
