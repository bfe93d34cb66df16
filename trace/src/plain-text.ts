// The text of a step without the values it met: what the source says, and nothing of the run.

/**
 * `read x: 0` is `read x`, and `spin_lock(&l) [owner: none -> cpu0]` is `spin_lock(&l)`. What was
 * chosen and what was written stay: they are what the step does.
 */
export function plainText(text: string): string {
  const { head } = splitNote(text);
  return head.startsWith('read ') ? withoutValue(head) : head;
}

/** A step's text, and what stands in brackets behind it, without them; '' where nothing does. */
export function splitNote(text: string): { readonly head: string; readonly note: string } {
  const at = text.endsWith(']') ? text.lastIndexOf(' [') : -1;
  if (at <= 0) return { head: text, note: '' };
  return { head: text.slice(0, at), note: text.slice(at + 2, -1) };
}

function withoutValue(text: string): string {
  const at = text.lastIndexOf(': ');
  return at < 0 ? text : text.slice(0, at);
}
