// What is worked out from a program, once, however many parts of the engine ask for it.

/**
 * The same function, which remembers its answers for as long as the argument lives. Programs are
 * never changed, so an answer stays true. Example: `const layoutOf = oncePer(makeLayout)`.
 */
export function oncePer<Key extends object, Answer>(
  make: (key: Key) => Answer,
): (key: Key) => Answer {
  const known = new WeakMap<Key, { readonly answer: Answer }>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined) return found.answer;
    const answer = make(key);
    known.set(key, { answer });
    return answer;
  };
}
