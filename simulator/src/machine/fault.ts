// What can go wrong inside an expression or a place, as numbers that the hot loop can carry, and
// the words for it.
import type { BuiltinProperty, Program } from '../program.ts';
import { objectStatus } from '../program.ts';

/** Kinds of fault; 0 is none. The comments name the details `a`, `b`, `c` that go with each. */
export const fault = {
  none: 0,
  /** A value `a` outside `b .. c`. */
  range: 1,
  division: 2,
  /** A shift count `a`. */
  shift: 3,
  null: 4,
  /** The object with the status slot `a`, which holds `b`; -1 where it is of no pool. */
  freed: 5,
  /** An index `a` outside `0 .. b - 1`. */
  index: 6,
  /** A pointer of domain `a` with value `b`, moved by `c` out of its array. */
  leaves: 7,
} as const;

const propertyOfFault: readonly BuiltinProperty[] = [
  'overflow',
  'overflow',
  'overflow',
  'overflow',
  'null_dereference',
  'use_after_free',
  'out_of_bounds',
  'out_of_bounds',
];

/** The built-in property that each kind of fault violates, as indices into `program.properties`. */
export function faultProperties(program: Program): readonly number[] {
  return propertyOfFault.map((name) =>
    program.properties.findIndex((property) => property.name === name && !property.declared),
  );
}

export interface FaultDetails {
  readonly kind: number;
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

export function faultMessage(program: Program, details: FaultDetails): string {
  const { kind, a, b, c } = details;
  switch (kind) {
    case fault.range:
      return `${a} is outside ${b} .. ${c}`;
    case fault.division:
      return 'division by zero';
    case fault.shift:
      return `shift count ${a} is outside 0 .. 31`;
    case fault.null:
      return 'NULL is dereferenced';
    case fault.freed:
      return freedMessage(program, a, b);
    case fault.index:
      return `index ${a} is outside 0 .. ${b - 1}`;
    default:
      return leavesMessage(program, details);
  }
}

function freedMessage(program: Program, status: number, value: number): string {
  if (status < 0) return 'the object belongs to no pool';
  const name = objectName(program, status);
  return value === objectStatus.fresh ? `${name} was never allocated` : `${name} is freed`;
}

/** The object whose status slot this is: the member of a pool, by its name. */
function objectName(program: Program, status: number): string {
  for (const pool of program.pools) {
    const targets = program.domains[pool.domain]?.targets ?? [];
    for (const member of pool.members) {
      const target = targets[member - 1];
      if (target?.status === status) return target.name;
    }
  }
  return program.slots[status]?.name ?? 'the object';
}

function leavesMessage(program: Program, { a, b, c }: FaultDetails): string {
  const name = program.domains[a]?.targets[b - 1]?.name ?? 'the pointer';
  return `${name} moved by ${c} leaves its array`;
}
