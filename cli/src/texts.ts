// Texts by name, for positions and for what is quoted: the file, what it includes, the library.
import type { TextOf } from '@racewalk/checker';
import type { Analysis, SourceFile } from '@racewalk/language';

export function textsOf(analysis: Analysis, library: readonly SourceFile[]): TextOf {
  const files = [...library, ...analysis.includes, analysis.file];
  const texts = new Map(files.map(({ name, text }) => [name, text]));
  return (name) => texts.get(name);
}
