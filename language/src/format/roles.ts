// What tokens are to the layout, read off the tree: which brace opens a block, which star is a pointer, where a body
// begins. The layout itself looks at tokens alone.
import type { Token } from '../syntax/token.ts';
import type * as tree from '../syntax/tree.ts';
import { descendants, type Node } from '../syntax/walk.ts';

/** How a `{ }` is laid out. */
export type BraceStyle =
  /** A function's: the brace begins a line. */
  | 'function'
  /** Of a statement: its inside is always on lines of its own. */
  | 'statement'
  /** Stays on one line where it was written on one. */
  | 'loose'
  /** Of a list of values. */
  | 'values';

export interface Roles {
  /** By the index of the opening brace, and of the closing one. */
  readonly braces: ReadonlyMap<number, BraceStyle>;
  /** The brace that closes an opening one. */
  readonly closing: ReadonlyMap<number, number>;
  /** Operators with a space on both sides. */
  readonly binary: ReadonlySet<number>;
  /** Operators that cling to what follows. */
  readonly prefix: ReadonlySet<number>;
  /** The `:` behind a label or a case. */
  readonly labelColons: ReadonlySet<number>;
  /** `)` of a cast. */
  readonly castEnds: ReadonlySet<number>;
  /** `(` that stands off from the word before it. */
  readonly offParentheses: ReadonlySet<number>;
  /** Tokens that begin a line whatever stands before them. */
  readonly lineStarts: ReadonlySet<number>;
  /** How much deeper than its blocks each token stands. */
  readonly extraDepth: readonly number[];
  /** First tokens of labels, which stand as far out as the function. */
  readonly labels: ReadonlySet<number>;
  /** Commas behind which a list of names may go on at the same depth. */
  readonly listCommas: ReadonlySet<number>;
  /** Semicolons inside `for ( )`. */
  readonly forSemicolons: ReadonlySet<number>;
}

export function rolesOf(root: tree.SourceTree, tokens: readonly Token[]): Roles {
  const reader = new RoleReader(tokens);
  for (const node of descendants(root)) reader.read(node);
  reader.matchBraces();
  return reader;
}

class RoleReader implements Roles {
  readonly braces = new Map<number, BraceStyle>();
  readonly closing = new Map<number, number>();
  readonly binary = new Set<number>();
  readonly prefix = new Set<number>();
  readonly labelColons = new Set<number>();
  readonly castEnds = new Set<number>();
  readonly offParentheses = new Set<number>();
  readonly lineStarts = new Set<number>();
  readonly extraDepth: number[];
  readonly labels = new Set<number>();
  readonly listCommas = new Set<number>();
  readonly forSemicolons = new Set<number>();
  private readonly tokens: readonly Token[];
  private readonly starts = new Map<number, number>();

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
    this.extraDepth = tokens.map(() => 0);
    for (const [index, { start }] of tokens.entries()) {
      if (!this.starts.has(start)) this.starts.set(start, index);
    }
  }

  read(node: Node): void {
    switch (node.kind) {
      case 'Function':
        if (node.body !== undefined) this.brace(node.body.start, 'function');
        if (node.releases !== undefined) this.behindRange(node.releases);
        return;
      case 'If':
        this.body(node.consequent);
        if (node.alternative !== undefined) this.alternative(node);
        return;
      case 'While':
      case 'For':
        this.body(node.body);
        if (node.kind === 'For') this.forHeader(node);
        return;
      case 'Do':
        this.body(node.body);
        return;
      case 'Switch':
        this.firstBrace(node.subject.end, 'statement');
        return;
      case 'SwitchSection':
        this.section(node);
        return;
      case 'Labeled':
        this.label(node);
        return;
      case 'Setup':
        if (node.process !== undefined) this.offParenthesis(node.start);
        return;
      case 'Thread':
        if (node.process !== undefined) this.offParenthesis(node.name.end);
        return;
      case 'Quantifier':
      case 'Eventually':
      case 'LeadsTo':
        this.offParenthesis(node.start);
        return;
      case 'Enum':
      case 'Flags':
        this.list(node);
        return;
      default:
        this.readOperator(node);
    }
  }

  /** Every brace gets a style, and opening ones know where they are closed. */
  matchBraces(): void {
    const open: number[] = [];
    for (const [index, { kind, text }] of this.tokens.entries()) {
      if (kind !== 'punctuator') continue;
      if (text === '{') open.push(index);
      if (text !== '}') continue;
      const opener = open.pop();
      if (opener === undefined) continue;
      const style = this.braces.get(opener) ?? 'loose';
      this.braces.set(opener, style);
      this.braces.set(index, style);
      this.closing.set(opener, index);
    }
  }

  private readOperator(node: Node): void {
    switch (node.kind) {
      case 'Binary':
        this.mark(this.binary, node.operatorSpan.start);
        return;
      case 'Unary':
        this.mark(this.prefix, node.start);
        return;
      case 'Update':
        if (node.prefix) this.mark(this.prefix, node.start);
        return;
      case 'Cast':
      case 'CompoundLiteral': {
        const end = this.next(this.indexFrom(node.type.end), ')');
        if (end !== undefined) this.castEnds.add(end);
        return;
      }
      case 'InitializerList':
        this.brace(node.start, 'values');
        return;
      case 'ScheduleStep':
        if (node.count !== undefined) {
          const star = this.next(this.indexFrom(node.thread.end), '*');
          if (star !== undefined) this.binary.add(star);
        }
        return;
      default:
    }
  }

  /** A body without braces stands on a line of its own, one deeper. */
  private body(statement: tree.Statement): void {
    if (statement.kind === 'Block') {
      this.brace(statement.start, 'statement');
      return;
    }
    const first = this.starts.get(statement.start);
    if (first === undefined) return;
    this.lineStarts.add(first);
    const end = this.indexFrom(statement.end);
    for (let index = first; index < end; index += 1) this.deepen(index);
  }

  private alternative({ alternative, consequent }: tree.IfStatement): void {
    if (alternative === undefined) return;
    if (alternative.kind !== 'If') this.body(alternative);
    const word = this.indexFrom(consequent.end);
    if (consequent.kind !== 'Block') this.lineStarts.add(word);
  }

  private forHeader({ body, start }: tree.ForStatement): void {
    const first = this.starts.get(start);
    const end = this.starts.get(body.start);
    if (first === undefined || end === undefined) return;
    for (let index = first; index < end; index += 1) {
      if (this.tokens[index]?.text === ';') this.forSemicolons.add(index);
    }
  }

  /** `case` stands as deep as its `switch`. */
  private section({ start, labels, statements, end }: tree.SwitchSection): void {
    let at = this.starts.get(start);
    const behind = this.indexFrom(statements[0]?.start ?? end);
    if (at === undefined) return;
    for (const label of labels) {
      this.lineStarts.add(at);
      const from = label === undefined ? at : this.indexFrom(label.end);
      const colon = this.next(from, ':');
      if (colon === undefined || colon >= behind) return;
      this.labelColons.add(colon);
      for (let index = at; index <= colon; index += 1) this.raise(index);
      at = colon + 1;
    }
  }

  private label({ label }: tree.LabeledStatement): void {
    const first = this.starts.get(label.start);
    const colon = this.next(this.indexFrom(label.end), ':');
    if (first === undefined || colon === undefined) return;
    this.labels.add(first);
    this.lineStarts.add(first);
    this.labelColons.add(colon);
  }

  private behindRange({ end }: tree.ReleaseRange): void {
    this.lineStarts.add(this.indexFrom(end));
  }

  private list({ start, end }: tree.Span): void {
    const last = this.indexFrom(end);
    for (let index = this.starts.get(start) ?? last; index < last; index += 1) {
      if (this.tokens[index]?.text === ',') this.listCommas.add(index);
    }
  }

  private offParenthesis(from: number): void {
    const open = this.next(this.indexFrom(from), '(');
    if (open !== undefined) this.offParentheses.add(open);
  }

  private brace(start: number, style: BraceStyle): void {
    const index = this.starts.get(start);
    if (index !== undefined && this.tokens[index]?.text === '{') this.braces.set(index, style);
  }

  private firstBrace(from: number, style: BraceStyle): void {
    const index = this.next(this.indexFrom(from), '{');
    if (index !== undefined) this.braces.set(index, style);
  }

  private mark(set: Set<number>, start: number): void {
    const index = this.starts.get(start);
    if (index !== undefined) set.add(index);
  }

  private deepen(index: number): void {
    this.extraDepth[index] = (this.extraDepth[index] ?? 0) + 1;
  }

  private raise(index: number): void {
    this.extraDepth[index] = (this.extraDepth[index] ?? 0) - 1;
  }

  /** The first token that begins at or behind an offset. */
  private indexFrom(offset: number): number {
    const exact = this.starts.get(offset);
    if (exact !== undefined) return exact;
    let low = 0;
    let high = this.tokens.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.tokens[middle]?.start ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The next token with this text, not beyond the end of what could belong together. */
  private next(from: number, text: string): number | undefined {
    for (let index = from; index < this.tokens.length; index += 1) {
      const token = this.tokens[index];
      if (token?.text === text) return index;
      if (token?.text === ';' || token?.text === '}') return undefined;
    }
    return undefined;
  }
}
