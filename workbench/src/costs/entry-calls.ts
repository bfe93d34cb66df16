// The calls that threads make by themselves: what one call costs is asked of those.
import type { Program } from '@racewalk/simulator';

/** Names, in the order of the threads and of their texts. */
export function entryCalls(program: Program | undefined): readonly string[] {
  return (program?.threads ?? []).flatMap(({ entry }) => callsFrom(program, entry));
}

/** The calls that stand in the thread's own text. */
function callsFrom(program: Program | undefined, entry: number): readonly string[] {
  if (program === undefined) return [];
  const { frames, code } = program;
  let root = code[entry]?.site.frame;
  while (root !== undefined && frames[root]?.parent !== undefined) root = frames[root]?.parent;
  return frames.flatMap(({ name, parent }) =>
    parent === root && root !== undefined ? [name] : [],
  );
}
