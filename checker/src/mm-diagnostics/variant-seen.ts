// What a complete search of one variant saw of its text: data, from which the diagnostics of a whole file are
// made once all variants are known.
import { type Analysis, type tree, treeOf } from '@racewalk/language';
import {
  type Frame,
  type Pc,
  type Program,
  type Property,
  type SlotId,
  slotsRead,
  type ValuesSeen,
} from '@racewalk/simulator';
import { bodiesIn } from './statement-lists.ts';
import { type Reach, type StatementKey, statementReach } from './statement-reach.ts';

/**
 * Why nothing could break a property.
 * never asked: nothing that is reached says violate() or require() of it.
 * nothing changes: all that its condition may look at stays as it was at first.
 * no trigger: its trigger holds in no state. at first: its goal holds in the initial state.
 * one side: of `!a || b` the right side is never looked at, so `a` holds in no state.
 */
export type Vacuity = 'never asked' | 'nothing changes' | 'no trigger' | 'at first' | 'one side';

export interface SeenProperty {
  readonly name: string;
  /** Undefined: it could be broken, or is. */
  readonly vacuity: Vacuity | undefined;
}

export interface VariantSeen {
  /** Indices of the analysis. */
  readonly scenario: number;
  readonly variant: number;
  /** Statements of the text itself, in calls that the program has. */
  readonly statements: readonly (readonly [StatementKey, Reach])[];
  /** Names of the threads that never take a step. */
  readonly stuck: readonly string[];
  /** Declared ones that are watched. */
  readonly properties: readonly SeenProperty[];
}

/** Undefined where not everything was seen: then nothing is said. */
export function variantSeen(
  analysis: Analysis,
  which: { readonly scenario: number; readonly variant: number },
  program: Program,
  values: ValuesSeen,
): VariantSeen | undefined {
  if (!values.complete) return undefined;
  const reached = new Set(values.seen.keys());
  const lists = itemLists(analysis, which.scenario);
  const { name } = analysis.file;
  const bodies = lists.flatMap(bodiesIn);
  const { scenario, variant } = which;
  return {
    scenario,
    variant,
    statements: [...statementReach(program, name, bodies, reached)],
    stuck: values.stuck.map((thread) => program.threads[thread]?.name ?? ''),
    properties: program.properties.flatMap((property, index): readonly SeenProperty[] => {
      if (!property.declared || !property.watched) return [];
      const seen = { program, index, values, reached, lists };
      return [{ name: property.name, vacuity: vacuityOf(property, seen, name) }];
    }),
  };
}

type ItemList = readonly (tree.Item | tree.ScenarioItem)[];

/** The items of the file, of the scenario, and of each of its variants. */
export function itemLists(analysis: Analysis, scenario: number): readonly ItemList[] {
  const items = treeOf(analysis, analysis.file.name)?.items ?? [];
  const title = analysis.scenarios[scenario]?.title.start;
  const own = items.find((item) => item.kind === 'Scenario' && item.title.start === title);
  if (own?.kind !== 'Scenario') return [items];
  const variants = own.items.flatMap((item) => (item.kind === 'Variant' ? [item.items] : []));
  return [items, own.items, ...variants];
}

interface Seen {
  readonly program: Program;
  /** Of the property. */
  readonly index: number;
  readonly values: ValuesSeen;
  readonly reached: ReadonlySet<Pc>;
  readonly lists: readonly ItemList[];
}

function vacuityOf(property: Property, seen: Seen, file: string): Vacuity | undefined {
  const { program, index, values, reached } = seen;
  const isAsked = program.code.some(
    (one, pc) => one.op === 'check' && one.property === index && reached.has(pc),
  );
  if (isAsked || values.broken.has(index)) return undefined;
  const { state, liveness } = property;
  if (liveness !== undefined) {
    if (!values.held.has(index)) return undefined;
    const held = values.held.get(index);
    if (liveness.kind === 'leads_to') return held === undefined ? 'no trigger' : undefined;
    return held === 'at first' ? 'at first' : undefined;
  }
  if (state === undefined) return 'never asked';
  const looked = slotsRead(program, state);
  if (looked !== undefined && isDisjoint(looked, values.changed)) return 'nothing changes';
  return isOneSided(property.name, seen, file) ? 'one side' : undefined;
}

function isDisjoint(looked: ReadonlySet<SlotId>, changed: ReadonlySet<SlotId>): boolean {
  for (const slot of looked) if (changed.has(slot)) return false;
  return true;
}

/** The condition is `!a || b`, and no instruction of `b` was come to. */
function isOneSided(name: string, { program, reached, lists }: Seen, file: string): boolean {
  const all = lists.flat().flatMap((item) => (item.kind === 'Property' ? [item] : []));
  const named = all.filter((one) => one.name.text === name);
  const condition = plain(named[0]?.condition);
  // Of two with this name the program does not say which it has.
  if (named.length !== 1 || condition?.kind !== 'Binary' || condition.operator !== '||')
    return false;
  const left = plain(condition.left);
  if (left?.kind !== 'Unary' || left.operator !== '!') return false;
  const { right } = condition;
  const pcs = program.code.flatMap(({ op }, pc) =>
    // The end of the whole condition stands at the end of its right side.
    op !== 'end' && standsIn(program, pc, file, right) ? [pc] : [],
  );
  return pcs.length > 0 && pcs.every((pc) => !reached.has(pc));
}

/** The instruction, or a call around it. */
function standsIn(program: Program, pc: Pc, file: string, { start, end }: tree.Span): boolean {
  const site = program.code[pc]?.site;
  let place: Omit<Frame, 'name' | 'parent'> | undefined = site;
  let frame = program.frames[site?.frame ?? -1];
  while (place !== undefined) {
    const isIn = start <= place.start && place.end <= end;
    if (isIn && program.files[place.file] === file) return true;
    place = frame;
    frame = program.frames[frame?.parent ?? -1];
  }
  return false;
}

function plain(expression: tree.Expression | undefined): tree.Expression | undefined {
  return expression?.kind === 'Parenthesized' ? plain(expression.expression) : expression;
}
