// The same program with one thread more, which does the work of one call again: with the arguments
// of that call, at any later moment, or never. Nothing else changes, so what breaks now and held
// before breaks because the work was done twice.
import {
  type Expression,
  type Fragment,
  type Frame,
  type Instruction,
  livenessFragments,
  liveOnEntry,
  movedParts,
  type Pc,
  type Place,
  type Program,
  type Property,
  type RegisterId,
  type Slot,
  withLiveness,
} from '@racewalk/simulator';
import { renamed } from './rename.ts';

/** How the thread is called that does it again. */
export const againName = 'again';

/**
 * `mark` is the instruction that ends the call. Undefined where the call has no code of its own, or
 * code that cannot be taken out.
 */
export function doneAgain(program: Program, mark: Pc): Program | undefined {
  if (program.schedule.length > 0) return undefined;
  const range = rangeOf(program, mark);
  if (range === undefined) return undefined;
  const slice = sliceOf(program, range);
  const needed = liveOnEntry(slice, [0], [])[0] ?? [];
  const firstSlot = program.slots.length;
  const done = firstSlot + needed.length;
  const slots = [...program.slots, ...needed.map((one) => savedSlot(program, one)), doneSlot];
  const initial = slots.map(({ range: { min, max } }, slot) => {
    return program.initial[slot] ?? Math.min(Math.max(0, min), max);
  });
  const shift = (pc: Pc): Pc => (pc > range.first ? pc + needed.length : pc);
  const own = instrumented(program, { range, needed, firstSlot, done, shift });
  const {
    code: repeated,
    registers,
    frames,
  } = repeating(program, {
    slice,
    range,
    needed,
    firstSlot,
    done,
    at: own.length,
  });
  const shifted = movedParts(program, shift);
  const role = undefined;
  const threads = [...shifted.threads, { name: againName, role, entry: own.length }];
  const code = [...own, ...repeated];
  const parts = { ...program, ...shifted, slots, initial, registers, frames, threads };
  return { ...parts, code: withLiveness(code, entriesOf({ ...parts, code }), new Set()) };
}

interface CodeRange {
  readonly first: Pc;
  /** The mark, the last of them. */
  readonly last: Pc;
}

/** The call's own code, one piece that is left only behind its end. */
function rangeOf({ code, frames }: Program, mark: Pc): CodeRange | undefined {
  const frame = code[mark]?.site.frame;
  const isInside = (pc: Pc): boolean => {
    let at = code[pc]?.site.frame;
    while (at !== undefined && at !== frame) at = frames[at]?.parent;
    return at === frame;
  };
  let first = mark;
  while (first > 0 && isInside(first - 1)) first--;
  if (first === mark) return undefined;
  const range = { first, last: mark };
  const leaves = code.slice(first, mark + 1).some((one) => targetsOf(one).some(isOutside(range)));
  return leaves ? undefined : range;
}

function isOutside({ first, last }: CodeRange): (pc: Pc) => boolean {
  return (pc) => pc < first || pc > last + 1;
}

function targetsOf(instruction: Instruction): readonly Pc[] {
  if (instruction.op === 'jump') return [instruction.to];
  if (instruction.op === 'branch') return [instruction.otherwise];
  return instruction.op === 'choose' ? instruction.targets : [];
}

/** The code of the call by itself: it begins at 0, and its last instruction is an end. */
function sliceOf({ code }: Program, { first, last }: CodeRange): readonly Instruction[] {
  const register = (one: RegisterId): RegisterId => one;
  const target = (pc: Pc): Pc => pc - first;
  const body = code.slice(first, last).map((one) => renamed(one, { register, target }));
  const { site, live } = code[last] ?? body[0]!;
  const end: Instruction = { op: 'end', step: false, live, site };
  // Jumps to the mark, and behind it, come to the end.
  return [
    ...body.map((one) => renamed(one, { register, target: (pc) => Math.min(pc, last - first) })),
    end,
  ];
}

function savedSlot({ registers }: Program, register: RegisterId): Slot {
  const { name, range, display } = registers[register]!;
  return {
    name: `${againName}.${name ?? 'value'}`,
    range,
    display,
    ghost: false,
    object: undefined,
  };
}

const doneSlot: Slot = {
  name: `${againName}.done`,
  range: { min: 0, max: 1 },
  display: { kind: 'bool' },
  ghost: false,
  object: undefined,
};

function slotPlace(base: number): Place {
  return { base, pointer: undefined, offset: 0, indices: [] };
}

interface Saving {
  readonly needed: readonly RegisterId[];
  readonly firstSlot: number;
  /** The slot that says that the call is over. */
  readonly done: number;
  readonly range: CodeRange;
}

/** The program's own code: the call keeps what it was called with, and says when it is over. */
function instrumented(
  { code }: Program,
  { needed, firstSlot, done, range, shift }: Saving & { readonly shift: (pc: Pc) => Pc },
): readonly Instruction[] {
  const register = (one: RegisterId): RegisterId => one;
  return code.flatMap((instruction, pc): readonly Instruction[] => {
    const { site } = instruction;
    const moved = renamed(instruction, { register, target: shift });
    const store = (slot: number, value: Expression): Instruction => {
      const text = `${againName}: kept`;
      return {
        op: 'store',
        to: slotPlace(slot),
        values: [value],
        text,
        step: false,
        live: [],
        site,
      };
    };
    if (pc === range.last) return [store(done, { op: 'constant', value: 1 })];
    if (pc !== range.first) return [moved];
    const kept = needed.map((one, index) =>
      store(firstSlot + index, { op: 'register', register: one }),
    );
    return [...kept, moved];
  });
}

/** What the thread does that does it again. */
function repeating(
  program: Program,
  {
    slice,
    range,
    needed,
    firstSlot,
    done,
    at,
  }: Saving & { readonly slice: readonly Instruction[]; readonly at: Pc },
): Pick<Program, 'code' | 'registers' | 'frames'> {
  const registers = [...program.registers];
  const numbers = new Map<RegisterId, RegisterId>();
  const register = (one: RegisterId): RegisterId => {
    const known = numbers.get(one) ?? registers.push(program.registers[one]!) - 1;
    numbers.set(one, known);
    return known;
  };
  const frames = [...program.frames];
  const frame = framesFor(program, program.code[range.last]!.site.frame, frames);
  const root = frames[frame(program.code[range.last]!.site.frame)]?.parent ?? 0;
  const site = { ...program.code[range.first]!.site, frame: root };
  const flag =
    registers.push({ name: undefined, range: doneSlot.range, display: doneSlot.display }) - 1;
  const before: Instruction[] = [
    {
      op: 'load',
      to: [flag],
      from: slotPlace(done),
      text: 'is it done?',
      step: true,
      live: [],
      site,
    },
    {
      op: 'branch',
      condition: { op: 'register', register: flag },
      otherwise: at + 2 + needed.length + slice.length - 1,
      step: false,
      live: [],
      site,
    },
    ...needed.map((one, index): Instruction => {
      const from = slotPlace(firstSlot + index);
      return {
        op: 'load',
        to: [register(one)],
        from,
        text: 'argument',
        step: false,
        live: [],
        site,
      };
    }),
  ];
  const start = at + before.length;
  const body = slice.map((one) => {
    const moved = renamed(one, { register, target: (pc) => pc + start });
    return { ...moved, site: { ...moved.site, frame: frame(moved.site.frame) } };
  });
  return { code: [...before, ...body], registers, frames };
}

/** Calls of the new thread: one of its own, and those of the call that is done again. */
function framesFor(program: Program, outer: number, frames: Frame[]): (frame: number) => number {
  const called = program.frames[outer]!;
  const root = frames.push({ ...called, name: againName, parent: undefined }) - 1;
  const numbers = new Map<number, number>();
  const numberOf = (frame: number): number => {
    const known = numbers.get(frame);
    if (known !== undefined) return known;
    const { parent, ...rest } = program.frames[frame]!;
    const around = frame === outer || parent === undefined ? root : numberOf(parent);
    const made = frames.push({ ...rest, parent: around }) - 1;
    numbers.set(frame, made);
    return made;
  };
  return numberOf;
}

function entriesOf(program: Program): readonly Pc[] {
  const { threads, properties, observations, witnesses } = program;
  const states = properties.flatMap((one: Property) => [
    ...(one.state === undefined ? [] : [one.state]),
    ...livenessFragments(one),
  ]);
  const fragments: readonly Fragment[] = [
    ...states,
    ...observations.map(({ value }) => value),
    ...witnesses.map(({ condition }) => condition),
    ...program.finally,
  ];
  return [...threads, ...fragments].map(({ entry }) => entry);
}
