// Reads the part of TLA+ that exported modules are written in, from the text alone, with the rules
// that a reader of TLA+ goes by: lists of conjuncts by column, and operators that may not be mixed
// without parentheses.

export type Node =
  | { kind: 'number'; value: number }
  | { kind: 'string'; value: string }
  | { kind: 'name'; name: string }
  | { kind: 'apply'; name: string; args: Node[] }
  | { kind: 'prime'; of: Node }
  | { kind: 'index'; of: Node; index: Node }
  | { kind: 'infix'; operator: string; left: Node; right: Node }
  | { kind: 'prefix'; operator: string; of: Node }
  | { kind: 'junction'; operator: '/\\' | '\\/'; items: Node[] }
  | { kind: 'if'; test: Node; yes: Node; no: Node }
  | { kind: 'case'; arms: { test: Node; value: Node }[]; other: Node }
  | { kind: 'let'; definitions: Definition[]; body: Node }
  | { kind: 'quantifier'; operator: '\\E' | '\\A' | 'CHOOSE'; name: string; set: Node; body: Node }
  | { kind: 'tuple'; items: Node[] }
  | { kind: 'set'; items: Node[] }
  | { kind: 'filter'; name: string; set: Node; test: Node }
  | { kind: 'map'; name: string; set: Node; value: Node }
  | { kind: 'function'; name: string; set: Node; value: Node }
  | { kind: 'record'; fields: { name: string; value: Node }[] }
  | { kind: 'except'; of: Node; changes: { field: Node; value: Node }[] }
  | { kind: 'always'; action: Node; of: Node };

export interface Definition {
  name: string;
  parameters: string[];
  body: Node;
}

export interface Module {
  name: string;
  variables: string[];
  definitions: Map<string, Definition>;
  assumptions: Node[];
}

interface Token {
  kind: 'word' | 'number' | 'string' | 'symbol' | 'end';
  text: string;
  column: number;
  line: number;
}

const symbols =
  "==== ---- [][ <=> |-> == => /\\ \\/ <= >= << >> .. -> [] \\E \\A \\in \\notin \\cup \\div \\o = # < > + - * % ^ ~ ( ) [ ] { } , : ; . ! ' _ @".split(
    ' ',
  );

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let line = 1;
  let lineStart = 0;
  let at = 0;
  const add = (kind: Token['kind'], length: number): void => {
    tokens.push({ kind, text: text.slice(at, at + length), column: at - lineStart, line });
    at += length;
  };
  while (at < text.length) {
    const rest = text.slice(at, at + 400);
    if (text[at] === '\n') {
      line++;
      at++;
      lineStart = at;
    } else if (text[at] === ' ') at++;
    else if (rest.startsWith('\\*')) at = text.indexOf('\n', at);
    else if (rest.startsWith('(*')) {
      const end = text.indexOf('*)', at);
      if (end < 0 || text.slice(at + 2, end).includes('(*')) throw new Error(`comment at ${line}`);
      for (; at < end + 2; at++) {
        if (text[at] !== '\n') continue;
        line++;
        lineStart = at + 1;
      }
    } else {
      const dashes = /^(-{4,}|={4,})/u.exec(rest)?.[0];
      const word = /^[A-Za-z0-9_]*[A-Za-z][A-Za-z0-9_]*/u.exec(rest)?.[0];
      const number = /^\d+/u.exec(rest)?.[0];
      const string = /^"[^"\\\n]*"/u.exec(rest)?.[0];
      const symbol = symbols.find((one) => rest.startsWith(one));
      if (dashes !== undefined) add('symbol', dashes.length);
      else if (word !== undefined) add('word', /^\d+$/u.test(word) ? 0 : word.length);
      else if (number !== undefined) add('number', number.length);
      else if (string !== undefined) add('string', string.length);
      else if (symbol !== undefined) add('symbol', symbol.length);
      else throw new Error(`line ${line}: what is ${rest.slice(0, 20)}?`);
    }
  }
  tokens.push({ kind: 'end', text: '', column: -1, line });
  return tokens;
}

/** Precedences as Specifying Systems lists them: operators whose ranges meet may not be mixed. */
const infix: Record<string, { low: number; high: number; left: boolean }> = {
  '=>': { low: 1, high: 1, left: false },
  '/\\': { low: 3, high: 3, left: true },
  '\\/': { low: 3, high: 3, left: true },
  '=': { low: 5, high: 5, left: false },
  '#': { low: 5, high: 5, left: false },
  '<': { low: 5, high: 5, left: false },
  '>': { low: 5, high: 5, left: false },
  '<=': { low: 5, high: 5, left: false },
  '>=': { low: 5, high: 5, left: false },
  '\\in': { low: 5, high: 5, left: false },
  '\\notin': { low: 5, high: 5, left: false },
  '\\cup': { low: 8, high: 8, left: true },
  '..': { low: 9, high: 9, left: false },
  '+': { low: 10, high: 10, left: true },
  '%': { low: 10, high: 11, left: false },
  '-': { low: 11, high: 11, left: true },
  '*': { low: 13, high: 13, left: true },
  '\\div': { low: 13, high: 13, left: false },
  '\\o': { low: 13, high: 13, left: true },
  '^': { low: 14, high: 14, left: false },
};
const prefix: Record<string, number> = { '~': 4, UNCHANGED: 4, UNION: 8, '-': 12 };

const reserved = new Set(
  'IF THEN ELSE CASE OTHER LET IN CHOOSE EXCEPT UNION UNCHANGED EXTENDS VARIABLES RECURSIVE ASSUME MODULE'.split(
    ' ',
  ),
);

class Parser {
  private at = 0;
  private readonly tokens: Token[];
  /** A token at or left of the innermost column ends the item of a list. */
  private readonly columns: number[] = [];
  /** Names that are defined: TLA+ lets none be defined again inside. */
  private readonly scope = new Set<string>(['Len', 'Append', 'Nat', 'Int', 'TRUE', 'FALSE']);
  private readonly recursive = new Set<string>();

  constructor(text: string) {
    this.tokens = tokensOf(text);
  }

  module(): Module {
    this.expectDashes('-');
    this.expect('MODULE');
    const module: Module = {
      name: this.word(),
      variables: [],
      definitions: new Map(),
      assumptions: [],
    };
    this.expectDashes('-');
    this.expect('EXTENDS');
    while (this.next().text !== 'VARIABLES') this.at++;
    this.expect('VARIABLES');
    module.variables = this.list(() => this.declare(this.word()));
    while (!this.next().text.startsWith('====')) this.unit(module);
    return module;
  }

  private unit(module: Module): void {
    if (this.accept('RECURSIVE')) {
      this.list(() => {
        this.recursive.add(this.declare(this.word()));
        if (!this.accept('(')) return;
        this.list(() => this.expect('_'));
        this.expect(')');
      });
    } else if (this.accept('ASSUME')) module.assumptions.push(this.expression());
    else {
      const definition = this.definition();
      module.definitions.set(definition.name, definition);
    }
  }

  private definition(): Definition {
    const name = this.word();
    if (!this.recursive.delete(name)) this.declare(name);
    const parameters = this.accept('(') ? this.list(() => this.declare(this.word())) : [];
    if (parameters.length > 0) this.expect(')');
    this.expect('==');
    const body = this.expression();
    for (const parameter of parameters) this.scope.delete(parameter);
    return { name, parameters, body };
  }

  private declare(name: string): string {
    if (this.scope.has(name)) throw this.wrong(`${name} is defined already`);
    this.scope.add(name);
    return name;
  }

  private bound<Result>(name: string, read: () => Result): Result {
    this.declare(name);
    const made = read();
    this.scope.delete(name);
    return made;
  }

  private expression(low = 0): Node {
    let left = this.operand();
    let previous: string | undefined;
    for (;;) {
      const { text } = this.next();
      const operator = this.ended() ? undefined : infix[text];
      if (operator === undefined || operator.low < low) return left;
      const before = previous === undefined ? undefined : infix[previous];
      if (before !== undefined && before.low <= operator.high && operator.low <= before.high) {
        if (previous !== text || !operator.left)
          throw this.wrong(`${previous} and ${text} are mixed`);
      }
      this.at++;
      const right = this.expression(operator.high + 1);
      const after = this.ended() ? undefined : infix[this.next().text];
      if (after !== undefined && after.low <= operator.high && operator.low <= after.high) {
        if (this.next().text !== text || !operator.left)
          throw this.wrong(`${text} and ${this.next().text} are mixed`);
      }
      left = { kind: 'infix', operator: text, left, right };
      previous = text;
    }
  }

  private operand(): Node {
    if (this.ended()) throw this.wrong('an expression ends too early');
    const token = this.next();
    if (token.text === '/\\' || token.text === '\\/') return this.junction(token.text);
    const precedence = prefix[token.text];
    if (precedence !== undefined && token.kind !== 'string') {
      this.at++;
      return { kind: 'prefix', operator: token.text, of: this.expression(precedence) };
    }
    let node = this.primary();
    for (;;) {
      if (this.ended()) return node;
      if (this.accept("'")) node = { kind: 'prime', of: node };
      else if (this.accept('[')) {
        node = { kind: 'index', of: node, index: this.expression() };
        this.expect(']');
      } else if (this.accept('.'))
        node = { kind: 'index', of: node, index: { kind: 'string', value: this.word() } };
      else return node;
    }
  }

  private junction(operator: '/\\' | '\\/'): Node {
    const { column } = this.next();
    const items: Node[] = [];
    while (!this.ended() && this.next().text === operator && this.next().column === column) {
      this.at++;
      this.columns.push(column);
      items.push(this.expression());
      this.columns.pop();
    }
    return { kind: 'junction', operator, items };
  }

  private primary(): Node {
    const token = this.next();
    this.at++;
    if (token.kind === 'number') {
      const value = Number(token.text);
      if (value > 2 ** 31 - 1) throw this.wrong(`TLC has no ${token.text}`);
      return { kind: 'number', value };
    }
    if (token.kind === 'string') return { kind: 'string', value: token.text.slice(1, -1) };
    switch (token.text) {
      case '(':
        return this.closed(')', () => this.expression());
      case '<<':
        return this.closed('>>', () => ({ kind: 'tuple', items: this.items('>>') }));
      case '{':
        return this.closed('}', () => this.set());
      case '[][': {
        const action = this.expression();
        this.expect(']');
        const subscript = this.next().text;
        this.at++;
        if (!subscript.startsWith('_')) throw this.wrong('an action has no subscript');
        return { kind: 'always', action, of: this.named(subscript.slice(1)) };
      }
      case '[':
        return this.closed(']', () => this.bracket());
      case 'IF': {
        const test = this.expression();
        this.expect('THEN');
        const yes = this.expression();
        this.expect('ELSE');
        return { kind: 'if', test, yes, no: this.expression() };
      }
      case 'CASE':
        return this.cases();
      case 'LET':
        return this.let();
      case '\\E':
      case '\\A':
      case 'CHOOSE':
        return this.quantifier(token.text);
      default:
        break;
    }
    if (token.kind !== 'word' || reserved.has(token.text)) {
      this.at--;
      throw this.wrong('no expression begins like this');
    }
    return this.named(token.text);
  }

  private named(name: string): Node {
    if (!this.scope.has(name)) throw this.wrong(`${name} is not defined`);
    if (this.ended() || !this.accept('(')) return { kind: 'name', name };
    const args = this.list(() => this.expression());
    this.expect(')');
    return { kind: 'apply', name, args };
  }

  private set(): Node {
    if (this.next().text === '}') return { kind: 'set', items: [] };
    const start = this.at;
    // {x \in S : P}, or {e : x \in S}, or a list.
    const [name, isIn] = [this.next().text, this.tokens[this.at + 1]?.text];
    if (isIn === '\\in') {
      this.at += 2;
      const set = this.expression(6);
      if (this.accept(':'))
        return { kind: 'filter', name, set, test: this.bound(name, () => this.expression()) };
      this.at = start;
    }
    const bindings = this.bindingAhead();
    if (bindings !== undefined) {
      const value = this.bound(bindings, () => this.expression());
      this.expect(':');
      const bound = this.word();
      this.expect('\\in');
      return { kind: 'map', name: bound, value, set: this.expression() };
    }
    return { kind: 'set', items: this.list(() => this.expression()) };
  }

  /** The x of {e : x \in S}, which stands behind the e that needs it. */
  private bindingAhead(): string | undefined {
    let depth = 0;
    let quantified = 0;
    for (let at = this.at; ; at++) {
      const text = this.tokens[at]?.kind === 'string' ? '' : (this.tokens[at]?.text ?? '');
      if (['(', '[', '{', '<<', '[]['].includes(text)) depth++;
      if (['\\A', '\\E', 'CHOOSE'].includes(text) && depth === 0) quantified++;
      if (text === ':' && depth === 0 && quantified-- === 0) return this.tokens[at + 1]?.text;
      if ([')', ']', '}', '>>'].includes(text) && depth-- === 0) return undefined;
    }
  }

  private bracket(): Node {
    const isRecord = this.tokens[this.at + 1]?.text === '|->';
    if (isRecord) {
      const fields = this.list(() => {
        const name = this.word();
        this.expect('|->');
        return { name, value: this.expression() };
      });
      return { kind: 'record', fields };
    }
    if (this.tokens[this.at + 1]?.text === '\\in') return this.function();
    const of = this.expression();
    this.expect('EXCEPT');
    const changes = this.list(() => {
      this.expect('!');
      let field: Node;
      if (this.accept('.')) field = { kind: 'string', value: this.word() };
      else {
        this.expect('[');
        field = this.expression();
        this.expect(']');
      }
      this.expect('=');
      return { field, value: this.expression() };
    });
    return { kind: 'except', of, changes };
  }

  private function(): Node {
    const name = this.word();
    this.expect('\\in');
    const set = this.expression();
    this.expect('|->');
    return { kind: 'function', name, set, value: this.bound(name, () => this.expression()) };
  }

  private cases(): Node {
    const arms: { test: Node; value: Node }[] = [];
    for (;;) {
      if (this.accept('OTHER')) {
        this.expect('->');
        return { kind: 'case', arms, other: this.expression() };
      }
      const test = this.expression();
      this.expect('->');
      arms.push({ test, value: this.expression() });
      this.expect('[]');
    }
  }

  private let(): Node {
    const definitions: Definition[] = [];
    while (!this.accept('IN')) definitions.push(this.definition());
    const body = this.expression();
    for (const { name } of definitions) this.scope.delete(name);
    return { kind: 'let', definitions, body };
  }

  private quantifier(operator: '\\E' | '\\A' | 'CHOOSE'): Node {
    const name = this.word();
    this.expect('\\in');
    const set = this.expression();
    this.expect(':');
    return {
      kind: 'quantifier',
      operator,
      name,
      set,
      body: this.bound(name, () => this.expression()),
    };
  }

  private items(close: string): Node[] {
    return this.next().text === close ? [] : this.list(() => this.expression());
  }

  private closed(close: string, read: () => Node): Node {
    const node = read();
    this.expect(close);
    return node;
  }

  private list<Result>(read: () => Result): Result[] {
    const items = [read()];
    while (this.accept(',')) items.push(read());
    return items;
  }

  private next(): Token {
    const token = this.tokens[this.at];
    if (token === undefined) throw new Error('the module has no end');
    return token;
  }

  private ended(): boolean {
    const { column, kind } = this.next();
    return kind === 'end' || column <= (this.columns.at(-1) ?? -1);
  }

  private accept(text: string): boolean {
    if (this.next().text !== text || this.next().kind === 'string') return false;
    this.at++;
    return true;
  }

  private expect(text: string): void {
    if (!this.accept(text)) throw this.wrong(`expected ${text}`);
  }

  private expectDashes(dash: string): void {
    if (!this.next().text.startsWith(dash.repeat(4))) throw this.wrong('expected the module line');
    this.at++;
  }

  private word(): string {
    const { kind, text } = this.next();
    if (kind !== 'word' || reserved.has(text)) throw this.wrong('expected a name');
    this.at++;
    return text;
  }

  private wrong(what: string): Error {
    const { line, column, text } = this.next();
    return new Error(`line ${line}, column ${column + 1}, at ${text}: ${what}`);
  }
}

export function parseModule(text: string): Module {
  return new Parser(text).module();
}

export interface Configuration {
  specification: string;
  invariants: string[];
  checksDeadlock: boolean;
}

export function parseConfiguration(text: string): Configuration {
  const configuration: Configuration = { specification: '', invariants: [], checksDeadlock: true };
  for (const line of text.split('\n')) {
    const [keyword, value] = line
      .replace(/\\\*.*/u, '')
      .trim()
      .split(/\s+/u);
    if (keyword === undefined || keyword === '' || value === undefined) continue;
    if (keyword === 'SPECIFICATION') configuration.specification = value;
    else if (keyword === 'INVARIANT') configuration.invariants.push(value);
    else if (keyword === 'CHECK_DEADLOCK') configuration.checksDeadlock = value === 'TRUE';
    else throw new Error(`the configuration says ${keyword}`);
  }
  return configuration;
}
