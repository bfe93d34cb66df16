// The timeline as a file, written through the editor, so that it works for every kind of folder.
import { type Folds, svgOf } from '@racewalk/webview';
import { l10n, Uri, window, workspace } from 'vscode';
import type { LoadedWalk } from './loaded-walk.ts';

/** Asks where to, and writes the picture; undefined: the user has changed their mind. */
export async function exportSvg(
  { which, run }: LoadedWalk,
  folds: Folds,
  filter: string,
): Promise<Uri | undefined> {
  const beside = Uri.joinPath(Uri.parse(which.uri), '..');
  const target = await window.showSaveDialog({
    defaultUri: Uri.joinPath(beside, `${fileName(run.title)}.svg`),
    filters: { SVG: ['svg'] },
    title: l10n.t('Export timeline as SVG'),
  });
  if (target === undefined) return undefined;
  await workspace.fs.writeFile(target, new TextEncoder().encode(svgOf(run, folds, filter)));
  return target;
}

function fileName(title: string): string {
  const words = title
    .replace(/ in \d[\d ]* steps?\b.*$/u, '')
    .replace(/[^A-Za-z0-9._-]+/gu, '-')
    .replace(/^-+|-+$/gu, '');
  return words.slice(0, 80) || 'timeline';
}
