// One part of the work of a command, and its answer as a document: units in a fixed order, of which
// each shard has every n-th. Joining all parts gives the bytes of one run.

/** The first of two: `{ index: 1, of: 2 }`. */
export interface Shard {
  /** From 1. */
  readonly index: number;
  readonly of: number;
}

export const whole: Shard = { index: 1, of: 1 };

/** More parts than this are a mistyped number. */
export const shardsMax = 10_000;

/** `1/2`; undefined where the text is no shard. */
export function parseShard(text: string): Shard | undefined {
  const match = /^(\d{1,5})\/(\d{1,5})$/.exec(text);
  const index = Number(match?.[1]);
  const of = Number(match?.[2]);
  const isShard = match !== null && index >= 1 && index <= of && of <= shardsMax;
  return isShard ? { index, of } : undefined;
}

/** Whether the unit with this number, from 0, belongs to a shard. */
export function isOfShard(number: number, { index, of }: Shard): boolean {
  return number % of === index - 1;
}

/** Twelve hexadecimal digits that tell texts apart by accident only, not against intent. */
export function textDigest(texts: readonly string[]): string {
  let low = 0x811c9dc5;
  let high = 0x9747b28c;
  const text = JSON.stringify(texts);
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ unit, 0x85ebca6b) ^ (high >>> 13);
  }
  const words = [high & 0xffffff, (low ^ (low >>> 24)) & 0xffffff];
  return words.map((word) => word.toString(16).padStart(6, '0')).join('');
}
