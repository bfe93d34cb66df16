// The micro-steps of the functions that a program calls, for hovers: every instruction at which
// another thread may come in between, in the order of the code.
import type { Frame, Instruction, Program } from '@racewalk/simulator';
import type { FunctionSteps } from './messages.ts';

/** The only step of a function that is one step as a whole. */
export const wholeCall = 'the whole call, at once';

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
  const wholes = wholeCalls(frames);
  for (const instruction of code) {
    if (!instruction.step) continue;
    const whole = found.get(wholes.get(callKey(instruction.site.frame, instruction.site)) ?? -1);
    if (whole?.length === 0) whole.push(wholeCall);
    for (const [frame, callees] of callersOf(frames, instruction.site.frame)) {
      const steps = found.get(frame);
      if (steps !== undefined && steps.length < stepsMax)
        steps.push(stepText(instruction, callees));
    }
  }
  return [...first].map(([name, frame]) => ({ name, steps: found.get(frame) ?? [] }));
}

/** A call that is one step has its step at the call itself, in the caller. */
function wholeCalls(frames: readonly Frame[]): ReadonlyMap<string, number> {
  const entries = frames.map((frame, index) => [callKey(frame.parent, frame), index] as const);
  return new Map(entries.reverse());
}

function callKey(
  caller: number | undefined,
  { file, start, end }: { readonly file: number; readonly start: number; readonly end: number },
): string {
  return [caller, file, start, end].join();
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
