// The guard for how columns are asked to look. Apart from protocol.ts, which the client shares: the
// bounds come from the package that draws, and the client draws nothing.
import {
  type ColumnsLook,
  columnsPerTable,
  columnsPerTableMin,
  columnsWidthMax,
  columnsWidthMin,
} from '@racewalk/trace';
import { type ColumnsOf, isIndex, isRecord, isRunOf } from './protocol.ts';

export function isColumnsOf(value: unknown): value is ColumnsOf {
  if (!isRunOf(value) || !isRecord(value)) return false;
  const { look, replay } = value;
  const isReplay = replay === undefined || typeof replay === 'boolean';
  return isReplay && (look === undefined || isLook(look));
}

function isLook(value: unknown): value is Partial<ColumnsLook> {
  if (!isRecord(value)) return false;
  return Object.entries(value).every(([name, part]) => {
    const isKnown = lookGuards.get(name);
    return part === undefined || isKnown?.(part) === true;
  });
}

const isBoolean = (part: unknown): boolean => typeof part === 'boolean';
const lookGuards = new Map<string, (part: unknown) => boolean>([
  ['tabs', isBoolean],
  ['values', isBoolean],
  ['waits', isBoolean],
  ['ids', isBoolean],
  ['width', (part) => isBetween(part, columnsWidthMin, columnsWidthMax)],
  ['perTable', (part) => isBetween(part, columnsPerTableMin, columnsPerTable)],
  ['nesting', (part) => isOneOf(part, ['auto', 'one', 'two', 'arrow'])],
  ['header', (part) => isOneOf(part, ['dashes', 'colons'])],
  ['frame', (part) => isOneOf(part, ['none', 'comment', 'quote', 'markdown'])],
]);

function isBetween(value: unknown, low: number, high: number): boolean {
  return isIndex(value) && value >= low && value <= high;
}

function isOneOf(value: unknown, words: readonly string[]): boolean {
  return typeof value === 'string' && words.includes(value);
}
