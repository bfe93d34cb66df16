// What makes two programs the same for a search: everything but where in the texts it stands.
// The key is the whole content, not a digest: two different programs never share one, so a verdict
// is never taken for another program's.
import type { Display, Program } from '@racewalk/simulator';

export function programKey(program: Program): string {
  const { slots, registers, frames, code, observations, files: _, ...rest } = program;
  return JSON.stringify({
    ...rest,
    slots: slots.map((slot) => ({ ...slot, display: plain(slot.display) })),
    registers: registers.map((register) => ({ ...register, display: plain(register.display) })),
    observations: observations.map((one) => ({ ...one, display: plain(one.display) })),
    frames: frames.map(({ name, parent }) => [name, parent]),
    code: code.map(({ site, ...instruction }) => [site.frame, instruction]),
  });
}

/** JSON has no maps: they would all look alike. */
function plain(display: Display): unknown {
  return display.kind === 'enum' ? { kind: display.kind, names: [...display.names] } : display;
}
