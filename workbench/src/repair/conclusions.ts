// What a repair search lets one say, in sentences that claim no more than was tried.
import type { Repair } from '../edits/edit.ts';
import { orders } from './grammar.ts';
import type { Tried } from './report.ts';

export function conclusionsOf(
  tried: readonly Tried[],
  editsMax: number,
  complete: boolean,
): readonly string[] {
  const order = tried.filter(({ kinds }) => kinds.every((kind) => orders.has(kind)));
  const rest = tried.filter((one) => !order.includes(one));
  const found = (all: readonly Tried[]) => all.reduce((sum, { hold }) => sum + hold, 0);
  const count = (all: readonly Tried[]) => all.reduce((sum, { candidates }) => sum + candidates, 0);
  const open = (all: readonly Tried[]) => all.reduce((sum, { undecided }) => sum + undecided, 0);
  const sentences: string[] = [];
  if (count(order) > 0 && found(order) === 0) {
    const claim =
      complete && open(order) === 0 ? 'no order works' : 'no order was found that works';
    sentences.push(
      `${claim}: none of ${count(order)} with up to ${editsMax} edits that only move, split or merge`,
    );
  }
  if (found(order) > 0) sentences.push(`order alone is enough: ${found(order)} of ${count(order)}`);
  for (const kind of kindsOf(rest)) {
    const own = rest.filter(({ kinds }) => kinds.includes(kind));
    sentences.push(`${kind}: every property holds with ${found(own)} of ${count(own)}`);
  }
  if (found(tried) === 0) sentences.push(`none with up to ${editsMax} edits of this grammar`);
  return sentences;
}

function kindsOf(tried: readonly Tried[]): readonly Repair[] {
  return [...new Set(tried.flatMap(({ kinds }) => kinds))].filter((kind) => !orders.has(kind));
}
