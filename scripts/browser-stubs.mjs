// What bundles for a browser get in place of Node's `events` and `url`. The debug adapter's library
// listens to its streams with them; in a browser it has none, so nothing is ever emitted.
export class EventEmitter {
  on() {
    return this;
  }

  emit() {
    return false;
  }
}

export class URL {}
