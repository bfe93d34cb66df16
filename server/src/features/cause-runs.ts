// The distinct causes of broken properties, as runs that can be walked: one for each racing pair.
import type { ListedRun } from '@racewalk/checker';
import { type Causes, type Program, switchesIn } from '@racewalk/simulator';
import { type PlainRow, plainRowsOf } from '@racewalk/trace';
import { counted } from './words.ts';

const causePrefix = 'cause:';

/** `cause:tag_loss:0` is about `tag_loss`; undefined: the choice is none of this kind. */
export function causeProperty(choice: string | undefined): string | undefined {
  return /^cause:(.+):\d+$/u.exec(choice ?? '')?.[1];
}

/** `property`: index into `program.properties`. */
export function causeRuns(
  program: Program,
  property: number,
  { causes }: Pick<Causes, 'causes'>,
): readonly ListedRun[] {
  const name = program.properties[property]?.name ?? '';
  const rowsOf = plainRowsOf(program);
  return causes.map(({ run, pair }, index) => {
    const length = `${counted(run.length, 'step')} (${counted(switchesIn(run), 'switch')})`;
    const rows = pair === undefined ? [] : rowsOf(run);
    const first = rows[pair?.first ?? -1];
    const second = rows[pair?.second ?? -1];
    const slot = program.slots[pair?.slot ?? -1]?.name ?? '';
    const race =
      first === undefined || second === undefined
        ? 'one thread alone'
        : `${slot}: ${stepName(program, first)} before ${stepName(program, second)}`;
    const choice = `${causePrefix}${name}:${index}`;
    return { choice, label: `${name} by ${race}, ${length}`, what: name, property: name, run };
  });
}

/** `cpu1 in mte_sync_tags()`. */
function stepName(program: Program, { thread, calls }: PlainRow): string {
  const name = program.threads[thread]?.name ?? '';
  const call = calls.at(-1);
  return call === undefined ? name : `${name} in ${call.name}()`;
}
