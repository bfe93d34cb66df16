// The little Markdown that hovers are made of.

export function codeBlock(code: string): string {
  return `\`\`\`race\n${code}\n\`\`\``;
}

/**
 * Names of an `@parameter` and code in backticks stay; what could be markup does not act as
 * such.
 */
export function escaped(text: string): string {
  return text.replace(/[\\*_{}[\]<>#|~]/gu, '\\$&');
}

/** A value or a step as code in a line. */
export function code(text: string): string {
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}

/** Lines of a doc comment that tools read; docs/language/reference.md has what each means. */
export type DocTag =
  | 'source'
  | 'evidence'
  | 'abstracts'
  | 'instead'
  | 'unnoticed'
  | 'hardware'
  | 'counts';

/** The summary of a doc comment: without the lines that tools read, which are told apart. */
export function prose(doc: readonly string[]): string {
  return doc
    .filter(
      (line) => !/^\s*(source|evidence|abstracts|instead|unnoticed|hardware|counts):/u.test(line),
    )
    .map((line) => escaped(line.trim()))
    .join('\n')
    .trim();
}

/** The lines of a doc comment that begin with the word: `source: mm/memory.c wp_page_copy()`. */
export function tagged(doc: readonly string[], word: DocTag): readonly string[] {
  return doc.flatMap((line) => {
    const match = new RegExp(`^\\s*${word}:\\s*(.+?)\\s*$`, 'u').exec(line);
    return match?.[1] === undefined ? [] : [match[1]];
  });
}
