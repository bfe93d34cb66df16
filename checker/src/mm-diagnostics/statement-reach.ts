// Which statements of a text a complete search of one variant came to.
import type { Pc, Program } from '@racewalk/simulator';
import { type Body, hasEntry, listsIn, type Statements } from './statement-lists.ts';

/** unknown: it leaves no instruction to look at, and may have been passed. */
export type Reach = 'reached' | 'unknown' | 'unreached';

/** `start end` of a statement. */
export type StatementKey = `${number} ${number}`;

export function statementKey({ start, end }: { start: number; end: number }): StatementKey {
  return `${start} ${end}`;
}

/** A place that a call, or the outermost code of a thread, has in its own text. */
interface Met {
  readonly file: number;
  readonly start: number;
  readonly end: number;
  readonly reached: boolean;
}

/**
 * Statements of `bodies`, which stand in `file`, in all the calls that the program is made of;
 * those of a body that is nowhere called are left out. `reached`: all instructions that the search
 * came to.
 */
export function statementReach(
  program: Program,
  file: string,
  bodies: readonly Body[],
  reached: ReadonlySet<Pc>,
): ReadonlyMap<StatementKey, Reach> {
  const own = program.files.indexOf(file);
  const met = metByFrame(program, reached);
  const found = new Map<StatementKey, Reach>();
  program.frames.forEach(({ name, parent }, frame) => {
    const kind = parent === undefined ? 'outermost' : 'function';
    const places = met.get(frame) ?? [];
    for (const body of bodies) {
      const isNamed = kind === 'outermost' || body.name === name;
      if (body.kind !== kind || !isNamed) continue;
      const [place] = places;
      // A call without an instruction may have been anywhere in it: setup's are like that.
      const isUnseen = place === undefined;
      if (isUnseen && kind === 'outermost') continue;
      const isThis =
        isUnseen ||
        (place.file === own && body.block.start <= place.start && place.end <= body.block.end);
      if (!isThis) continue;
      const isDead = !isUnseen && places.every((one) => !one.reached);
      judge(body.block.statements, places, isDead, found);
    }
  });
  return found;
}

/** `isDead`: control does not come to the beginning of the list. */
function judge(
  statements: Statements,
  places: readonly Met[],
  isDead: boolean,
  found: Map<StatementKey, Reach>,
): void {
  let isBehindDead = isDead;
  for (const statement of statements) {
    const { start, end } = statement;
    const within = places.filter((place) => start <= place.start && place.end <= end);
    const reach = reachOf(within, isBehindDead && !hasEntry(statement));
    const key = statementKey(statement);
    found.set(key, worse(found.get(key), reach));
    for (const list of listsIn(statement)) judge(list, within, reach === 'unreached', found);
    isBehindDead = reach === 'unreached';
  }
}

function reachOf(within: readonly Met[], isDead: boolean): Reach {
  if (within.some(({ reached }) => reached)) return 'reached';
  return within.length > 0 || isDead ? 'unreached' : 'unknown';
}

/** Of two calls or two variants: what keeps a statement from being reported wins. */
export function worse(one: Reach | undefined, other: Reach): Reach {
  if (one === undefined || one === 'unreached') return other;
  return one === 'reached' || other === 'reached' ? 'reached' : 'unknown';
}

/** Each place once: a call of the library is one place here, and a thousand instructions there. */
function metByFrame({ code, frames }: Program, reached: ReadonlySet<Pc>) {
  const found = new Map<number, Map<number, Met>>();
  code.forEach(({ site }, pc) => {
    const isReached = reached.has(pc);
    let place: Omit<Met, 'reached'> = site;
    for (let frame: number | undefined = site.frame; frame !== undefined; ) {
      const all = found.get(frame) ?? new Map<number, Met>();
      found.set(frame, all);
      const { file, start, end } = place;
      const key = start * 2 ** 22 + end;
      const known = all.get(key);
      if (known === undefined || (isReached && !known.reached))
        all.set(key, { file, start, end, reached: isReached });
      const open: Program['frames'][number] | undefined = frames[frame];
      if (open === undefined) break;
      place = open;
      frame = open.parent;
    }
  });
  return new Map([...found].map(([frame, all]) => [frame, [...all.values()]] as const));
}
