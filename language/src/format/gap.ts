// What lies between two tokens: comments, and how many line ends around each of them.

export interface Comment {
  readonly text: string;
  /** Line ends between what stands before it and the comment. */
  readonly linesBefore: number;
  /** White space before it where it stands behind a token on its line. */
  readonly space: string;
}

export interface Gap {
  readonly comments: readonly Comment[];
  /** Line ends behind the last comment, or in the whole gap if there is none. */
  readonly lines: number;
}

const comment = /\/\/[^\r\n]*|\/\*[\s\S]*?(?:\*\/|$)/y;
const lineEnd = /\r\n|\n|\r/g;

/** Splits a gap. What the lexer has left out as no part of the language is `undefined`: it must not be lost. */
export function readGap(text: string): Gap | undefined {
  const comments: Comment[] = [];
  let blank = '';
  for (let at = 0; at < text.length; ) {
    const character = text[at] ?? '';
    if (character === '/') {
      comment.lastIndex = at;
      const found = comment.exec(text)?.[0];
      if (found === undefined) return undefined;
      const space = blank.includes('\n') || blank.includes('\r') ? '' : blank;
      comments.push({ text: found.trimEnd(), linesBefore: linesIn(blank), space });
      blank = '';
      at += found.length;
    } else if (/[\s\uFEFF]/.test(character)) {
      blank += character;
      at += 1;
    } else {
      return undefined;
    }
  }
  return { comments, lines: linesIn(blank) };
}

function linesIn(text: string): number {
  return text.match(lineEnd)?.length ?? 0;
}
