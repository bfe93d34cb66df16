// A program has pointers only to what its text takes the address of. An expression that is looked at
// later may take more: then the slots that are there become targets behind those of the program.
import type { SlotId } from '@racewalk/simulator';
import type { FieldSymbol, VariableSymbol } from '../check/symbols.ts';
import type { Type } from '../check/types.ts';
import type { ArrayElement, ProgramBuilder } from './builder.ts';
import { sizeOf } from './shape.ts';

type Taken = ReadonlySet<VariableSymbol | FieldSymbol>;

interface Place {
  readonly name: string;
  readonly type: Type;
  readonly slot: SlotId;
  readonly taken: boolean;
  readonly status: SlotId | undefined;
  readonly first: ArrayElement | undefined;
}

/** `taken`: those whose address nothing took before. */
export function addLateTargets(builder: ProgramBuilder, taken: Taken): void {
  if (taken.size === 0) return;
  for (const [symbol, slot] of builder.laidOut) {
    const { name, type } = symbol;
    const statuses = symbol.pool ? slot + sizeOf(type) : undefined;
    const place = { name, type, slot, taken: taken.has(symbol), first: undefined };
    visit({ ...place, status: undefined }, statuses, builder, taken);
  }
}

/** In the order in which a builder lays out: elements of an array become neighbours. */
function visit(
  place: Place,
  statuses: SlotId | undefined,
  builder: ProgramBuilder,
  taken: Taken,
): void {
  const { name, type, slot, status, first } = place;
  if (type.kind === 'array') {
    const firsts = new Map<number, number>();
    const size = sizeOf(type.of);
    for (let index = 0; index < type.length; index++) {
      const element = {
        ...place,
        name: `${name}[${index}]`,
        type: type.of,
        slot: slot + index * size,
        status: statuses === undefined ? status : statuses + index,
        first: { length: type.length, index, firsts },
      };
      visit(element, undefined, builder, taken);
    }
    return;
  }
  // Structs are targets wherever they stand.
  if (place.taken && type.kind !== 'struct') builder.addTarget(name, type, slot, status, first);
  if (type.kind !== 'struct' && type.kind !== 'word') return;
  let at = slot;
  for (const field of type.fields) {
    const part = { name: `${name}.${field.name}`, type: field.type, slot: at, status };
    const isTaken = type.kind === 'struct' && taken.has(field);
    visit({ ...part, taken: isTaken, first: undefined }, undefined, builder, taken);
    at += sizeOf(field.type);
  }
}
