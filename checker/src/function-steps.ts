// The micro-steps of the functions that a program calls, for hovers and the library's manual: every instruction at which
// another thread may come in between, in the order of the code.
import type { Frame, Instruction, Program } from '@racewalk/simulator';

/** What a call of the function does, step by step, in the program at hand. */
export interface FunctionSteps {
  readonly name: string;
  readonly steps: readonly string[];
}

/** The only step of a function that is one step as a whole. */
export const wholeCall = 'the whole call, at once';

/** More than this no hover shows. */
const stepsMax = 60;

export function functionSteps({ frames, code, threads }: Program): readonly FunctionSteps[] {
  const first = firstCalls(
    frames,
    new Set(threads.map(({ name }) => name)),
    steppedFrames(code, frames),
  );
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

/** Of each function the first call that has a step: a call in setup, or behind a condition that never holds, has none. */
function firstCalls(
  frames: readonly Frame[],
  roots: ReadonlySet<string>,
  stepped: ReadonlySet<number>,
): ReadonlyMap<string, number> {
  const first = new Map<string, number>();
  for (const [index, { name, parent }] of frames.entries()) {
    if (parent === undefined && roots.has(name)) continue;
    const known = first.get(name);
    if (known === undefined || (stepped.has(index) && !stepped.has(known))) first.set(name, index);
  }
  return first;
}

/** Calls inside which another thread may come in, or which are one step as a whole. */
function steppedFrames(
  code: readonly Instruction[],
  frames: readonly Frame[],
): ReadonlySet<number> {
  const wholes = wholeCalls(frames);
  const stepped = new Set<number>();
  for (const { step, site } of code) {
    if (!step) continue;
    const whole = wholes.get(callKey(site.frame, site));
    if (whole !== undefined) stepped.add(whole);
    for (const [frame] of callersOf(frames, site.frame)) stepped.add(frame);
  }
  return stepped;
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
