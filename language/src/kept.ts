// What is worked out once of a tree or an analysis, and kept with it. It is kept on the object
// itself: the value of an entry in a WeakMap outlives its key until the next collection of all
// memory, and trees are large and made anew with every keystroke.

/** A place on objects of one kind that only its owner can reach; no walk over a node sees it. */
export class Slot<Key extends object, Value> {
  readonly #name: symbol;

  constructor(name: string) {
    this.#name = Symbol(name);
  }

  get(key: Key): Value | undefined {
    const holder: object = key;
    return Reflect.get(holder, this.#name);
  }

  set(key: Key, value: Value): void {
    Object.defineProperty(key, this.#name, { value, configurable: true });
  }
}

/** The same function, which remembers its answers for as long as the argument lives. */
export function keptWith<Key extends object, Value extends object>(
  name: string,
  make: (key: Key) => Value,
): (key: Key) => Value {
  const slot = new Slot<Key, Value>(name);
  return (key) => {
    const known = slot.get(key);
    if (known !== undefined) return known;
    const made = make(key);
    slot.set(key, made);
    return made;
  };
}
