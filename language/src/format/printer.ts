// Lays tokens out in the kernel's style: tabs, braces as K&R have them, one statement a line. Line ends inside a statement
// stay where they were written; what is behind one is aligned with the parenthesis it stands in, or a tab deeper.
import type { Token } from '../syntax/token.ts';
import type { Comment, Gap } from './gap.ts';
import type { Roles } from './roles.ts';
import { isSpaced } from './spacing.ts';

export interface Layout {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly roles: Roles;
  /** The gap before each token. */
  readonly gaps: readonly Gap[];
}

/** What stands before each token, comments included. */
export function layOut(layout: Layout): readonly string[] {
  return new Printer(layout).run();
}

const tabWidth = 8;
/** What stands behind them is aligned, where it goes on in the next line. */
const aligned: ReadonlySet<string> = new Set(
  'return forbid expect patch source observe witness'.split(' '),
);

/** An open `(`, `[` or list of values. */
interface Bracket {
  /** Column of what is aligned with it; undefined: it was the last on its line. */
  readonly column: number | undefined;
  /** Tabs of the line it stands in. */
  readonly tabs: number;
}

class Printer {
  private readonly layout: Layout;
  private readonly onOneLine: ReadonlySet<number>;
  private readonly written: string[] = [];
  private readonly brackets: Bracket[] = [];
  private readonly blocks: number[] = [];
  private column = 0;
  /** Tabs of the line that is being written. */
  private lineTabs = 0;
  /** Where the statement goes on in its next lines, if its first word says so. */
  private statementColumn: number | undefined;

  constructor(layout: Layout) {
    this.layout = layout;
    this.onOneLine = oneLineBlocks(layout);
  }

  run(): readonly string[] {
    const { tokens } = this.layout;
    for (let index = 0; index < tokens.length; index += 1) {
      this.leave(index);
      this.written.push(this.before(index));
      this.enter(index);
    }
    return this.written;
  }

  /** A closing brace stands as deep as its block's opening line. */
  private leave(index: number): void {
    const token = this.layout.tokens[index];
    if (token?.text !== '}' || token.kind !== 'punctuator') return;
    if (this.layout.roles.braces.get(index) === 'values') return;
    this.blocks.pop();
    this.brackets.length = 0;
  }

  private enter(index: number): void {
    const { tokens, roles } = this.layout;
    const token = tokens[index];
    if (token === undefined) return;
    const begins = index === 0 || this.isForced(index) === true;
    this.advance(token.text);
    if (begins) this.statementColumn = aligned.has(token.text) ? this.column + 1 : undefined;
    if (token.kind !== 'punctuator') return;
    const isValues = roles.braces.get(index) === 'values';
    if (token.text === '{' && !isValues) this.blocks.push(index);
    else if (token.text === '(' || token.text === '[' || token.text === '{') this.open(index);
    else if (token.text === ')' || token.text === ']' || token.text === '}') this.brackets.pop();
  }

  private open(index: number): void {
    const next = this.layout.gaps[index + 1];
    const isLast = next !== undefined && next.comments.length === 0 && next.lines > 0;
    const space = isSpaced(this.layout.tokens, this.layout.roles, index) ? 1 : 0;
    const column = isLast ? undefined : this.column + space;
    this.brackets.push({ column, tabs: this.lineTabs });
  }

  private before(index: number): string {
    const { gaps, tokens } = this.layout;
    const gap = gaps[index];
    if (gap === undefined) return '';
    const isFirst = index === 0;
    const isEnd = tokens[index]?.kind === 'end';
    let out = '';
    let lines = isFirst ? 0 : this.linesBefore(index, gap);
    for (const [at, comment] of gap.comments.entries()) {
      const own = isFirst && at === 0 ? 0 : comment.linesBefore;
      out += this.comment(comment, index, own, isFirst && at === 0);
    }
    if (gap.comments.length > 0) lines = this.linesBehindComments(gap, lines, isEnd);
    if (isEnd) return out + this.atEnd(out, isFirst);
    // A diagram has its own indentation, which says what stands in which column.
    if (tokens[index]?.kind === 'columns') return `${out}\n`;
    if (lines === 0) return out + this.space(index, gap);
    const indent = this.indent(index);
    return out + this.newLine(lines, indent);
  }

  /** How many line ends the layout wants before a token, comments or not. */
  private linesBefore(index: number, gap: Gap): number {
    const written = gap.lines + gap.comments.reduce((sum, one) => sum + one.linesBefore, 0);
    const previous = this.layout.tokens[index - 1];
    if (previous?.kind === 'line-end') return Math.min(Math.max(gap.lines, 1), 2);
    if (this.layout.tokens[index]?.kind === 'line-end') return 0;
    const isForced = this.isForced(index);
    if (isForced === false) return 0;
    if (isForced === undefined) return written > 0 ? 1 : 0;
    const mayBeBlank = this.mayFollowBlank(index) && gap.lines > 1;
    return mayBeBlank ? 2 : 1;
  }

  private linesBehindComments(gap: Gap, wanted: number, isEnd: boolean): number {
    const last = gap.comments.at(-1);
    if (last?.text.startsWith('//') === true)
      return isEnd ? 1 : Math.min(Math.max(gap.lines, 1), 2);
    if (gap.lines === 0) return wanted > 0 && last !== undefined && last.linesBefore > 0 ? 1 : 0;
    return Math.min(gap.lines, 2);
  }

  /** True: a line begins here. False: none does. Undefined: as it was written. */
  private isForced(index: number): boolean | undefined {
    const { tokens, roles } = this.layout;
    const previous = tokens[index - 1];
    const token = tokens[index];
    if (previous === undefined || token === undefined) return undefined;
    if (this.inOneLine(index)) return false;
    if (roles.lineStarts.has(index)) return true;
    if (token.kind === 'directive') return true;
    const style = roles.braces.get(index);
    if (token.text === '{' && style === 'function') return true;
    if (token.text === '{' && style !== 'values') return false;
    if (token.text === '}' && style !== 'values') return true;
    if (roles.labelColons.has(index - 1)) return true;
    if (previous.text === '{' && roles.braces.get(index - 1) !== 'values') return true;
    if (previous.text === ';' && !roles.forSemicolons.has(index - 1)) return true;
    if (previous.text === '}' && roles.braces.get(index - 1) !== 'values')
      return this.isBehindBlock(index);
    if (token.text === ';' || token.text === ',') return false;
    return undefined;
  }

  /** Behind the `}` of a block. */
  private isBehindBlock(index: number): boolean {
    const { tokens } = this.layout;
    const token = tokens[index];
    if (token === undefined) return true;
    if (token.text === 'else' || token.text === 'or' || token.text === ';') return false;
    if (token.text === 'while') return !this.isEndOfDo(index);
    // `typedef struct { ... } name;`
    return !(token.kind === 'word' && tokens[index + 1]?.text === ';' && this.isTypedef(index - 1));
  }

  private isEndOfDo(index: number): boolean {
    return this.isOpenedBy(index - 1, ['do']);
  }

  private isTypedef(close: number): boolean {
    return this.isOpenedBy(close, ['struct']) || this.isOpenedBy(close, ['struct'], 2);
  }

  /** Whether a word stands just before the brace that is closed at `close`. */
  private isOpenedBy(close: number, words: readonly string[], back = 1): boolean {
    for (const [open, end] of this.layout.roles.closing) {
      if (end !== close) continue;
      const word = this.layout.tokens[open - back];
      return word !== undefined && words.includes(word.text);
    }
    return false;
  }

  private mayFollowBlank(index: number): boolean {
    const { tokens, roles } = this.layout;
    const previous = tokens[index - 1]?.text;
    const token = tokens[index]?.text;
    if (previous === '{' && roles.braces.get(index - 1) !== 'values') return false;
    return !(token === '}' && roles.braces.get(index) !== 'values');
  }

  private inOneLine(index: number): boolean {
    const innermost = this.blocks.at(-1);
    if (innermost !== undefined && this.onOneLine.has(innermost)) return true;
    const token = this.layout.tokens[index];
    if (token?.text !== '}') return false;
    for (const open of this.onOneLine) {
      if (this.layout.roles.closing.get(open) === index) return true;
    }
    return false;
  }

  /** Columns before the first token of a line. */
  private indent(index: number): number {
    if (this.isContinuation(index)) return this.continuation(index);
    return this.depth(index) * tabWidth;
  }

  private isContinuation(index: number): boolean {
    if (this.brackets.length > 0) return true;
    const { roles, tokens } = this.layout;
    if (roles.listCommas.has(index - 1)) return false;
    if (tokens[index - 1]?.kind === 'line-end') return false;
    return index > 0 && this.isForced(index) !== true;
  }

  private continuation(index: number): number {
    const bracket = this.brackets.at(-1);
    if (bracket === undefined) return this.statementColumn ?? (this.depth(index) + 1) * tabWidth;
    const closes = this.layout.tokens[index]?.text === '}';
    if (bracket.column === undefined || closes) return (bracket.tabs + (closes ? 0 : 1)) * tabWidth;
    return bracket.column;
  }

  /** Blocks around a token, and bodies without braces. */
  private depth(index: number): number {
    const { roles } = this.layout;
    if (roles.labels.has(index)) return Math.max(this.functionDepth(), 0);
    return Math.max(this.blocks.length + (roles.extraDepth[index] ?? 0), 0);
  }

  /** A label stands as far out as the function or thread around it. */
  private functionDepth(): number {
    const { roles, tokens } = this.layout;
    const at = this.blocks.findIndex(
      (open) => roles.braces.get(open) === 'function' || isThread(tokens, open),
    );
    return at < 0 ? this.blocks.length - 1 : at;
  }

  private comment(comment: Comment, index: number, lines: number, isFirst: boolean): string {
    if (lines === 0 && !isFirst) {
      const space = comment.space === '' ? ' ' : comment.space;
      this.advance(space);
      this.advance(comment.text);
      return space + comment.text;
    }
    const closes = this.layout.tokens[index]?.text === '}' && this.brackets.length === 0;
    const inner = closes && this.layout.roles.braces.get(index) !== 'values';
    const behindBrace = this.isBehindOpening(index);
    const indent = inner ? (this.blocks.length + 1) * tabWidth : this.commentIndent(index);
    const blank = lines > 1 && !behindBrace ? 2 : 1;
    const head = isFirst ? '' : this.newLine(blank, indent);
    const text = reindented(comment.text, indent);
    this.advance(text);
    return head + text;
  }

  /** A comment on its own line stands where what follows it will. */
  private commentIndent(index: number): number {
    if (this.layout.tokens[index]?.kind === 'end') return 0;
    return this.indent(index);
  }

  private isBehindOpening(index: number): boolean {
    const previous = this.layout.tokens[index - 1];
    return previous?.text === '{' && this.layout.roles.braces.get(index - 1) !== 'values';
  }

  private space(index: number, gap: Gap): string {
    const { tokens, roles, text } = this.layout;
    const token = tokens[index];
    const previous = tokens[index - 1];
    let space = index > 0 && isSpaced(tokens, roles, index - 1) ? ' ' : '';
    if (gap.comments.length > 0) space = ' ';
    const given = text.slice(previous?.end ?? 0, token?.start ?? 0);
    // What an author has aligned stays so: values of #define, and variants that stand one below the other.
    if (this.inDirective(index)) space = token?.kind === 'line-end' ? '' : given;
    else if (space !== '' && this.isTabular(index) && /^[ \t]+$/.test(given)) space = given;
    this.advance(space);
    return space;
  }

  private isTabular(index: number): boolean {
    return this.inOneLine(index) || this.onOneLine.has(index);
  }

  private inDirective(index: number): boolean {
    const { tokens } = this.layout;
    for (let at = index - 1; at >= 0; at -= 1) {
      const kind = tokens[at]?.kind;
      if (kind === 'line-end') return false;
      if (kind === 'directive') return true;
      if (tokens[at]?.indent !== -1) return false;
    }
    return false;
  }

  private atEnd(before: string, isFirst: boolean): string {
    if (isFirst && before === '') return '';
    return before.endsWith('\n') ? '' : '\n';
  }

  private newLine(lines: number, indent: number): string {
    this.column = indent;
    this.lineTabs = Math.floor(indent / tabWidth);
    return '\n'.repeat(lines) + indentation(indent);
  }

  private advance(text: string): void {
    const line = text.lastIndexOf('\n');
    if (line >= 0) this.column = 0;
    for (const character of text.slice(line + 1)) {
      this.column += character === '\t' ? tabWidth - (this.column % tabWidth) : 1;
    }
  }
}

function isThread(tokens: readonly Token[], open: number): boolean {
  for (let index = open - 1; index >= 0 && index >= open - 12; index -= 1) {
    const text = tokens[index]?.text;
    if (text === 'thread' || text === 'setup' || text === 'finally') return true;
    if (text === ';' || text === '}' || text === '{') return false;
  }
  return false;
}

function indentation(columns: number): string {
  return '\t'.repeat(Math.floor(columns / tabWidth)) + ' '.repeat(columns % tabWidth);
}

/** Lines of a block comment that begin with a star are aligned with its first one. */
function reindented(text: string, indent: number): string {
  if (!text.startsWith('/*')) return text;
  return text
    .split(/\r\n|\n|\r/)
    .map((line, index) => {
      if (index === 0) return line.trimEnd();
      const body = line.trimStart();
      return body.startsWith('*') ? `${indentation(indent)} ${body.trimEnd()}` : line.trimEnd();
    })
    .join('\n');
}

/** Blocks that were written on one line, and may stay so. */
function oneLineBlocks({ text, tokens, roles, gaps }: Layout): ReadonlySet<number> {
  const found = new Set<number>();
  for (const [open, close] of roles.closing) {
    if (roles.braces.get(open) !== 'loose') continue;
    const from = tokens[open]?.end ?? 0;
    if (/[\r\n]/.test(text.slice(from, tokens[close]?.start))) continue;
    let fits = true;
    for (let index = open + 1; index <= close && fits; index += 1) {
      const inside = index < close && tokens[index]?.text === '{' && roles.braces.get(index);
      fits =
        !roles.lineStarts.has(index) &&
        (inside === false || inside === 'values' || inside === 'loose');
      fits &&= !(gaps[index]?.comments.some((one) => one.text.startsWith('//')) ?? false);
      fits &&= !roles.labelColons.has(index);
    }
    if (fits) found.add(open);
  }
  return found;
}
