// One sentence per row: why the step could run, or what it had waited for. Told from the locks held,
// the steps waited for and the conflicts of this run alone; nothing here knows what a lock is for.
import type { Effect, Program, ReplayStep } from '@racewalk/simulator';
import type { Waiting } from './blocked-threads.ts';
import { isHardware } from './hardware.ts';
import type { Hold, LockChange } from './holds.ts';
import { kindName, objectOf, objectType } from './locks.ts';
import type { Partner, RowAccesses } from './partners.ts';
import { groupText } from './step-text.ts';

/** What is known about a run when sentences are made. */
export interface Story {
  readonly program: Program;
  readonly steps: readonly ReplayStep[];
  readonly accesses: readonly RowAccesses[];
  readonly partners: readonly (Partner | undefined)[];
  readonly changes: readonly LockChange[];
  /** Who waits before the first row, and behind each row. */
  readonly waiting: readonly (readonly Waiting[])[];
  /** Per row, where the wait that it ends began: the index into `waiting`. */
  readonly waitedFrom: readonly (number | undefined)[];
}

export function whyOf(story: Story, row: number): string {
  const taken = story.changes[row]?.taken ?? [];
  const released = story.changes[row]?.released ?? [];
  const waited = waitedText(story, row);
  const parts: string[] = [];
  if (taken.length > 0) parts.push(takesText(story, row, waited));
  else if (waited !== undefined) parts.push(waited);
  if (released.length > 0) parts.push(releasesText(story, row, released));
  parts.push(...chosenTexts(story, row));
  if (parts.length === 0) parts.push(accessText(story, row));
  const pc = story.steps[row]?.pc ?? 0;
  if (isHardware(story.program, pc)) parts.unshift('done by the hardware');
  return parts.join('; ');
}

/** Why a thread can't move behind a row; -1: before the first step. */
export function waitingText(
  story: Story,
  { thread, cause }: Waiting,
  held: readonly Hold[],
): string {
  const name = threadName(story, thread);
  switch (cause.kind) {
    case 'lock': {
      const holds = held.filter(({ lock }) => lock === cause.lock);
      return `${name} waits for ${cause.lock.name}, ${heldText(story, holds)}`;
    }
    case 'unset':
      return `${name} waits for ${cause.name}, which is not set`;
    case 'condition':
      return `${name} can't pass ${groupText(cause.text)}`;
  }
}

function heldText(story: Story, holds: readonly Hold[]): string {
  const [first] = holds;
  if (first === undefined) return 'which is taken from the beginning';
  const shared = first.shared ? ' for reading' : '';
  const each = holds.map(({ thread, from }, at) => {
    const since = from < 0 ? 'from the beginning' : `since step ${from + 1}`;
    return `${threadName(story, thread)}${at === 0 ? ` has held${shared}` : ''} ${since}`;
  });
  return `which ${listed(each)}`;
}

function takesText(story: Story, row: number, waited: string | undefined): string {
  const { taken = [], held = [] } = story.changes[row] ?? {};
  const locks = listed(taken.map(({ lock }) => lock.name));
  const isShared = taken.every(({ shared }) => shared);
  const takes = `takes ${locks}${isShared ? ' for reading' : ''}`;
  if (waited !== undefined) return `${takes}: ${waited.replace(`waited for ${locks} `, 'waited ')}`;
  const own = new Set(taken.map(({ lock }) => lock));
  const readers = held.filter(({ lock }) => own.has(lock));
  if (readers.length > 0) {
    const names = listed(readers.map(({ thread }) => threadName(story, thread)));
    return `${takes}: held for reading only, by ${names}`;
  }
  return `${takes}: nobody holds ${taken.length > 1 ? 'them' : 'it'}${otherObject(story, row)}`;
}

/** The lock of the same kind that another thread holds: the one that does not keep it out. */
function otherObject(story: Story, row: number): string {
  const { taken = [], held = [] } = story.changes[row] ?? {};
  const [first] = taken;
  if (first === undefined) return '';
  const { program } = story;
  const own = objectOf(program, first.lock.slot);
  if (own === undefined) return '';
  const kind = kindName(first.lock);
  const type = objectType(program, own);
  for (const { lock, thread } of held) {
    const object = objectOf(program, lock.slot);
    if (thread === first.thread || object === undefined || object === own) continue;
    if (kindName(lock) !== kind || objectType(program, object) !== type) continue;
    return `; ${kind} is per ${type}, and ${threadName(story, thread)} holds that of ${object}`;
  }
  return '';
}

function releasesText(story: Story, row: number, released: readonly Hold[]): string {
  const own = story.steps[row]?.action.thread;
  const each = released.map(({ lock, from, thread }) => {
    const since = from < 0 ? 'from the beginning' : `since step ${from + 1}`;
    const whose = thread === own ? 'held' : `which ${threadName(story, thread)} has held`;
    return `${lock.name}, ${whose} ${since}`;
  });
  const locks = new Set(released.map(({ lock }) => lock));
  const waiters = (story.waiting[row] ?? []).filter(
    ({ cause }) => cause.kind === 'lock' && locks.has(cause.lock),
  );
  const names = listed(waiters.map(({ thread }) => threadName(story, thread)));
  const verb = waiters.length > 1 ? 'wait' : 'waits';
  return `releases ${listed(each)}${waiters.length > 0 ? `; ${names} ${verb} for it` : ''}`;
}

/** What the step waited for, and which step let it go on; undefined: it did not wait. */
function waitedText(story: Story, row: number): string | undefined {
  const from = story.waitedFrom[row];
  const thread = story.steps[row]?.action.thread;
  if (from === undefined || thread === undefined) return undefined;
  let last = row;
  while (last > from && find(story, last, thread) === undefined) last--;
  const cause = find(story, last, thread)?.cause;
  if (cause === undefined) return undefined;
  const since = from === 0 ? 'from the beginning' : `since step ${from}`;
  const freer = story.steps[last]?.action.thread;
  const name = freer === undefined ? '' : threadName(story, freer);
  const step = `at step ${last + 1}`;
  switch (cause.kind) {
    case 'lock': {
      const released = story.changes[last]?.released.some(({ lock }) => lock === cause.lock);
      const did = released === true ? 'released it' : 'let it go on';
      return `waited for ${cause.lock.name} ${since}, until ${name} ${did} ${step}`;
    }
    case 'unset':
      return `waited for ${cause.name} ${since}, until ${name} set it ${step}`;
    case 'condition':
      return `waited at ${groupText(cause.text)} ${since}, until ${name} let it go on ${step}`;
  }
}

function find(story: Story, behind: number, thread: number): Waiting | undefined {
  return story.waiting[behind]?.find((waiting) => waiting.thread === thread);
}

function chosenTexts({ program, steps }: Story, row: number): string[] {
  return (steps[row]?.effects ?? []).flatMap((effect) => chosenText(program, effect) ?? []);
}

function chosenText(program: Program, effect: Effect): string | undefined {
  const instruction = program.code[effect.pc];
  switch (effect.kind) {
    case 'choose': {
      if (instruction?.op !== 'choose') return undefined;
      const { targets } = instruction;
      return `branch ${targets.indexOf(effect.to) + 1} of ${targets.length} chosen`;
    }
    case 'any':
      return `${effect.value} chosen${instruction?.op === 'any' ? ` of ${instruction.text}` : ''}`;
    case 'allocate': {
      const pool = program.pools[effect.pool];
      const target = program.domains[pool?.domain ?? -1]?.targets[effect.value - 1];
      return `${target?.name ?? 'an object'} is free in ${pool?.name ?? 'its pool'}`;
    }
    default:
      return undefined;
  }
}

/** Of a plain access: the conflicting one, and the locks that are held at both. */
function accessText(story: Story, row: number): string {
  const own = story.accesses[row];
  if (own === undefined || own.reads.length + own.writes.length === 0) {
    return 'touches nothing that is shared';
  }
  const verb = own.writes.length > 0 ? 'write' : 'read';
  const free = waitsOf(story, row)
    ? 'what it waits for is true already'
    : `nothing has to be held for this ${verb}`;
  const partner = story.partners[row];
  if (partner === undefined) {
    const what = own.writes.length > 0 ? 'accesses what it changes' : 'writes what it reads';
    return `${free}; no other thread of this run ${what}`;
  }
  return `${free}; ${guardText(story, row, partner)}`;
}

function waitsOf({ steps }: Story, row: number): boolean {
  return steps[row]?.effects.some(({ kind }) => kind === 'await') === true;
}

function guardText(story: Story, row: number, partner: Partner): string {
  const here = ownHolds(story, row);
  const there = ownHolds(story, partner.row);
  const other = threadName(story, story.steps[partner.row]?.action.thread ?? 0);
  const name = story.program.slots[partner.slot]?.name ?? '';
  const verb = partner.writes ? 'writes' : 'reads';
  const what = `${other} ${verb} ${name} at step ${partner.row + 1}`;
  const common = here.filter(({ lock }) => there.some((hold) => hold.lock === lock));
  const excluding = common.find(
    ({ lock, shared }) => !shared || there.some((hold) => hold.lock === lock && !hold.shared),
  );
  if (excluding !== undefined) return `${what}, and both hold ${excluding.lock.name} there`;
  const [shared] = common;
  if (shared !== undefined) {
    return `${what}, and both hold ${shared.lock.name} there, for reading only`;
  }
  if (here.length + there.length === 0) return `${what}, and neither holds a lock there`;
  const self = threadName(story, story.steps[row]?.action.thread ?? 0);
  const mine = `${self} holds ${lockList(here)} here`;
  return `${what}, and they hold no lock in common: ${mine}, ${other} ${lockList(there)} there`;
}

/** What the thread of a row holds while it takes the step. */
function ownHolds({ steps, changes }: Story, row: number): readonly Hold[] {
  const thread = steps[row]?.action.thread;
  return (changes[row]?.held ?? []).filter((hold) => hold.thread === thread);
}

function lockList(holds: readonly Hold[]): string {
  return holds.length === 0 ? 'none' : listed([...new Set(holds.map(({ lock }) => lock.name))]);
}

function threadName({ program }: Story, thread: number): string {
  return program.threads[thread]?.name ?? `thread ${thread}`;
}

/** `a`, `a and b`, `a, b and c`. */
function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}
