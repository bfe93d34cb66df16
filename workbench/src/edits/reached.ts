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
  const { frames, threads } = program;
  const met = metByFrame(program, reached);
  const names = new Set(threads.map(({ name }) => name));
  return {
    begun(code, spans) {
      const activations = frames.flatMap(({ name, parent }, index) => {
        const isOwn = code.kind === 'thread' ? parent === undefined : parent !== undefined;
        return isOwn && name === code.name ? [index] : [];
      });
      const answers = activations.flatMap((frame): readonly Begun[] => {
        const top = topName(program, frame);
        if (top === 'setup' && !names.has(top)) return [];
        // Properties and observations are looked at in every state.
        if (!names.has(top)) return ['yes'];
        const own = met.get(frame);
        if (own === undefined) return [begunAbove(program, frame, met)];
        return spans.map((span) => begunIn(own, span));
      });
      if (answers.includes('yes')) return 'yes';
      return answers.includes('unknown') ? 'unknown' : 'no';
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
function begunAbove(
  { frames }: Program,
  frame: number,
  met: ReadonlyMap<number, readonly Met[]>,
): Begun {
  for (let up = frames[frame]?.parent; up !== undefined; up = frames[up]?.parent) {
    const found = met.get(up);
    if (found !== undefined) return found.some(({ reached }) => reached) ? 'unknown' : 'no';
  }
  return 'unknown';
}

function topName({ frames }: Program, frame: number): string {
  let top = frames[frame];
  while (top?.parent !== undefined) top = frames[top.parent];
  return top?.name ?? '';
}

function metByFrame(
  { code, frames }: Program,
  reached: ReadonlySet<Pc>,
): ReadonlyMap<number, readonly Met[]> {
  const found = new Map<number, Met[]>();
  code.forEach(({ site }, pc) => {
    let place: tree.Span = site;
    for (let frame: number | undefined = site.frame; frame !== undefined; ) {
      const all = found.get(frame) ?? [];
      all.push({ start: place.start, end: place.end, reached: reached.has(pc) });
      found.set(frame, all);
      const open: Program['frames'][number] | undefined = frames[frame];
      if (open === undefined) break;
      place = open;
      frame = open.parent;
    }
  });
  return found;
}
