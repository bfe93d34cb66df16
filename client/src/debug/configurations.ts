// Launch configurations: F5 in a text needs none, and each scenario of the text in front is offered.
import { debugCommand, type RunOf } from '@racewalk/server';
import { type DebugConfiguration, Uri, type WorkspaceFolder, window } from 'vscode';
import { type Lenses, runOf } from '../lenses.ts';
import { debugType } from '../names.ts';

/** What is launched for a run that a lens names. */
export function configurationOf(
  { uri, scenario, variant, property }: RunOf,
  name: string,
): DebugConfiguration {
  return {
    type: debugType,
    request: 'launch',
    name,
    program: uri,
    scenario,
    variant,
    ...(property === undefined ? {} : { run: `violation:${property}` }),
  };
}

export class Configurations {
  readonly #lenses: Lenses;

  constructor(lenses: Lenses) {
    this.#lenses = lenses;
  }

  /** Those that the text in front offers. */
  async offered(): Promise<DebugConfiguration[]> {
    const editor = window.activeTextEditor;
    if (editor === undefined || editor.document.languageId !== 'race') return [];
    const lenses = await this.#lenses.of(editor, debugCommand);
    return lenses.flatMap(({ command, range }) => {
      const run = runOf(command?.arguments ?? []);
      if (run === undefined) return [];
      const what = run.property === undefined ? '' : `: ${run.property}`;
      const title = titleIn(editor.document.lineAt(range.start.line).text);
      return [configurationOf(run, `${title}${what}`)];
    });
  }

  /** Without a configuration it is the scenario at the cursor. */
  async completed(config: DebugConfiguration): Promise<DebugConfiguration | undefined> {
    if (config.type || config.request || config.name) return config;
    const run = await this.#lenses.atCursor(debugCommand);
    return run === undefined ? undefined : configurationOf(run, 'Racewalk');
  }

  /** A path in a folder that is not on a disk means a file of that folder. */
  withAddress(folder: WorkspaceFolder | undefined, config: DebugConfiguration): DebugConfiguration {
    const { program } = config;
    if (typeof program !== 'string' || isUri(program)) return config;
    return { ...config, program: uriOf(program, folder).toString() };
  }
}

/** Longer than a letter, which is a drive. */
function isUri(text: string): boolean {
  return /^[a-z][a-z0-9+.-]+:/iu.test(text);
}

function uriOf(path: string, folder: WorkspaceFolder | undefined): Uri {
  const isAbsolute = /^([/\\]|[a-z]:)/iu.test(path);
  if (!isAbsolute && folder !== undefined) return Uri.joinPath(folder.uri, path);
  if (folder === undefined || folder.uri.scheme === 'file') return Uri.file(path);
  return folder.uri.with({ path });
}

/** What stands in quotes on the line of a lens. */
function titleIn(line: string): string {
  return /"([^"]*)"/u.exec(line)?.[1] ?? line.trim();
}
