// Fragments: code that looks at a state and changes nothing.
import type { Fragment } from '@racewalk/simulator';
import type { Block, Expression } from '../syntax/tree.ts';
import { lowerExpression, scalar } from './expression.ts';
import type { Linker } from './linker.ts';
import { lowerBlock } from './statement.ts';
import { lowerThreadLocals } from './thread-locals.ts';
import { Unit } from './unit.ts';

/** The value of an expression, or the checks of a block, on the state it is run on. */
export function lowerFragment(
  body: Expression | Block,
  name: string,
  file: string,
  linker: Linker,
): Fragment {
  const unit = new Unit(linker, { mode: 'fragment', thread: 0, name, span: body, file });
  const { builder } = linker;
  builder.reachable = true;
  const start = builder.code.length;
  let result: number | undefined;
  if (body.kind === 'Block') lowerBlock(body, unit);
  else {
    const value = lowerExpression(body, unit);
    [result] = unit.temporaries(value.type);
    if (result !== undefined) {
      unit.local({ op: 'set', to: result, value: scalar(value, body, unit) }, body);
    }
  }
  builder.place(unit.activation.exit);
  builder.reachable = true;
  unit.local({ op: 'end' }, { start: body.end, end: body.end });
  linker.undefinedSets.push(...unit.undefinedSets);
  return { entry: lowerThreadLocals(unit, start, body), result };
}
