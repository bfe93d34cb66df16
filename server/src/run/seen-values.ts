// Values at every access of a program, as a hover shows them: formatted, with the place in the
// text.
import {
  type Display,
  type Frame,
  formatValue,
  type Instruction,
  type Place,
  type Program,
  type SeenAt,
  type ValuesSeen,
} from '@racewalk/simulator';
import type { SeenSite } from './messages.ts';

export function seenSites(program: Program, { seen }: ValuesSeen): readonly SeenSite[] {
  const threads = new Set(program.threads.map(({ name }) => name));
  return program.code.flatMap((instruction, pc) => {
    const thread = outermost(program.frames, instruction.site.frame);
    if (!threads.has(thread)) return [];
    const { file: index, start, end } = instruction.site;
    const file = program.files[index] ?? '';
    const at = seen.get(pc) ?? { values: [], more: false };
    return accessesOf(instruction, program).map(({ how, local, part, displays }) => {
      const values = formatted(program, displays, at).map((value) => part + value);
      return { file, start, end, thread, how, local, values, more: at.more };
    });
  });
}

interface Access {
  readonly how: SeenSite['how'];
  readonly local: string | undefined;
  /** Stands before the value where it is that of a part: `.write = `. */
  readonly part: string;
  readonly displays: readonly Display[];
}

function accessesOf(instruction: Instruction, program: Program): readonly Access[] {
  const shared = { local: undefined, part: '' };
  switch (instruction.op) {
    case 'load': {
      const displays = instruction.to.map((register) => displayOf(register, program));
      return [{ how: 'reads', ...shared, displays }, ...becoming(instruction.to, program)];
    }
    case 'store': {
      const first = firstSlot(instruction.to, program);
      const displays = instruction.values.map(
        (_, index): Display => program.slots[first + index]?.display ?? { kind: 'number' },
      );
      return [{ how: 'writes', ...shared, displays }];
    }
    case 'set':
    case 'any':
    case 'allocate':
      return becoming([instruction.to], program);
    default:
      return [];
  }
}

function displayOf(register: number, { registers }: Program): Display {
  return registers[register]?.display ?? { kind: 'number' };
}

/** What a named local gets; a temporary has no name, so nobody can point at it. */
function becoming(to: readonly number[], program: Program): readonly Access[] {
  const name = program.registers[to[0] ?? -1]?.name;
  if (name === undefined) return [];
  const local = /^\w+/u.exec(name)?.[0] ?? name;
  const isWhole = local === name || to.length > 1;
  const displays = to.map((register) => displayOf(register, program));
  return [
    { how: 'becomes', local, part: isWhole ? '' : `${name.slice(local.length)} = `, displays },
  ];
}

/** All slots a place may name are shown alike, so the first one speaks for them. */
function firstSlot({ base, pointer, offset }: Place, { domains }: Program): number {
  if (pointer === undefined) return base + offset;
  return (domains[pointer.domain]?.targets[0]?.slot ?? 0) + offset;
}

function outermost(frames: readonly Frame[], innermost: number): string {
  let frame = frames[innermost];
  while (frame?.parent !== undefined) frame = frames[frame.parent];
  return frame?.name ?? '';
}

function formatted(program: Program, displays: readonly Display[], { values }: SeenAt): string[] {
  const texts = values.map((parts) => {
    const words = parts.map((part, index) =>
      formatValue(program, displays[index] ?? { kind: 'number' }, part),
    );
    return words.length === 1 ? (words[0] ?? '') : `{ ${words.join(', ')} }`;
  });
  return [...new Set(texts)];
}
