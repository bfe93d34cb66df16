// Which statements some thread begins, over all interleavings of a program. An edit of statements that
// no thread begins leaves every run as it is, and need not be explored.
import type { tree } from '@racewalk/language';
import type { Pc, Program } from '@racewalk/simulator';
import type { Code } from './edit.ts';

export type Begun = 'yes' | 'no' | 'unknown';

export interface Statements {
  /** Does a thread begin one of the statements? `unknown` where they leave no instruction to look at. */
  begun(code: Code, spans: readonly tree.Span[]): Begun;
}

/** One instruction of an activation, or of what it calls, at its place in the activation's own text. */
interface Met {
  readonly start: number;
  readonly end: number;
  readonly reached: boolean;
}

/** `reached` are the instructions that a complete search came to. */
export function statementsOf(program: Program, reached: ReadonlySet<Pc>): Statements {
  const met = new MetInstructions(program, reached);
  const tops = topNames(program);
  const names = new Set(program.threads.map(({ name }) => name));
  const byName = framesByName(program);
  return {
    begun(code, spans) {
      const activations = (byName.get(code.name) ?? []).filter((frame) => {
        const isOutermost = program.frames[frame]?.parent === undefined;
        return isOutermost === (code.kind === 'thread');
      });
      let isUnknown = false;
      for (const frame of activations) {
        const top = tops[frame] ?? '';
        if (top === 'setup' && !names.has(top)) continue;
        // Properties and observations are looked at in every state.
        if (!names.has(top)) return 'yes';
        const own = met.of(frame);
        const answers =
          own.length === 0
            ? [begunAbove(program, frame, met)]
            : spans.map((span) => begunIn(own, span));
        if (answers.includes('yes')) return 'yes';
        isUnknown ||= answers.includes('unknown');
      }
      return isUnknown ? 'unknown' : 'no';
    },
  };
}

/** Whoever begins a statement runs the first of its instructions. */
function begunIn(met: readonly Met[], span: tree.Span): Begun {
  const within = met.filter(({ start, end }) => span.start <= start && end <= span.end);
  const looked = within.length > 0 ? within : met;
  if (looked.every(({ reached }) => !reached)) return 'no';
  return within.length > 0 ? 'yes' : 'unknown';
}

/** An activation that has no instruction at all: is what called it ever begun? */
function begunAbove({ frames }: Program, frame: number, met: MetInstructions): Begun {
  for (let up = frames[frame]?.parent; up !== undefined; up = frames[up]?.parent) {
    const found = met.of(up);
    if (found.length > 0) return found.some(({ reached }) => reached) ? 'unknown' : 'no';
  }
  return 'unknown';
}

function framesByName({ frames }: Program): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>();
  for (const [frame, { name }] of frames.entries()) {
    const same = found.get(name);
    if (same === undefined) found.set(name, [frame]);
    else same.push(frame);
  }
  return found;
}

/** Of each activation, the name of the outermost one around it. */
function topNames({ frames }: Program): readonly string[] {
  const tops: string[] = [];
  for (const { name, parent } of frames) {
    tops.push(parent === undefined ? name : (tops[parent] ?? ''));
  }
  return tops;
}

/** The instructions of activations, looked up for those that are asked about. */
class MetInstructions {
  readonly #program: Program;
  readonly #reached: ReadonlySet<Pc>;
  /** Of each activation, its first instruction and the one behind its last. */
  readonly #ranges: readonly { from: Pc; to: Pc }[];
  readonly #known = new Map<number, readonly Met[]>();

  constructor(program: Program, reached: ReadonlySet<Pc>) {
    this.#program = program;
    this.#reached = reached;
    this.#ranges = program.frames.map(() => ({ from: program.code.length, to: 0 }));
    program.code.forEach(({ site }, pc) => {
      for (let frame: number | undefined = site.frame; frame !== undefined; ) {
        const range = this.#ranges[frame];
        if (range === undefined) break;
        range.from = Math.min(range.from, pc);
        range.to = pc + 1;
        frame = program.frames[frame]?.parent;
      }
    });
  }

  of(frame: number): readonly Met[] {
    const known = this.#known.get(frame) ?? this.#find(frame);
    this.#known.set(frame, known);
    return known;
  }

  #find(wanted: number): readonly Met[] {
    const { code, frames } = this.#program;
    const { from, to } = this.#ranges[wanted] ?? { from: 0, to: 0 };
    const found: Met[] = [];
    for (let pc = from; pc < to; pc++) {
      let place: { start: number; end: number; frame?: number } | undefined = code[pc]?.site;
      let frame = code[pc]?.site.frame;
      while (frame !== undefined && frame !== wanted) {
        place = frames[frame];
        frame = frames[frame]?.parent;
      }
      if (frame === undefined || place === undefined) continue;
      const { start, end } = place;
      found.push({ start, end, reached: this.#reached.has(pc) });
    }
    return found;
  }
}
