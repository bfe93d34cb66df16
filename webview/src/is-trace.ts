// Whether something is a trace whose indices lead somewhere, so that no view stumbles over it.
import { type Trace, traceSchema } from '@racewalk/trace';

type Guard = (value: unknown) => boolean;
type Fields = Readonly<Record<string, unknown>>;

export function isTrace(value: unknown): value is Trace {
  if (!isFields(value) || value.schema !== traceSchema) return false;
  const { threads, rows, locks } = value;
  if (!listOf(isThread)(threads) || !Array.isArray(rows) || !listOf(isLock)(locks)) return false;
  const ofThread = below(count(threads));
  const ofRow = below(rows.length);
  const ofLock = below(count(locks));
  return (
    listOf(isInitial)(value.initial) &&
    listOf(isEvent)(value.initialEvents) &&
    rows.every((row, index) => isRow(row, ofThread, below(index))) &&
    listOf((one) => isBlocked(one, ofThread))(value.blocked) &&
    listOf(isChange)(value.differences) &&
    typeof value.switches === 'number' &&
    listOf((one) => isTime(one, ofThread, ofLock, ofRow))(value.holds) &&
    listOf((one) => isTime(one, ofThread, ofLock, ofRow))(value.waits) &&
    optional((one) => isPair(one, ofRow))(value.pair) &&
    optional((one) => isWindow(one, ofThread, rows.length))(value.window)
  );
}

function isRow(value: unknown, ofThread: Guard, before: Guard): boolean {
  return (
    isFields(value) &&
    isStepped(value, ofThread) &&
    listOf(isText)(value.left) &&
    listOf(isNamed('value'))(value.reads) &&
    listOf(isChange)(value.changes) &&
    listOf(isEvent)(value.events) &&
    listOf((one) => isFields(one) && isText(one.name) && before(one.row))(value.readsFrom) &&
    isText(value.why) &&
    listOf((one) => isFields(one) && ofThread(one.thread) && isText(one.why))(value.waiting) &&
    typeof value.hardware === 'boolean'
  );
}

function isBlocked(value: unknown, ofThread: Guard): boolean {
  return isFields(value) && isStepped(value, ofThread);
}

function isStepped(value: Fields, ofThread: Guard): boolean {
  return (
    ofThread(value.thread) &&
    listOf((one) => isFields(one) && isText(one.name) && isPlace(one.place))(value.calls) &&
    below(count(value.calls) + 1)(value.entered) &&
    isText(value.text) &&
    isPlace(value.place)
  );
}

function isPlace(value: unknown): boolean {
  const isOffset = below(Number.MAX_SAFE_INTEGER);
  return (
    isFields(value) &&
    isText(value.file) &&
    isOffset(value.line) &&
    isOffset(value.start) &&
    isOffset(value.end)
  );
}

function isTime(value: unknown, ofThread: Guard, ofLock: Guard, ofRow: Guard): boolean {
  return (
    isFields(value) &&
    ofLock(value.lock) &&
    ofThread(value.thread) &&
    (value.from === -1 || ofRow(value.from)) &&
    optional(ofRow)(value.to)
  );
}

function isPair(value: unknown, ofRow: Guard): boolean {
  return isFields(value) && ofRow(value.first) && ofRow(value.second) && isText(value.name);
}

function isWindow(value: unknown, ofThread: Guard, rows: number): boolean {
  const ofRow = below(rows);
  return (
    isFields(value) &&
    ofThread(value.thread) &&
    ofRow(value.moved) &&
    // It may be open from the beginning, and still be open at the end.
    (value.opens === -1 || ofRow(value.opens)) &&
    (value.closes === rows || ofRow(value.closes)) &&
    typeof value.positions === 'number' &&
    typeof value.failing === 'number' &&
    isText(value.sentence)
  );
}

function isThread(value: unknown): boolean {
  return (
    isFields(value) && isText(value.name) && optional(isText)(value.role) && isNumber(value.cpu)
  );
}

function isLock(value: unknown): boolean {
  return isFields(value) && isText(value.name) && optional(isText)(value.object);
}

function isInitial(value: unknown): boolean {
  return isNamed('value')(value) && isFields(value) && typeof value.shared === 'boolean';
}

function isChange(value: unknown): boolean {
  return isNamed('before')(value) && isNamed('after')(value);
}

function isEvent(value: unknown): boolean {
  return isFields(value) && isText(value.property) && isText(value.message);
}

function isNamed(field: string): Guard {
  return (value) => isFields(value) && isText(value.name) && isText(value[field]);
}

function listOf(guard: Guard): Guard {
  return (value) => Array.isArray(value) && value.every(guard);
}

function optional(guard: Guard): Guard {
  return (value) => value === undefined || guard(value);
}

function below(limit: number): Guard {
  return (value) => isNumber(value) && Number.isSafeInteger(value) && value >= 0 && value < limit;
}

function count(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}
