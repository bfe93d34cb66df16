// Text to tokens, whole text at once, in linear time. Never throws: what is no token is reported
// and left out. Meaning of numbers and strings is left to the parser.
import { columnsBlock } from './columns-block.ts';
import { commentDoc, joinDocs, type PendingDoc } from './doc-comments.ts';
import type { LexedText, LexicalError, Token, TokenKind } from './token.ts';
import type { Doc } from './tree.ts';

/** Takes in what is no number too (`1.5`, `0xz`), so that it is reported as one. */
const number = /[0-9][A-Za-z0-9_]*(?:\.[0-9][A-Za-z0-9_]*)*/y;
const punctuator =
  /<<=|>>=|\.\.\.|->|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[+\-*/%&|^]=|\.\.|[{}()[\];,:?=<>+\-*/%&|^!~.]/y;
const directive = /#[ \t]*([A-Za-z_]*)/y;
const macroHead = /[ \t]+[A-Za-z_][A-Za-z0-9_]*\(/y;
/** One line with the lines that `\` joins to it. */
const wholeLine = /(?:\\\r?\n|[^\r\n])*/y;
const blanks = /[ \t]*/y;
const systemPath = /<[^>\r\n]*>/y;
/** What an unterminated string should not swallow: the rest of the construct it stands in. */
const swallowed = /\s*(?:\{.*|[;,)]+)\s*$/;

/** Only a line this short is searched for what an unterminated string swallowed. */
const shortLine = 200;
/** Errors kept; the others are counted. */
const keptErrors = 100;

const tab = 9;
const lineFeed = 10;
const carriageReturn = 13;
const space = 32;
const digit0 = 48;
const digit9 = 57;
const byteOrderMark = 0xfeff;

export function lex(text: string): LexedText {
  const lexer = new Lexer(text);
  lexer.run();
  return lexer;
}

class Lexer implements LexedText {
  readonly tokens: Token[] = [];
  readonly docs = new Map<number, Doc>();
  readonly errors: LexicalError[] = [];
  readonly echoes = new Set<number>();
  errorCount = 0;
  cutShort = false;

  private readonly text: string;
  private position = 0;
  private lineStart = 0;
  /** No token stands on this line so far. */
  private fresh = true;
  private inDirective = false;
  private doc: PendingDoc | undefined;

  constructor(text: string) {
    this.text = text;
  }

  run(): void {
    if (this.text.charCodeAt(0) === byteOrderMark) this.position = 1;
    while (this.position < this.text.length && !this.cutShort) this.step();
    if (this.inDirective) this.push('line-end', this.position);
    this.push('end', this.position);
  }

  private step(): void {
    const code = this.text.charCodeAt(this.position);
    if (code === space || code === tab || code === 11 || code === 12) {
      this.position += 1;
    } else if (code === lineFeed || code === carriageReturn) {
      this.newline();
    } else if (code === 47 /* / */ && this.comment()) {
      return;
    } else if (code === 34 /* " */) {
      this.quoted('string', '"');
    } else if (code === 39 /* ' */) {
      this.quoted('character', "'");
    } else if (code === 35 /* # */ && this.fresh) {
      this.directive();
    } else if (code === 92 /* \ */ && this.continuation()) {
      return;
    } else if (isWordPart(code)) {
      // Words and brackets are most of a text: no pattern is tried on them.
      if (code >= digit0 && code <= digit9) this.matched('number', number);
      else this.push('word', this.wordEnd());
    } else if (isAlone(code)) {
      this.push('punctuator', this.position + 1);
      if (code === 123 /* { */) this.columns();
    } else if (!this.matched('punctuator', punctuator)) {
      this.stray();
    }
  }

  private wordEnd(): number {
    let at = this.position + 1;
    while (isWordPart(this.text.charCodeAt(at))) at += 1;
    return at;
  }

  /** Behind the `{` of a schedule: CPU columns, whose text is no tokens. */
  private columns(): void {
    const before = this.tokens.at(-3)?.text ?? '';
    if (this.tokens.at(-2)?.text !== 'schedule' || /^(?:struct|enum)$/.test(before)) return;
    const block = columnsBlock(this.text, this.position, this.lineIndent());
    if (block === undefined) return;
    this.position = block.start;
    this.fresh = false;
    this.push('columns', block.end);
  }

  /** Indentation of the line in hand. */
  private lineIndent(): number {
    const first = this.end(blanks, this.lineStart);
    return this.indent(first);
  }

  private newline(): void {
    if (this.inDirective) {
      this.push('line-end', this.position);
      this.inDirective = false;
    }
    const pair =
      this.text.charCodeAt(this.position) === carriageReturn &&
      this.text.charCodeAt(this.position + 1) === lineFeed;
    this.position += pair ? 2 : 1;
    this.lineStart = this.position;
    this.fresh = true;
  }

  /** A backslash at the end of a line: in a directive it joins the lines, elsewhere it is blank. */
  private continuation(): boolean {
    const next = this.text.charCodeAt(this.position + 1);
    if (next !== lineFeed && next !== carriageReturn) return false;
    const pair = next === carriageReturn && this.text.charCodeAt(this.position + 2) === lineFeed;
    this.position += pair ? 3 : 2;
    this.lineStart = this.position;
    return true;
  }

  private comment(): boolean {
    const start = this.position;
    const next = this.text.charCodeAt(start + 1);
    if (next === 47 /* / */) {
      this.position = this.lineEndFrom(start);
    } else if (next === 42 /* * */) {
      const close = this.text.indexOf('*/', start + 2);
      this.position = close < 0 ? this.text.length : close + 2;
      if (close < 0) {
        this.error('RW0104', "this comment has no '*/'", start, start + 2);
      }
    } else {
      return false;
    }
    const doc = this.fresh ? commentDoc(this.text, start, this.position) : undefined;
    if (doc !== undefined) this.doc = joinDocs(this.text, this.doc, doc);
    if (next === 42) {
      const lastLine = this.text.slice(start, this.position).lastIndexOf('\n');
      if (lastLine >= 0) this.lineStart = start + lastLine + 1;
    }
    return true;
  }

  private quoted(kind: 'string' | 'character', quote: string): void {
    const start = this.position;
    let at = start + 1;
    for (; at < this.text.length; at += 1) {
      const code = this.text.charCodeAt(at);
      if (code === lineFeed || code === carriageReturn) break;
      if (code === 92 /* \ */) at += 1;
      else if (this.text[at] === quote) {
        this.push(kind, at + 1);
        return;
      }
    }
    at = this.lineEndFrom(start);
    const isShort = at - start <= shortLine;
    const rest = isShort ? swallowed.exec(this.text.slice(start + 1, at)) : null;
    const end = rest === null ? at : start + 1 + rest.index;
    const name = kind === 'string' ? 'string' : 'character';
    this.error('RW0103', `this ${name} has no closing ${quote} on its line`, start, end);
    this.push(kind, end);
    this.echoes.add(this.tokens.length);
  }

  private directive(): void {
    const start = this.position;
    directive.lastIndex = start;
    const name = directive.exec(this.text)?.[1] ?? '';
    const afterName = directive.lastIndex;
    const lineEnd = this.end(wholeLine, start);
    const isMacro = name === 'define' && this.end(macroHead, afterName) > afterName;
    if (isMacro) {
      this.error(
        'RW0112',
        "'#define' with parameters is not in the language: write a 'static inline' function",
        start,
        lineEnd,
      );
      this.skipTo(lineEnd);
    } else if (name === 'define' || name === 'include') {
      this.push('directive', afterName);
      this.inDirective = true;
      if (name === 'include') this.skipTo(this.end(blanks, afterName));
      if (name === 'include') this.matched('system-path', systemPath);
    } else {
      this.error(
        'RW0113',
        `'#${name}' is not in the language: only '#include' and '#define' are`,
        start,
        lineEnd,
      );
      this.skipTo(lineEnd);
    }
  }

  private skipTo(position: number): void {
    this.position = position;
  }

  private stray(): void {
    const start = this.position;
    while (this.position < this.text.length && this.isStray(this.position)) this.position += 1;
    if (this.position === start) this.position += 1;
    const found = this.text.slice(start, this.position);
    const nul = found.indexOf('\0');
    if (nul >= 0) {
      this.cutShort = true;
      this.position = start + nul;
      this.error(
        'RW0105',
        'this is not text: it holds a NUL; the rest is skipped',
        start,
        start + 1,
      );
      return;
    }
    const shown = Array.from(found).slice(0, 8).map(showCharacter).join('');
    this.error('RW0105', `'${shown}' is no part of the language`, start, this.position);
    this.echoes.add(this.tokens.length);
  }

  private isStray(position: number): boolean {
    const code = this.text.charCodeAt(position);
    if (code === lineFeed || code === carriageReturn || code === tab) return false;
    return code < space || code > 126 || code === 64 /* @ */ || code === 36 || code === 96;
  }

  /** Takes a token if the pattern matches here. */
  private matched(kind: TokenKind, pattern: RegExp): boolean {
    const end = this.end(pattern, this.position);
    if (end <= this.position) return false;
    this.push(kind, end);
    return true;
  }

  private end(pattern: RegExp, from: number): number {
    pattern.lastIndex = from;
    return pattern.test(this.text) ? pattern.lastIndex : from;
  }

  private lineEndFrom(start: number): number {
    let at = start;
    while (at < this.text.length) {
      const code = this.text.charCodeAt(at);
      if (code === lineFeed || code === carriageReturn) break;
      at += 1;
    }
    return at;
  }

  private push(kind: TokenKind, end: number): void {
    const start = this.position;
    if (this.doc !== undefined) {
      if (joinsDirectly(this.text, this.doc.end, start))
        this.docs.set(this.tokens.length, this.doc);
      this.doc = undefined;
    }
    const text = this.text.slice(start, end);
    this.tokens.push({ kind, start, end, text, indent: this.fresh ? this.indent(start) : -1 });
    this.fresh = false;
    this.position = end;
  }

  private indent(end: number): number {
    let width = 0;
    for (let at = this.lineStart; at < end; at += 1) {
      width += this.text.charCodeAt(at) === tab ? 8 - (width % 8) : 1;
    }
    return width;
  }

  private error(code: LexicalError['code'], message: string, start: number, end: number): void {
    this.errorCount += 1;
    if (this.errors.length < keptErrors) this.errors.push({ code, message, start, end });
  }
}

/** A letter, a digit or `_`; the end of the text is none. */
function isWordPart(code: number): boolean {
  if (code >= digit0 && code <= digit9) return true;
  const lower = code | 32;
  return (lower >= 97 && lower <= 122) || code === 95 /* _ */;
}

/** `( ) , : ; ? [ ] { } ~`: these begin no longer punctuator. */
function isAlone(code: number): boolean {
  switch (code) {
    case 40:
    case 41:
    case 44:
    case 58:
    case 59:
    case 63:
    case 91:
    case 93:
    case 123:
    case 125:
    case 126:
      return true;
    default:
      return false;
  }
}

/** Nothing but the end of one line (and comments) between a doc comment and what it describes. */
function joinsDirectly(text: string, docEnd: number, start: number): boolean {
  return !/\n[ \t]*\r?\n/.test(text.slice(docEnd, Math.min(start, docEnd + 1000)));
}

function showCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code >= space && code !== 127) return character;
  return `\\x${code.toString(16).padStart(2, '0')}`;
}
