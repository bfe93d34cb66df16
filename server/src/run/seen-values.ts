// Values at every access of a program, as a hover shows them: formatted, with the place in the text.
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
    const access = accessOf(instruction, program);
    const thread = outermost(program.frames, instruction.site.frame);
    if (access === undefined || !threads.has(thread)) return [];
    const { file, start, end } = instruction.site;
    const at = seen.get(pc) ?? { values: [], more: false };
    return [
      {
        file: program.files[file] ?? '',
        start,
        end,
        thread,
        how: access.how,
        values: formatted(program, access.displays, at),
        more: at.more,
      },
    ];
  });
}

interface Access {
  readonly how: SeenSite['how'];
  readonly displays: readonly Display[];
}

function accessOf(instruction: Instruction, program: Program): Access | undefined {
  const ofRegister = (register: number): Display =>
    program.registers[register]?.display ?? { kind: 'number' };
  switch (instruction.op) {
    case 'load':
      return { how: 'reads', displays: instruction.to.map(ofRegister) };
    case 'store': {
      const first = firstSlot(instruction.to, program);
      const displays = instruction.values.map(
        (_, index): Display => program.slots[first + index]?.display ?? { kind: 'number' },
      );
      return { how: 'writes', displays };
    }
    case 'set':
    case 'any':
    case 'allocate':
      // A temporary has no name: nobody can point at it.
      if (program.registers[instruction.to]?.name === undefined) return undefined;
      return { how: 'becomes', displays: [ofRegister(instruction.to)] };
    default:
      return undefined;
  }
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
