// "New scenario": a text to begin with, from a template, from a race of the catalogue, or from CPU
// columns on the clipboard. It is a document without a file; where it is saved is up to who writes.
import { skeletonRequest } from '@racewalk/server';
import { env, l10n, type QuickPickItem, Uri, window, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';

interface Source extends QuickPickItem {
  /** Undefined: nobody has chosen, or there is nothing to begin with. */
  readonly text: () => Promise<string | undefined>;
}

/** The walkthrough draws itself anew, and takes the focus, once its button was pressed. */
const staysOpen = { ignoreFocusOut: true };

export async function newScenario(client: BaseLanguageClient, extension: Uri): Promise<void> {
  const sources: readonly Source[] = [
    {
      label: l10n.t('From a template'),
      description: l10n.t('two threads and what must not break'),
      text: () => Promise.resolve(template),
    },
    {
      label: l10n.t('From the catalogue'),
      description: l10n.t('a race that comes with Racewalk'),
      text: () => fromCatalogue(extension),
    },
    {
      label: l10n.t('From CPU columns on the clipboard'),
      description: l10n.t('as they stand in mails'),
      text: () => fromColumns(client),
    },
  ];
  const source = await window.showQuickPick(sources, {
    title: l10n.t('New scenario'),
    placeHolder: l10n.t('What shall it begin with?'),
    ...staysOpen,
  });
  const content = await source?.text();
  if (content === undefined) return;
  const document = await workspace.openTextDocument({ language: 'race', content });
  await window.showTextDocument(document);
}

const template = `/// What races with what, and what can be lost.
scenario "new race" {
	int shared;

	thread cpu0 {
		shared = shared + 1;
	}

	thread cpu1 {
		shared = shared + 1;
	}

	finally {
		assert(shared == 2);
	}

	expect assertion;
}
`;

async function fromCatalogue(extension: Uri): Promise<string | undefined> {
  const file = Uri.joinPath(extension, 'dist', 'scenarios.json');
  const bytes = await workspace.fs.readFile(file);
  const races: unknown = JSON.parse(new TextDecoder().decode(bytes));
  const all = Array.isArray(races) ? races.filter(isRace) : [];
  // Who looks here for the first time begins with those that explain.
  const isTutorial = ({ name }: { readonly name: string }): boolean => name.startsWith('tutorial/');
  const items = [...all.filter(isTutorial), ...all.filter((race) => !isTutorial(race))];
  const picked = await window.showQuickPick(
    items.map(({ name, text }) => ({ label: name, detail: storyOf(text), text })),
    { title: l10n.t('A race of the catalogue'), matchOnDetail: true, ...staysOpen },
  );
  return picked?.text;
}

async function fromColumns(client: BaseLanguageClient): Promise<string | undefined> {
  const text = await env.clipboard.readText();
  const skeleton = await client.sendRequest<string | null>(skeletonRequest, { text });
  if (skeleton !== null) return skeleton;
  await window.showInformationMessage(
    l10n.t('There are no CPU columns on the clipboard: copy them first, with their header.'),
  );
  return undefined;
}

function isRace(value: unknown): value is { readonly name: string; readonly text: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'name' in value &&
    typeof value.name === 'string' &&
    'text' in value &&
    typeof value.text === 'string'
  );
}

/** The first sentence of the comment at the top. */
function storyOf(text: string): string {
  const lines = text.split('\n');
  const end = lines.findIndex((line) => !line.startsWith('///'));
  const story = lines.slice(0, Math.max(0, end)).map((line) => line.replace(/^\/\/\/ ?/u, ''));
  return /^.*?\.(?=\s|$)/su.exec(story.join(' '))?.[0] ?? '';
}
