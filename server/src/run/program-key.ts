// What makes two programs the same for a search: everything but where in the texts it stands.
// The key is the whole content, not a digest: two different programs never share one, so a verdict
// is never taken for another program's.
import type { Display, Program } from '@racewalk/simulator';

export function programKey(program: Program): string {
  return JSON.stringify(contentOf(program));
}

/**
 * The same for many programs that are much alike, in a thousandth of the space: each part is kept once,
 * and a key names its parts. Keys of one object are equal exactly where the programs' contents are.
 */
export class ProgramKeys {
  readonly #numbers = new Map<string, number>();
  #characters = 0;

  /** Of all parts that are kept. */
  get characters(): number {
    return this.#characters;
  }

  keyOf(program: Program): string {
    const parts = Object.entries(contentOf(program)).flatMap(([name, value]) => [
      name,
      ...(Array.isArray(value) ? value.map(textOf) : [textOf(value)]),
    ]);
    return parts.map((part) => this.#nameOf(part)).join('');
  }

  #nameOf(part: string): string {
    const known = this.#numbers.get(part);
    const number = known ?? this.#numbers.size;
    if (known === undefined) {
      this.#numbers.set(part, number);
      this.#characters += part.length;
    }
    return String.fromCharCode(Math.floor(number / 0x8000), number % 0x8000);
  }
}

function textOf(value: unknown): string {
  return JSON.stringify(value) ?? '';
}

function contentOf(program: Program) {
  const { slots, registers, frames, code, observations, files: _, ...rest } = program;
  return {
    ...rest,
    slots: slots.map((slot) => ({ ...slot, display: plain(slot.display) })),
    registers: registers.map((register) => ({ ...register, display: plain(register.display) })),
    observations: observations.map((one) => ({ ...one, display: plain(one.display) })),
    frames: frames.map(({ name, parent }) => [name, parent]),
    code: code.map(({ site, ...instruction }) => [site.frame, instruction]),
  };
}

/** JSON has no maps: they would all look alike. */
function plain(display: Display): unknown {
  return display.kind === 'enum' ? { kind: display.kind, names: [...display.names] } : display;
}
