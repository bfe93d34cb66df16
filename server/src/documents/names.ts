// Documents have a URI in the editor and a name in the language. The name is the decoded URI, so
// that an `#include` path can be joined to it as it is written; library texts have names of their
// own.
import { URI } from 'vscode-uri';

/** Scheme under which an editor sees the library: `racewalk-kernel:/mm/mprotect.race`. */
export const libraryScheme = 'racewalk-kernel';
const libraryPrefix = 'kernel:';

export function nameOf(uri: string): string {
  const parsed = URI.parse(uri);
  if (parsed.scheme === libraryScheme) return `${libraryPrefix}${parsed.path}`;
  return parsed.toString(true);
}

/** The URI of a name. An absolute path, as an `#include` may have it, is a file. */
export function uriOf(name: string): string {
  if (isLibraryName(name)) return `${libraryScheme}:${name.slice(libraryPrefix.length)}`;
  return name.startsWith('/') ? URI.file(name).toString() : URI.parse(name).toString();
}

export function isLibraryName(name: string): boolean {
  return name.startsWith(`${libraryPrefix}/`);
}

/** What a person calls the file: `mm/mprotect.race` of the library, else the last part. */
export function shortName(name: string): string {
  if (isLibraryName(name)) return name.slice(libraryPrefix.length + 1);
  return name.slice(name.lastIndexOf('/') + 1);
}
