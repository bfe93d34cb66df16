// Read-only texts that the server gives to the editor: the kernel library, and one page for each
// diagnostic code, so that its explanation needs no network.
import { checkCatalog } from '@racewalk/checker';
import { allCodes, type SourceFile } from '@racewalk/language';
import { isLibraryName, libraryScheme, nameOf } from '../documents/names.ts';

interface Entry {
  readonly severity: string;
  readonly title: string;
  readonly explanation: string;
}

const entries: ReadonlyMap<string, Entry> = new Map(
  Object.entries<Entry>({ ...allCodes, ...checkCatalog }),
);

export function explanationOf(code: string): Entry | undefined {
  return entries.get(code);
}

/** Where the page of a code is. */
export function pageOf(code: string): string {
  return `${libraryScheme}:/diagnostics/${code}.md`;
}

/** The text behind a URI of the library's scheme; undefined where there is none. */
export function contentOf(uri: string, library: readonly SourceFile[]): string | undefined {
  const name = nameOf(uri);
  if (!isLibraryName(name)) return undefined;
  const code = /^kernel:\/diagnostics\/(RW\d{4})\.md$/u.exec(name)?.[1];
  if (code === undefined) return library.find((file) => file.name === name)?.text;
  const entry = explanationOf(code);
  if (entry === undefined) return undefined;
  return `# ${code}: ${entry.title}\n\n${entry.severity}\n\n${entry.explanation}\n`;
}
