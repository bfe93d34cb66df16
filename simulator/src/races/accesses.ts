// Which slots a step reads and writes: what conflicts are made of. Seen while the step is taken.
import { stop } from '../machine/context.ts';
import { compileExpression, type Evaluate } from '../machine/expression.ts';
import { fault } from '../machine/fault.ts';
import type { Machine, Probe } from '../machine/machine.ts';
import { compileAddress } from '../machine/place.ts';
import type { Instruction, Pc, Place, Pool, SlotId } from '../program.ts';

/** Without duplicates, in the order in which they were met. */
export interface Accesses {
  /** Also the status of an object that is used: freeing it meanwhile is a race with its use. */
  readonly reads: readonly SlotId[];
  readonly writes: readonly SlotId[];
}

interface Aim {
  readonly address: Evaluate;
  readonly status: Evaluate;
  readonly length: number;
}

/** A probe for `Machine`: after a step, and before it is taken back, ask for `collected`. */
export class AccessProbe implements Probe {
  private readonly reads = new Set<SlotId>();
  private readonly machine: Machine;
  private readonly aims = new Map<Pc, Aim>();

  constructor(machine: Machine) {
    this.machine = machine;
  }

  begin(): void {
    this.reads.clear();
  }

  before(pc: Pc): void {
    const instruction = this.machine.program.code[pc]!;
    const place = placeOf(instruction);
    if (place !== undefined) this.see(this.aimAt(pc, place), instruction.op === 'load');
    if (instruction.op === 'allocate') {
      for (const slot of statusesOf(this.machine, this.machine.program.pools[instruction.pool]!)) {
        this.reads.add(slot);
      }
    }
  }

  after(_: Pc, next: number): void {
    const { faultKind, faultA } = this.machine.context;
    if (next === stop.fault && faultKind === fault.freed && faultA >= 0) this.reads.add(faultA);
  }

  /** What the step just taken accessed; its writes are still in the journal. */
  collected(): Accesses {
    const { journal, journalLength } = this.machine.context;
    const writes = new Set<SlotId>();
    for (let at = 0; at < journalLength; at += 2) writes.add(journal[at]!);
    return { reads: [...this.reads], writes: [...writes] };
  }

  private see({ address, status, length }: Aim, isLoad: boolean): void {
    const { context } = this.machine;
    context.faultKind = fault.none;
    const object = status();
    const slot = address();
    const isFaulty = context.faultKind !== fault.none;
    context.faultKind = fault.none;
    if (object >= 0) this.reads.add(object);
    if (isFaulty || !isLoad) return;
    for (let at = 0; at < length; at++) this.reads.add(slot + at);
  }

  private aimAt(pc: Pc, place: Place): Aim {
    let aim = this.aims.get(pc);
    if (aim === undefined) {
      const instruction = this.machine.program.code[pc]!;
      aim = {
        address: compileAddress(this.machine.context, place),
        status: compileStatus(this.machine, place),
        length: instruction.op === 'load' ? instruction.to.length : 0,
      };
      this.aims.set(pc, aim);
    }
    return aim;
  }
}

function placeOf(instruction: Instruction): Place | undefined {
  if (instruction.op === 'load') return instruction.from;
  return instruction.op === 'store' ? instruction.to : undefined;
}

/** The status slot of the object that a place is in; -1: it is in none that can be freed. */
function compileStatus({ context, program }: Machine, { pointer, status }: Place): Evaluate {
  if (pointer === undefined) return () => status ?? -1;
  const value = compileExpression(context, pointer.value);
  const { targets } = program.domains[pointer.domain]!;
  return () => targets[value() - 1]?.status ?? -1;
}

function statusesOf({ program }: Machine, { domain, members }: Pool): SlotId[] {
  const { targets } = program.domains[domain]!;
  return members.flatMap((member) => targets[member - 1]?.status ?? []);
}
