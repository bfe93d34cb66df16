// When two programs have the same runs: what the search looks at, without names, texts and places.
// The key is the whole content, not a digest, so no verdict is ever taken for another program's.
import { codeContent } from './content.ts';
import type { Expression, Place, Program } from './program.ts';

export function programIdentity(program: Program): string {
  return `${codeContent(program.code)}\n${JSON.stringify(partsAround(program))}`;
}

/** All but the code. */
function partsAround(program: Program): object {
  const { slots, initial, registers, domains, pools, threads } = program;
  const { properties, observations, witnesses, schedule } = program;
  return {
    slots: slots.map(({ range, ghost }) => [range.min, range.max, ghost]),
    initial,
    registers: registers.map(({ range }) => [range.min, range.max]),
    domains: domains.map(({ targets }) =>
      targets.map(({ slot, status, arrayFirst, arrayLast }) => [
        slot,
        status,
        arrayFirst,
        arrayLast,
      ]),
    ),
    pools: pools.map(({ domain, members }) => [domain, members]),
    threads: threads.map(({ entry }) => entry),
    properties: properties.map(({ name, watched, state, liveness }) => [
      name,
      watched,
      state,
      liveness,
    ]),
    observations: observations.map(({ value }) => value),
    witnesses: witnesses.map(({ condition }) => condition),
    finally: program.finally,
    schedule,
  };
}

/** A number that programs of equal identity have in common; others seldom do. Much cheaper than the identity. */
export function programPrint({ slots, registers, initial, code, threads }: Program): number {
  let print = mixed(mixed(mixed(slots.length, registers.length), code.length), threads.length);
  for (const value of initial) print = mixed(print, value);
  for (const instruction of code) {
    print = mixed(print, instruction.op.length * 2 + (instruction.step ? 1 : 0));
    switch (instruction.op) {
      case 'load':
        print = placePrint(print, instruction.from);
        break;
      case 'store':
        print = placePrint(print, instruction.to);
        for (const value of instruction.values) print = valuePrint(print, value);
        break;
      case 'set':
        print = valuePrint(print, instruction.value);
        break;
      case 'branch':
        print = valuePrint(mixed(print, instruction.otherwise), instruction.condition);
        break;
      case 'await':
        print = valuePrint(print, instruction.condition);
        break;
      case 'check':
        print = valuePrint(mixed(print, instruction.property), instruction.condition);
        break;
      default:
    }
  }
  return print;
}

function placePrint(print: number, { base, offset, pointer }: Place): number {
  return mixed(mixed(print, pointer === undefined ? base : pointer.domain), offset);
}

/** The outermost of an expression: what is inside seldom differs alone. */
function valuePrint(print: number, value: Expression): number {
  if (value.op === 'constant') return mixed(print, value.value);
  if (value.op === 'register') return mixed(print, value.register);
  if (value.op !== 'binary') return mixed(print, value.op.length);
  return valuePrint(valuePrint(mixed(print, value.operator.length), value.left), value.right);
}

function mixed(print: number, value: number): number {
  return (Math.imul(print, 31) + value) | 0;
}
