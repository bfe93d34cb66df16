// Places to rest such that no thread can take steps for ever without coming to one of them again and
// again; few of them. A loop that counts in one direction ends by itself and needs none.
import { eachRegister } from '../liveness.ts';
import type { Expression, Instruction, Pc, RegisterId } from '../program.ts';
import { isResting, successors } from '../reach.ts';
import { cyclicParts, type Ways } from './cycles.ts';

/** Places times candidates, up to which every candidate of a loop is tried. */
const trialsMax = 100_000;

/** A part of the steps of a thread that holds a cycle. */
interface Part {
  readonly steps: Ways;
  readonly rests: readonly Pc[];
}

/** The sticky places of a thread; `steps` is where the step from each place to rest may lead. */
export function stickyRests(code: readonly Instruction[], steps: Ways): ReadonlySet<Pc> {
  const sticky = new Set<Pc>();
  const work = partsOf(steps, [...steps.keys()]);
  for (let part = work.pop(); part !== undefined; part = work.pop()) {
    const counting = countingIn(code, instructionsBetween(code, part));
    const around = stepsAround(code, part, counting);
    if (stepsIn(around, part) < stepsIn(part.steps, part)) {
      work.push(...partsOf(around, part.rests));
      continue;
    }
    const chosen = bestRest(part);
    sticky.add(chosen);
    work.push(...without(part, chosen));
  }
  return sticky;
}

function stepsIn(steps: Ways, { rests }: Part): number {
  return rests.reduce((sum, pc) => sum + steps.get(pc)!.length, 0);
}

function partsOf(steps: Ways, rests: readonly Pc[]): Part[] {
  return cyclicParts(steps, rests).map((one) => ({ steps, rests: one }));
}

function without({ steps, rests }: Part, pc: Pc): Part[] {
  return partsOf(
    steps,
    rests.filter((one) => one !== pc),
  );
}

/**
 * The place without which the least is still cyclic; of equals one that is met only where the loop is
 * run again (its steps don't leave the loop), and the last of them in the code.
 */
function bestRest(part: Part): Pc {
  const canTry = part.rests.length ** 2 <= trialsMax;
  const inside = new Set(part.rests);
  const judged = part.rests.map((pc) => ({
    pc,
    left: canTry ? without(part, pc).reduce((sum, { rests }) => sum + rests.length, 0) : 0,
    exits: part.steps.get(pc)!.filter((to) => !inside.has(to)).length,
  }));
  return judged.reduce((best, one) => {
    const order = one.left - best.left || one.exits - best.exits || best.pc - one.pc;
    return order < 0 ? one : best;
  }).pc;
}

/** Instructions on some way from a place of the part to the next one. */
function instructionsBetween(code: readonly Instruction[], { rests }: Part): ReadonlySet<Pc> {
  const before = new Map<Pc, Pc[]>();
  const seen = new Set<Pc>();
  const forward = [...rests];
  for (let pc = forward.pop(); pc !== undefined; pc = forward.pop()) {
    if (seen.has(pc)) continue;
    seen.add(pc);
    for (const to of successors(code[pc]!, pc)) {
      before.set(to, [...(before.get(to) ?? []), pc]);
      if (!isResting(code[to]!)) forward.push(to);
    }
  }
  const between = new Set<Pc>();
  const back = rests.flatMap((pc) => before.get(pc) ?? []);
  for (let pc = back.pop(); pc !== undefined; pc = back.pop()) {
    if (between.has(pc)) continue;
    between.add(pc);
    if (!isResting(code[pc]!)) back.push(...(before.get(pc) ?? []));
  }
  return between;
}

/** The steps of the part that don't need to run any of some instructions. */
function stepsAround(
  code: readonly Instruction[],
  { steps, rests }: Part,
  avoided: ReadonlySet<Pc>,
): Ways {
  return new Map(
    rests.map((rest) => {
      const seen = new Set<Pc>();
      const work = avoided.has(rest) ? [] : [...successors(code[rest]!, rest)];
      for (let pc = work.pop(); pc !== undefined; pc = work.pop()) {
        if (seen.has(pc) || avoided.has(pc)) continue;
        seen.add(pc);
        if (!isResting(code[pc]!)) work.push(...successors(code[pc]!, pc));
      }
      return [rest, steps.get(rest)!.filter((to) => seen.has(to))];
    }),
  );
}

/**
 * The instructions that count a register up, or down, where nothing else in the part sets it: they
 * can't be run for ever, since the register would leave its range.
 */
function countingIn(code: readonly Instruction[], part: ReadonlySet<Pc>): Set<Pc> {
  const directions = new Map<RegisterId, number>();
  const counting: { readonly pc: Pc; readonly register: RegisterId }[] = [];
  for (const pc of part) {
    const instruction = code[pc]!;
    const direction = instruction.op === 'set' ? directionOf(instruction.value, instruction.to) : 0;
    const written = (register: RegisterId): void => {
      const known = directions.get(register) ?? direction;
      directions.set(register, known === direction ? direction : 0);
      if (direction !== 0) counting.push({ pc, register });
    };
    eachRegister(instruction, () => {}, written);
  }
  const steady = counting.filter(({ register }) => directions.get(register) !== 0);
  return new Set(steady.map(({ pc }) => pc));
}

/** 1 for `r + c`, -1 for `r - c`, c positive; 0 for everything else. */
function directionOf(value: Expression, register: RegisterId): number {
  if (value.op === 'convert') return directionOf(value.value, register);
  if (value.op !== 'binary' || (value.operator !== '+' && value.operator !== '-')) return 0;
  const { left, right, operator } = value;
  if (left.op !== 'register' || left.register !== register || right.op !== 'constant') return 0;
  return Math.sign(right.value) * (operator === '+' ? 1 : -1);
}
