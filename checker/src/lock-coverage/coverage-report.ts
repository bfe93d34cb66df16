// What `racewalk coverage` tells of one variant: for each field of shared memory the locks that are
// held at every access, and where there is none, two accesses and a run. Data; texts are others' work.
import type { VariantInfo } from '@racewalk/language';
import {
  type CellCoverage,
  type CoverageLock,
  type CoveredAccess,
  type Held,
  type LockCoverage,
  type Program,
  type Protection,
  startLockCoverage,
} from '@racewalk/simulator';
import { bitName, ownerLocks } from '@racewalk/trace';
import type { TextOf } from '../json.ts';
import { lineMapOf } from '../line-map.ts';
import { replayString, type VariantIndex } from '../replay-string.ts';

/** A place in the code that accesses a field. */
export interface AccessReport {
  readonly thread: string;
  readonly writes: boolean;
  /** It is part of a step that reads and writes the field at once. */
  readonly atomic: boolean;
  /** As the source has it; empty where it has no words of its own. */
  readonly text: string;
  /** The innermost calls: `mte_sync_tags > test_and_set_bit`. */
  readonly function: string;
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** Names of the locks that are held whenever it happens. */
  readonly held: readonly string[];
}

export interface UnprotectedReport {
  /** In the order of the run; with what they hold in this run. */
  readonly first: AccessReport;
  readonly second: AccessReport;
  /** Number of its step, from 1; the second access is the last step. */
  readonly firstStep: number;
  readonly steps: number;
  /** Nothing comes between them, and either could have come first. */
  readonly adjacent: boolean;
  /** For `racewalk replay`. */
  readonly replay: string;
}

/** One object's field. */
export interface FieldReport {
  readonly name: string;
  readonly protection: Protection;
  /** Locks held at every access, and not shared where it writes. */
  readonly common: readonly string[];
  /** The same of the writes alone. */
  readonly atWrites: readonly string[];
  readonly accesses: readonly AccessReport[];
  readonly unprotected: UnprotectedReport | undefined;
}

/** A field of all objects of its kind: `pages[*].flags`. */
export interface FieldGroup {
  readonly name: string;
  /** The weakest of its fields. */
  readonly protection: Protection;
  /** `mms[*].page_table_lock`: each field has the lock of an object, not of one and the same. */
  readonly common: readonly string[];
  readonly atWrites: readonly string[];
  readonly fields: readonly FieldReport[];
}

export interface CoverageReport {
  readonly name: string;
  readonly release: string;
  readonly states: number;
  /** In words; empty: every interleaving was looked at. */
  readonly limitsReached: readonly string[];
  readonly groups: readonly FieldGroup[];
}

/** Begins to look at the locks of a program, whose locks are those that its text declares. */
export function startProgramCoverage(
  program: Program,
  limits: Parameters<typeof startLockCoverage>[1]['limits'],
): ReturnType<typeof startLockCoverage> {
  const locks = new Set(ownerLocks(program).values());
  const owners = [...locks].flatMap((lock) =>
    lock.kind === 'owner' ? [{ owner: lock.slot, readers: lock.readers }] : [],
  );
  return startLockCoverage(program, { owners, ...(limits === undefined ? {} : { limits }) });
}

export interface CoverageSubject {
  readonly program: Program;
  readonly info: VariantInfo;
  readonly which: VariantIndex;
  readonly textOf: TextOf;
}

export function coverageReport(coverage: LockCoverage, subject: CoverageSubject): CoverageReport {
  const { info } = subject;
  const writer = new Writer(coverage, subject);
  const fields = coverage.cells.map((cell) => writer.field(cell));
  const groups = new Map<string, FieldReport[]>();
  for (const field of fields) {
    const name = starred(field.name);
    groups.set(name, [...(groups.get(name) ?? []), field]);
  }
  return {
    name: info.name,
    release: info.release,
    states: coverage.states,
    limitsReached: coverage.bounds.map(({ text }) => text),
    groups: [...groups].map(([name, members]) => groupOf(name, members)),
  };
}

/** `pages[0].flags` and `pages[1].flags` as `pages[*].flags`. */
export function starred(name: string): string {
  return name.replace(/\[\d+\]/gu, '[*]');
}

/** The name of a lock: of the object that is one, or of the bits. */
export function coverageLockName(program: Program, lock: CoverageLock): string {
  if (lock.kind === 'bits') return bitName(program.slots[lock.slot], lock.mask);
  return (program.slots[lock.owner]?.name ?? '').replace(/\.owner$/u, '');
}

/** What a location is called: of several slots, what their names begin with. */
export function cellName({ slots }: Program, { slot, length }: CellCoverage): string {
  const names = slots.slice(slot, slot + length).map(({ name }) => name.split('.'));
  const [first = []] = names;
  if (names.length < 2) return first.join('.');
  const shared = first.findIndex((part, at) => names.some((name) => name[at] !== part));
  return first.slice(0, shared < 0 ? first.length : shared).join('.');
}

const weakestFirst: readonly Protection[] = [
  'none',
  'apart',
  'pairwise',
  'common',
  'only read',
  'one thread',
];

function groupOf(name: string, fields: readonly FieldReport[]): FieldGroup {
  const protection = weakestFirst.find((one) => fields.some((field) => field.protection === one));
  const written = fields.filter(({ accesses }) => accesses.some(({ writes }) => writes));
  return {
    name,
    protection: protection ?? 'one thread',
    common: commonOf(fields.map(({ common }) => common)),
    atWrites: commonOf(written.map(({ atWrites }) => atWrites)),
    fields,
  };
}

function commonOf(sets: readonly (readonly string[])[]): readonly string[] {
  const inAll = (lock: string, named: (name: string) => string): boolean =>
    sets.every((locks) => locks.some((other) => named(other) === lock));
  const found = (sets[0] ?? []).flatMap((lock) => {
    if (inAll(lock, (name) => name)) return [lock];
    return inAll(starred(lock), starred) ? [starred(lock)] : [];
  });
  return [...new Set(found)];
}

/** The innermost function, and who called it. */
function callText({ frames }: Program, frame: number): string {
  const innermost = frames[frame];
  const caller = frames[innermost?.parent ?? -1];
  const names = caller?.parent === undefined ? [] : [caller.name];
  return [...names, innermost?.name ?? ''].join(' > ');
}

/** Puts indices into names and places. */
class Writer {
  private readonly subject: CoverageSubject;
  private readonly names: readonly string[];
  private readonly lines = new Map<string, ReturnType<typeof lineMapOf>>();

  constructor(coverage: LockCoverage, subject: CoverageSubject) {
    this.subject = subject;
    this.names = coverage.locks.map((lock) => coverageLockName(subject.program, lock));
  }

  field(cell: CellCoverage): FieldReport {
    const { program } = this.subject;
    return {
      name: cellName(program, cell),
      protection: cell.protection,
      common: cell.common.map((lock) => this.names[lock] ?? ''),
      atWrites: cell.atWrites.map((lock) => this.names[lock] ?? ''),
      accesses: cell.accesses.map((access) => this.access(access, access.held)),
      unprotected: this.unprotected(cell),
    };
  }

  private unprotected({ accesses, unprotected }: CellCoverage): UnprotectedReport | undefined {
    const first = accesses[unprotected?.first ?? -1];
    const second = accesses[unprotected?.second ?? -1];
    if (unprotected === undefined || first === undefined || second === undefined) return undefined;
    const { program, which } = this.subject;
    return {
      first: this.access(first, unprotected.firstHeld),
      second: this.access(second, unprotected.secondHeld),
      firstStep: unprotected.firstStep + 1,
      steps: unprotected.run.length,
      adjacent: unprotected.adjacent,
      replay: replayString(program, which, unprotected.run),
    };
  }

  private access(access: CoveredAccess, held: readonly Held[]): AccessReport {
    const { program } = this.subject;
    const instruction = program.code[access.pc];
    const site = instruction?.site;
    const file = program.files[site?.file ?? -1] ?? '';
    return {
      thread: program.threads[access.thread]?.name ?? '',
      writes: access.writes,
      atomic: access.atomic,
      text: instruction !== undefined && 'text' in instruction ? instruction.text : '',
      function: callText(program, site?.frame ?? -1),
      file,
      line: this.lineOf(file, site?.start ?? 0),
      held: held.map(({ lock, shared }) => `${this.names[lock] ?? ''}${shared ? ' (shared)' : ''}`),
    };
  }

  private lineOf(file: string, offset: number): number {
    const map = this.lines.get(file) ?? lineMapOf(this.subject.textOf(file) ?? '');
    this.lines.set(file, map);
    return map.positionOf(offset).line + 1;
  }
}
