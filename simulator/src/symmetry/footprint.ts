// Which slots the code can touch at all, and at which offsets from the targets of each domain.
import type { Expression, Instruction, Place, Program, SlotId } from '../program.ts';
import { PlaceSlots, reachable } from '../reach.ts';

/** A slot lies `offset` behind the target that begins at `start`. */
export interface Container {
  readonly start: SlotId;
  readonly offset: number;
}

export interface Footprint {
  readonly places: PlaceSlots;
  /** 1 for slots that some code may read or write. */
  readonly touched: Uint8Array;
  /** Per domain, the offsets behind a target that code gets to through a pointer. */
  readonly offsets: readonly ReadonlySet<number>[];
  /** Per slot, the targets around it, as far as `offsets` reach. */
  readonly containers: readonly (readonly Container[])[];
  /** Pools that are allocated from. */
  readonly allocated: ReadonlySet<number>;
  /** Domains with pointer arithmetic. */
  readonly advanced: ReadonlySet<number>;
}

/** `entries`: where the code of interest begins. */
export function footprintOf(program: Program, entries: readonly number[]): Footprint {
  const survey = new Survey(program);
  const reached = reachable(program.code, entries);
  program.code.forEach((instruction, pc) => {
    if (reached[pc] === 1) survey.instruction(instruction);
  });
  survey.statuses();
  return { ...survey, containers: containersOf(program, survey.offsets) };
}

/** Slots behind the start of the place that its indices and its length reach. */
export function spanOf(place: Place, length: number): readonly number[] {
  let starts = [0];
  for (const { stride, length: count } of place.indices) {
    starts = starts.flatMap((start) =>
      Array.from({ length: count }, (_, index) => start + index * stride),
    );
  }
  const span = new Set<number>();
  for (const start of starts) for (let more = 0; more < length; more++) span.add(start + more);
  return [...span];
}

function containersOf(
  program: Program,
  offsets: readonly ReadonlySet<number>[],
): readonly (readonly Container[])[] {
  const containers: Container[][] = program.slots.map(() => []);
  program.domains.forEach(({ targets }, domain) => {
    for (const { slot: start } of targets) {
      for (const offset of offsets[domain] ?? []) {
        containers[start + offset]?.push({ start, offset });
      }
    }
  });
  return containers;
}

class Survey {
  readonly places: PlaceSlots;
  readonly touched: Uint8Array;
  readonly offsets: Set<number>[];
  readonly allocated = new Set<number>();
  readonly advanced = new Set<number>();
  private readonly program: Program;

  constructor(program: Program) {
    this.program = program;
    this.places = new PlaceSlots(program);
    this.touched = new Uint8Array(program.slots.length);
    this.offsets = program.domains.map(() => new Set([0]));
  }

  instruction(instruction: Instruction): void {
    switch (instruction.op) {
      case 'load':
        this.place(instruction.from, instruction.to.length);
        break;
      case 'store':
        this.place(instruction.to, instruction.values.length);
        for (const value of instruction.values) this.expression(value);
        break;
      case 'set':
      case 'free':
        this.expression(instruction.value);
        break;
      case 'branch':
      case 'await':
      case 'check':
        this.expression(instruction.condition);
        break;
      case 'any':
        this.expression(instruction.low);
        this.expression(instruction.high);
        break;
      case 'allocate':
        this.allocated.add(instruction.pool);
        break;
      default:
        break;
    }
  }

  /** Every access through a pointer, every allocation and every free looks at a status. */
  statuses(): void {
    for (const { targets } of this.program.domains) {
      for (const { status } of targets) if (status !== undefined) this.touched[status] = 1;
    }
  }

  private place(place: Place, length: number): void {
    for (const slot of this.places.of(place)) {
      for (let more = 0; more < length; more++) this.touched[slot + more] = 1;
    }
    if (place.status !== undefined) this.touched[place.status] = 1;
    for (const { value } of place.indices) this.expression(value);
    if (place.pointer === undefined) return;
    this.expression(place.pointer.value);
    for (const more of spanOf(place, length))
      this.offset(place.pointer.domain, place.offset + more);
  }

  private offset(domain: number, offset: number): void {
    this.offsets[domain]?.add(offset);
  }

  private expression(expression: Expression): void {
    switch (expression.op) {
      case 'constant':
      case 'register':
        break;
      case 'binary':
        this.expression(expression.left);
        this.expression(expression.right);
        break;
      case 'member':
        this.offset(expression.from, expression.offset);
        this.expression(expression.value);
        break;
      case 'advance':
        this.advanced.add(expression.domain);
        this.expression(expression.pointer);
        this.expression(expression.by);
        break;
      case 'address':
        this.place(expression.place, 1);
        break;
      default:
        this.expression(expression.value);
    }
  }
}
