// What is said about steps, and is no step: comments and marks, blanked so that places stay.

/** C comments, `// ...`, `!!! ... !!!` of a diagram inside a comment, and the word for a cycle. */
const comment =
  /\/\*[\s\S]*?\*\/|!!![\s\S]*?!!!|\(repeats\s+from\s+here\)|\/\/[^\n]*|!!![^\n]*|\/\*[^\n]*/gu;

/** The text with blanks for all that is a comment; line ends stay. */
export function withoutComments(text: string): string {
  return text.replace(comment, (found) => found.replace(/[^\n]/gu, ' '));
}
