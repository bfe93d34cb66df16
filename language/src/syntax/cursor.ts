// Where the parser stands in the tokens, what it has reported, and how it gets back on its feet
// after an error. Knows brackets, lines and indentation; the grammar is in the parse-*.ts files.
import type { Code } from '../diagnostics/catalog.ts';
import { matchBraces } from './braces.ts';
import { DiagnosticList } from './diagnostic-list.ts';
import { chainMax, nestingMax } from './limits.ts';
import { describeToken, isClosed, isReserved, type LexedText, type Token } from './token.ts';
import type { Doc, Name, Span } from './tree.ts';

const statementWords: ReadonlySet<string> = new Set(
  (
    'if else while do for switch case default break continue goto return ' +
    'struct enum typedef const static inline volatile extern'
  ).split(' '),
);

export class Cursor {
  readonly diagnostics: DiagnosticList;
  /**
   * Indentation of the statement or declaration in hand: what stands left of it is no part of it.
   */
  headIndent = 0;
  /** A long chain was read: the tree around it may be too high. */
  sawLongChain = false;

  private readonly tokens: readonly Token[];
  private readonly docs: ReadonlyMap<number, Doc>;
  private readonly cutShort: boolean;
  private readonly echoes: ReadonlySet<number>;
  private readonly lastToken: Token;
  private index = 0;
  private depth = 0;
  /** The item in hand was too deep: what is wrong with its remains is no news. */
  private gaveUp = false;
  /** Token of the last report: one that stands where the last one stood says nothing new. */
  private errorIndex = -1;
  private unclosedIndex = -1;
  /** For each `{` the token of its `}`, or -1. */
  private readonly closers: Int32Array;
  /** The first `{` without `}`, and how many such there are. */
  private readonly firstUnclosed: number;
  private unclosedCount: number;
  /** The last `}` without `{`, and how many such there are. */
  private readonly lastUnopened: number;
  private unopenedCount: number;

  constructor(lexed: LexedText, file: string) {
    this.diagnostics = new DiagnosticList(file);
    this.tokens = lexed.tokens;
    this.docs = lexed.docs;
    this.cutShort = lexed.cutShort;
    this.echoes = lexed.echoes;
    const last = lexed.tokens[lexed.tokens.length - 1];
    this.lastToken = last ?? { kind: 'end', start: 0, end: 0, text: '', indent: 0 };
    const braces = matchBraces(lexed.tokens);
    this.closers = braces.closers;
    this.firstUnclosed = braces.firstUnclosed;
    this.unclosedCount = braces.unclosedCount;
    this.lastUnopened = braces.lastUnopened;
    this.unopenedCount = braces.unopenedCount;
    for (const error of lexed.errors) this.diagnostics.add(error.code, error.message, error);
    this.diagnostics.addUnseen(lexed.errorCount - lexed.errors.length);
  }

  // Looking

  get token(): Token {
    return this.peek(0);
  }

  peek(ahead: number): Token {
    return this.tokens[this.index + ahead] ?? this.lastToken;
  }

  /** Changes whenever a token is taken. */
  get place(): number {
    return this.index;
  }

  get atEnd(): boolean {
    return this.token.kind === 'end';
  }

  /** End of the last token taken. */
  get previousEnd(): number {
    return this.tokens[this.index - 1]?.end ?? 0;
  }

  at(text: string): boolean {
    return this.token.text === text;
  }

  peekIs(ahead: number, text: string): boolean {
    return this.peek(ahead).text === text;
  }

  /** A word that may be a name. */
  peekIsName(ahead: number): boolean {
    const token = this.peek(ahead);
    return token.kind === 'word' && !isReserved(token.text);
  }

  /** The doc comment directly above the token in hand. */
  get doc(): Doc | undefined {
    return this.docs.get(this.index);
  }

  /** From `start` to the last token taken; empty, and behind that token, if none was taken. */
  span(start: number): Span {
    const end = this.previousEnd;
    return start > end ? { start: end, end } : { start, end };
  }

  /** The same as two numbers, for nodes written out in full: the beginning; `previousEnd` is the end. */
  since(start: number): number {
    const end = this.previousEnd;
    return start > end ? end : start;
  }

  // Taking

  take(): Token {
    const token = this.token;
    if (token.kind !== 'end') this.index += 1;
    return token;
  }

  accept(text: string): boolean {
    if (!this.at(text)) return false;
    this.take();
    return true;
  }

  /** Takes `text`, or reports that it is missing `after` something. */
  expect(text: string, after: string): boolean {
    if (this.accept(text)) return true;
    this.errorBehind('RW0102', `expected '${text}' after ${after}, found ${this.found}`);
    return false;
  }

  /** A name, or an empty one and a report. `what` completes "expected ...". */
  expectName(what: string): Name {
    if (this.peekIsName(0)) return this.takeName();
    const token = this.token;
    if (token.kind !== 'word' || token.indent >= 0) {
      this.errorMissing('RW0101', `expected ${what}, found ${this.found}`);
      return this.absentName();
    }
    this.error('RW0114', `expected ${what}, found '${token.text}', which is a C keyword`);
    const follows = this.peek(1).text;
    if (!/^[;=,[\]().:{}]$|^->$/.test(follows)) return this.absentName();
    return this.takeName();
  }

  takeName(): Name {
    const { start, end, text } = this.take();
    return { kind: 'Name', start, end, text };
  }

  absentName(): Name {
    return { kind: 'Name', start: this.previousEnd, end: this.previousEnd, text: '' };
  }

  // Nesting

  /** At the start of each declaration and clause. */
  beginItem(): void {
    if (this.token.indent >= 0) this.headIndent = this.token.indent;
    if (this.depth === 0) this.gaveUp = false;
  }

  /** False, with a report, if it would be too deep. Every true `enter` needs a `leave`. */
  enter(): boolean {
    if (this.depth >= nestingMax) {
      this.error('RW0108', `more than ${nestingMax} levels of nesting`);
      this.gaveUp = true;
      return false;
    }
    this.depth += 1;
    return true;
  }

  leave(): void {
    this.depth -= 1;
  }

  /** Whether a chain of so many links may go on; reports it if not. */
  mayChain(links: number): boolean {
    if (links > 32) this.sawLongChain = true;
    if (links < chainMax) return true;
    this.error('RW0108', `more than ${chainMax} operators in a row`);
    return false;
  }

  // Reporting

  get found(): string {
    return describeToken(this.token);
  }

  /** ` after 'x'`, for the token before the one in hand. */
  get afterPrevious(): string {
    const before = this.tokens[this.index - 1];
    const isPart = before?.kind === 'punctuator' || before?.kind === 'word';
    return isPart && !/^[;{}]$/.test(before.text) ? ` after ${describeToken(before)}` : '';
  }

  /** The parser stands where it last reported something. */
  get stuck(): boolean {
    return this.errorIndex === this.index;
  }

  /** Reports the token in hand. */
  error(code: Code, message: string): void {
    const token = this.token;
    const place = token.end > token.start ? token : this.lastCharacter();
    this.errorOnce(code, message, place);
  }

  /** Reports that something is missing here: at the end of its line if the text goes on below. */
  errorMissing(code: Code, message: string): void {
    if (this.token.indent >= 0 && this.index > 0) this.errorBehind(code, message);
    else this.error(code, message);
  }

  /** Reports the end of the token before: something is missing behind it. */
  errorBehind(code: Code, message: string): void {
    this.errorOnce(code, message, this.lastCharacter());
  }

  /** Reports a place of the parser's choice, whatever was reported before. */
  errorAt(code: Code, message: string, place: Span): void {
    if (!this.gaveUp) this.diagnostics.add(code, message, place);
  }

  private errorOnce(code: Code, message: string, place: Span): void {
    const isEcho = this.stuck || (this.cutShort && this.atEnd) || this.echoes.has(this.index);
    this.errorIndex = this.index;
    if (!isEcho && !this.gaveUp) this.diagnostics.add(code, message, place);
  }

  private lastCharacter(): Span {
    const end = this.previousEnd;
    return { start: Math.max(0, end - 1), end };
  }

  /** A title whose quote is missing may have swallowed the `{` behind it. */
  private get followsOpenString(): boolean {
    const before = this.tokens[this.index - 1];
    return before?.kind === 'string' && !isClosed(before.text);
  }

  // Recovery

  /**
   * `;` at the end of a statement or declaration. Without it: on to where the next one may start.
   */
  expectSemicolon(after: string): void {
    if (this.accept(';')) return;
    if (this.at(',')) this.error('RW0111', commaMessage);
    this.errorBehind('RW0102', `expected ';' after ${after}, found ${this.found}`);
    if (this.token.indent < 0) this.skipStatement();
  }

  /** `)`. Without it: on to a `)` that may be it, but not out of the statement. */
  expectCloser(closer: ')' | ']', after: string): void {
    if (this.accept(closer)) return;
    if (this.at(',')) this.error('RW0111', commaMessage);
    this.errorBehind('RW0102', `expected '${closer}' after ${after}, found ${this.found}`);
    const opener = closer === ')' ? '(' : '[';
    for (let open = 0; !this.endsStatement() && !this.at(';'); this.take()) {
      if (this.at(opener)) open += 1;
      if (!this.at(closer)) continue;
      if (open === 0) {
        this.take();
        return;
      }
      open -= 1;
    }
  }

  /** Over the rest of a broken statement: behind its `;`, or before what can't be part of it. */
  skipStatement(): void {
    for (;;) {
      // A list whose head is broken is no block.
      if (this.at('{') && this.peekIs(1, '.')) this.skipBraces();
      else if (this.endsStatement() || this.take().text === ';') return;
    }
  }

  private endsStatement(): boolean {
    const token = this.token;
    if (token.kind === 'end' || token.text === '{' || token.text === '}') return true;
    if (token.kind === 'directive' || token.kind === 'line-end') return true;
    if (token.indent < 0) return false;
    return token.indent <= this.headIndent || statementWords.has(token.text);
  }

  /**
   * Over the rest of a broken declaration, to where `isStart` sees the next one or a `}` ends the
   * body.
   */
  skipDeclaration(isStart: (cursor: Cursor) => boolean, isNested: boolean): void {
    for (let first = true; !this.atEnd; first = false) {
      if (this.at('}')) {
        if (isNested) return;
        this.take();
      } else if (this.at('{')) {
        this.skipBraces();
      } else if (!first && this.token.indent >= 0 && isStart(this)) {
        return;
      } else if (this.take().text !== ';') {
        continue;
      }
      if (isStart(this)) return;
    }
  }

  /** From `{` over its `}`; over the `{` alone if it has none. */
  skipBraces(): void {
    const closer = this.closers[this.index] ?? -1;
    this.index = closer < 0 ? this.index + 1 : closer + 1;
  }

  /** From `(` over its `)`, not beyond a `;`, a brace or the end. */
  skipParentheses(): void {
    for (let open = 0; !this.atEnd && !/^[{};]$/.test(this.token.text); ) {
      const { text } = this.take();
      if (text === '(') open += 1;
      if (text === ')') open -= 1;
      if (open <= 0) return;
    }
  }

  // Braces

  /**
   * `{ ... }`, with `parseOne` for each thing inside, which is free to take nothing. A `{` that is
   * missing is taken as read where a `}` will want one, and a `}` that is missing before the line
   * that stands too far left to be inside.
   */
  braces(owner: string, parseOne: () => void): void {
    const opener = this.token;
    const indent = this.headIndent;
    if (!this.expect('{', owner) && !this.mayImplyOpener()) return;
    while (!this.atEnd && !this.closesEarly(indent)) {
      if (this.at('}') && !this.isExtraCloser(indent)) break;
      const before = this.index;
      if (!this.at('}')) parseOne();
      if (this.index === before) this.take();
    }
    this.headIndent = indent;
    if (this.at('}') && !this.closesEarly(indent)) {
      this.take();
      return;
    }
    if (this.unclosedCount > 0) this.unclosedCount -= 1;
    this.errorUnclosed(opener);
  }

  /**
   * After a missing `{`: a title without its quote swallowed it, or a `}` without `{` is still to
   * come.
   */
  private mayImplyOpener(): boolean {
    if (this.followsOpenString) return true;
    if (this.at(';') || this.at('}') || !this.hasUnopened()) return false;
    this.unopenedCount -= 1;
    return true;
  }

  private hasUnopened(): boolean {
    return this.unopenedCount > 0 && this.index <= this.lastUnopened;
  }

  /**
   * Whether the `}` in hand is one too many: what follows it is indented as if it were not there.
   */
  private isExtraCloser(indent: number): boolean {
    const next = this.peek(1);
    if (!this.hasUnopened() || next.kind === 'end' || next.indent <= indent) return false;
    if (next.text === '}' && this.peek(2).kind === 'end') return false;
    this.unopenedCount -= 1;
    this.error('RW0101', "this '}' is one too many: what follows is still inside");
    return true;
  }

  /** One report for all the braces that end at the same place: the innermost is the likely one. */
  private errorUnclosed(opener: Token): void {
    const isEcho = this.unclosedIndex === this.index || (this.cutShort && this.atEnd);
    this.unclosedIndex = this.index;
    this.errorIndex = this.index;
    if (isEcho || this.gaveUp) return;
    const { start, end } = this.token;
    const second = { start, end, message: "expected '}' before this" };
    const message = `this '{' has no '}': expected before ${this.found}`;
    this.diagnostics.addRelated('RW0110', message, opener, second);
  }

  /**
   * Whether the line in hand stands too far left to be inside braces whose head has this
   * indentation.
   */
  closesEarly(indent: number): boolean {
    const { token } = this;
    if (token.indent === 0 && token.text === 'scenario' && this.peek(1).kind === 'string')
      return true;
    if (this.unclosedCount === 0 || this.index < this.firstUnclosed) return false;
    if (token.indent < 0) return false;
    if (token.text === '}') return token.indent < indent;
    const isLabel = token.text === 'case' || token.text === 'default' || this.peekIs(1, ':');
    return token.indent <= indent && !isLabel;
  }
}

export const commaMessage =
  "the comma operator is not in the language: write separate statements instead of ','";
