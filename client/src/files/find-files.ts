// The scenario files of the workspace. VS Code's search is asked first; where it finds nothing, which
// is also what it says without a search behind the file system, the folders are looked into.
import { FileType, RelativePattern, Uri, type WorkspaceFolder, workspace } from 'vscode';
import { globsOf, matcherOf } from './globs.ts';
import { type ListFolder, walkFolder } from './walk-folder.ts';

/** More files than this make no useful tree. */
export const filesMax = 5000;
/** More folders than this are not looked into one by one. */
export const foldersMax = 2000;

const suffix = '.race';

export interface FoundFiles {
  readonly files: readonly Uri[];
  /** False: there may be more. */
  readonly isWhole: boolean;
}

export async function findScenarioFiles(): Promise<FoundFiles> {
  const found = await Promise.all((workspace.workspaceFolders ?? []).map(scenarioFilesIn));
  return {
    files: found.flatMap(({ files }) => files).slice(0, filesMax),
    isWhole: found.every(({ isWhole }) => isWhole),
  };
}

/** Of one of its folders. */
export async function scenarioFilesIn(folder: WorkspaceFolder): Promise<FoundFiles> {
  const isExcluded = excluded(folder);
  const pathOf = ({ path }: Uri): string => path.slice(folder.uri.path.length).replace(/^\//u, '');
  const pattern = new RelativePattern(folder, `**/*${suffix}`);
  const searched = await workspace.findFiles(pattern, undefined, filesMax).then(
    (uris) => uris.filter((uri) => !isAnyExcluded(pathOf(uri), isExcluded)),
    () => [],
  );
  if (searched.length > 0) return { files: searched, isWhole: searched.length < filesMax };
  const list: ListFolder = async (path) => {
    const entries = await workspace.fs.readDirectory(Uri.joinPath(folder.uri, path));
    // A link to a folder may lead back to where it is: it is not followed.
    return entries
      .filter(([, type]) => type === FileType.Directory || (type & FileType.File) !== 0)
      .map(([name, type]) => ({ name, kind: type === FileType.Directory ? 'folder' : 'file' }));
  };
  const limits = { files: filesMax, folders: foldersMax };
  const walked = await walkFolder(list, (name) => name.endsWith(suffix), isExcluded, limits);
  const files = walked.files.map((path) => Uri.joinPath(folder.uri, path));
  return { files, isWhole: walked.isWhole };
}

/** What is hidden in the explorer, or never searched. */
function excluded(folder: WorkspaceFolder): (path: string) => boolean {
  const setting = (section: string): unknown =>
    workspace.getConfiguration(section, folder.uri).get('exclude');
  return matcherOf([...globsOf(setting('files')), ...globsOf(setting('search'))]);
}

/** A path below a folder that is excluded is, too. */
function isAnyExcluded(path: string, isExcluded: (path: string) => boolean): boolean {
  const parts = path.split('/');
  return parts.some((_, index) => isExcluded(parts.slice(0, index + 1).join('/')));
}
