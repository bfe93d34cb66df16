// Values as TLC prints them, as far as exported modules have them: numbers, strings and records.

export type TlcValue = number | string | ReadonlyMap<string, number | string>;

export type TlcState = ReadonlyMap<string, TlcValue>;

/** `/\ mem = [x |-> 0]`, a line or more for each variable. Throws on anything else. */
export function parseState(text: string): TlcState {
  const reader = new Reader(text);
  const state = new Map<string, TlcValue>();
  while (!reader.isAtEnd()) {
    reader.take('/\\');
    const name = reader.word();
    reader.take('=');
    state.set(name, reader.value());
  }
  return state;
}

class Reader {
  private readonly tokens: readonly string[];
  private at = 0;

  constructor(text: string) {
    this.tokens = text.match(/\/\\|\|->|<<|>>|"(?:[^"\\]|\\.)*"|-?\d+|\w+|\S/gu) ?? [];
  }

  isAtEnd(): boolean {
    return this.at >= this.tokens.length;
  }

  take(wanted: string): void {
    const token = this.next();
    if (token !== wanted) throw new Error(`TLC printed ${token} instead of ${wanted}`);
  }

  word(): string {
    const token = this.next();
    if (!/^\w+$/u.test(token)) throw new Error(`TLC printed ${token} instead of a name`);
    return token;
  }

  value(): TlcValue {
    const token = this.next();
    if (token === '[') return this.record();
    if (token === '<<') {
      // The empty list: a record without fields.
      this.take('>>');
      return new Map();
    }
    return plain(token);
  }

  private record(): ReadonlyMap<string, number | string> {
    const fields = new Map<string, number | string>();
    for (let more = true; more; ) {
      const name = this.word();
      this.take('|->');
      fields.set(name, plain(this.next()));
      const token = this.next();
      if (token !== ',' && token !== ']') throw new Error(`TLC printed ${token} in a record`);
      more = token === ',';
    }
    return fields;
  }

  private next(): string {
    const token = this.tokens[this.at];
    if (token === undefined) throw new Error('a state of TLC ends too early');
    this.at++;
    return token;
  }
}

function plain(token: string): number | string {
  if (/^-?\d+$/u.test(token)) return Number(token);
  if (token.startsWith('"')) return token.slice(1, -1);
  throw new Error(`TLC printed ${token} instead of a value`);
}
