// Breaks a text into lines of a given width, at spaces where it can and after punctuation of C
// where it must.

/** Lines of at most `width` characters, the first indented by `indent`, the rest by `hanging`. */
export function wrap(text: string, width: number, indent: number, hanging: number): string[] {
  const lines: string[] = [];
  let rest = text.trim();
  do {
    const margin = Math.max(0, Math.min(lines.length === 0 ? indent : hanging, width - 2));
    const cut = breakAt(rest, width - margin);
    lines.push(' '.repeat(margin) + rest.slice(0, cut).trimEnd());
    rest = rest.slice(cut).trimStart();
  } while (rest !== '');
  return lines;
}

/** How many characters of `text` go on a line of `room` characters; at least one. */
function breakAt(text: string, room: number): number {
  if (text.length <= room) return Math.max(text.length, 1);
  const space = text.lastIndexOf(' ', room);
  if (space > 0) return space;
  return lastJoint(text, room, ['->', '(', ',', '.', '|']) ?? lastJoint(text, room, ['_']) ?? room;
}

/** A place on the line's second half behind one of the joints: a C name may be broken there. */
function lastJoint(text: string, room: number, joints: readonly string[]): number | undefined {
  for (let cut = room; cut > room / 2; cut -= 1) {
    if (joints.some((joint) => text.startsWith(joint, cut - joint.length))) return cut;
  }
  return undefined;
}
