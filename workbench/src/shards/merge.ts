// All shards of a run as the document of one run, or why they are not all, or not of one.
import { ranking } from '../compare/order.ts';
import { vacuousOf } from '../load-bearing/vacuity.ts';
import { type BenchDocument, benchSchema } from './document.ts';
import { whole } from './shard.ts';

export type Merged =
  | { readonly kind: 'merged'; readonly document: BenchDocument }
  | { readonly kind: 'refused'; readonly reason: string };

/** A document with the name of its file, for reasons. */
export interface NamedDocument {
  readonly name: string;
  readonly document: BenchDocument;
}

/** Joins them in any order. */
export function merge(parts: readonly NamedDocument[]): Merged {
  const [first] = parts;
  if (first === undefined) return { kind: 'refused', reason: 'nothing to merge' };
  const reason = differing(first, parts) ?? incomplete(first, parts) ?? miscounted(parts);
  if (reason !== undefined) return { kind: 'refused', reason };
  return {
    kind: 'merged',
    document: joined(
      first.document,
      parts.map(({ document }) => document),
    ),
  };
}

function joined(head: BenchDocument, parts: readonly BenchDocument[]): BenchDocument {
  switch (head.command) {
    case 'compare': {
      const units = unitsOf(parts, (one) => (one.command === 'compare' ? one.units : []));
      return { ...head, shard: whole, units, ranking: ranking(units) };
    }
    case 'history':
      return {
        ...head,
        shard: whole,
        units: unitsOf(parts, (one) => (one.command === 'history' ? one.units : [])),
      };
    case 'check':
      return {
        ...head,
        shard: whole,
        units: unitsOf(parts, (one) => (one.command === 'check' ? one.units : [])),
      };
    case 'mutate': {
      const units = unitsOf(parts, (one) => (one.command === 'mutate' ? one.units : []));
      return { ...head, shard: whole, units, vacuous: vacuousOf(units) };
    }
  }
}

function unitsOf<Unit extends { readonly number: number }>(
  parts: readonly BenchDocument[],
  own: (document: BenchDocument) => readonly Unit[],
): readonly Unit[] {
  return inOrder(parts.flatMap((one) => [...own(one)]));
}

function inOrder<Unit extends { readonly number: number }>(units: readonly Unit[]): Unit[] {
  return [...units].sort((left, right) => left.number - right.number);
}

function differing(first: NamedDocument, parts: readonly NamedDocument[]): string | undefined {
  const fields = ['schema', 'command', 'engine', 'texts', 'total'] as const;
  for (const { name, document } of parts) {
    const field = fields.find((one) => document[one] !== first.document[one]);
    if (field !== undefined)
      return `${name} and ${first.name} are not of one run: they differ in ${field}`;
    if (document.request.join('\0') !== first.document.request.join('\0'))
      return `${name} and ${first.name} are not of one run: other things were asked for`;
    if (document.shard.of !== first.document.shard.of)
      return `${name} is one of ${document.shard.of} shards, ${first.name} one of ${first.document.shard.of}`;
  }
  return undefined;
}

function incomplete(first: NamedDocument, parts: readonly NamedDocument[]): string | undefined {
  const byIndex = new Map<number, string>();
  for (const { name, document } of parts) {
    const { index, of } = document.shard;
    const other = byIndex.get(index);
    if (other !== undefined) return `${name} and ${other} are both shard ${index}/${of}`;
    byIndex.set(index, name);
  }
  const { of } = first.document.shard;
  const missing = Array.from({ length: of }, (_, at) => at + 1).filter((one) => !byIndex.has(one));
  if (missing.length === 0) return undefined;
  return `missing: ${missing.map((one) => `shard ${one}/${of}`).join(', ')}`;
}

/** A shard that was cut short, or written by hand. */
function miscounted(parts: readonly NamedDocument[]): string | undefined {
  const numbers = parts.flatMap(({ document }) => document.units.map(({ number }) => number));
  const total = parts[0]?.document.total ?? 0;
  const isWhole = new Set(numbers).size === total && numbers.length === total;
  return isWhole ? undefined : `the shards have ${numbers.length} of ${total} units`;
}

/** What a text is, as far as joining needs to know; a reason where it is no document of the bench. */
export function readBench(text: string): BenchDocument | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'it is no JSON';
  }
  if (isBench(value)) return value;
  return `it is no ${benchSchema} document`;
}

const commands = ['compare', 'history', 'check', 'mutate'];

/** The protocol guard: who writes such a document by hand gets what stands in it. */
function isBench(value: unknown): value is BenchDocument {
  if (!isRecord(value) || !isRecord(value.shard)) return false;
  const isList =
    Array.isArray(value.units) &&
    value.units.every((one) => isRecord(one) && typeof one.number === 'number');
  return (
    value.schema === benchSchema &&
    commands.some((one) => one === value.command) &&
    Array.isArray(value.request) &&
    typeof value.total === 'number' &&
    typeof value.shard.index === 'number' &&
    typeof value.shard.of === 'number' &&
    value.shard.index >= 1 &&
    value.shard.index <= value.shard.of &&
    isList
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
