// Values as a person reads them. Names come from the Program; nothing here knows what they mean.
import { unreachable } from './assert.ts';
import type { Display, Program } from './program.ts';

type Bits = Extract<Display, { readonly kind: 'bits' }>['bits'];

/**
 * Example: `formatValue(program, slot.display, 3)` is "PG_locked|PG_mte_tagged", or "&pages[2]".
 */
export function formatValue(program: Program, display: Display, value: number): string {
  switch (display.kind) {
    case 'number':
      return String(value);
    case 'bool':
      return value === 0 ? 'false' : value === 1 ? 'true' : String(value);
    case 'enum':
      return display.names.get(value) ?? String(value);
    case 'bits':
      return formatBits(display.bits, value);
    case 'pointer':
      return formatPointer(program, display.domain, value);
    case 'thread':
      return value === 0 ? 'none' : (program.threads[value - 1]?.name ?? String(value));
    default:
      return unreachable(display);
  }
}

/** Named bits joined by |, what has no name in hexadecimal: "PG_locked|0x40". */
function formatBits(bits: Bits, value: number): string {
  let rest = value >>> 0;
  const names: string[] = [];
  for (const { mask, name } of bits) {
    const wanted = mask >>> 0;
    if (wanted === 0 || (rest & wanted) >>> 0 !== wanted) continue;
    names.push(name);
    rest = (rest & ~wanted) >>> 0;
  }
  if (names.length === 0) return rest === 0 ? '0' : `0x${rest.toString(16)}`;
  return rest === 0 ? names.join('|') : `${names.join('|')}|0x${rest.toString(16)}`;
}

function formatPointer(program: Program, domain: number, value: number): string {
  if (value === 0) return 'NULL';
  const target = program.domains[domain]?.targets[value - 1];
  return target === undefined ? String(value) : `&${target.name}`;
}
