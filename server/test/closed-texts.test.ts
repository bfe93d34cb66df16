// Names in texts of the opened folder that nobody has open: they are found and renamed with the rest.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { kernelLibrary } from '@racewalk/kernel';
import { afterEach, expect, it } from 'vitest';
import type {
  CallHierarchyIncomingCall,
  CallHierarchyItem,
  Location,
  WorkspaceEdit,
  WorkspaceSymbol,
} from 'vscode-languageserver';
import { raceFiles } from '../src/documents/race-files.ts';
import { type Client, connected, uri } from './client.ts';

const common = 'file:///project/common.race';
const other = 'file:///project/deep/other.race';
const commonText = 'int shared;\nvoid touch(void) { shared = 1; }\n';
const otherText =
  '#include "../common.race"\nscenario "o" { thread a { touch(); shared = 2; } forbid deadlock; }\n';
const text = '#include "common.race"\nscenario "s" { thread a { shared = 3; } forbid deadlock; }\n';

let client: Client | undefined;

afterEach(async () => {
  await client?.shutdown();
  client = undefined;
});

/** An editor that has one text open, in a folder with two more. */
async function opened(files: Record<string, string> = {}): Promise<Client> {
  client = await connected(kernelLibrary);
  client.files.set(common, commonText);
  client.files.set(other, otherText);
  for (const [name, content] of Object.entries(files)) client.files.set(name, content);
  await client.open(text);
  return client;
}

function ask<Answer>(editor: Client, method: string, needle: string, more: object = {}) {
  const params = { textDocument: { uri }, position: editor.positionOf(needle), ...more };
  return editor.connection.sendRequest<Answer>(method, params);
}

it('references are found in closed texts', async () => {
  const editor = await opened();
  const context = { includeDeclaration: true };
  const found = await ask<Location[]>(editor, 'textDocument/references', 'shared', { context });
  expect(found.map((one) => `${one.uri}:${one.range.start.line}`)).toEqual([
    `${uri}:1`,
    `${common}:0`,
    `${common}:1`,
    `${other}:1`,
  ]);
});

it('a rename changes closed texts, as they are on the disk now', async () => {
  const editor = await opened();
  const newName = 'renamed';
  const before = await ask<WorkspaceEdit>(editor, 'textDocument/rename', 'shared', { newName });
  expect(Object.keys(before.changes ?? {}).sort()).toEqual([common, other, uri].sort());
  // Nobody tells of this change.
  editor.files.set(other, `// a line more\n${otherText}`);
  const after = await ask<WorkspaceEdit>(editor, 'textDocument/rename', 'shared', { newName });
  expect(after.changes?.[other]?.map(({ range }) => range.start.line)).toEqual([2]);
});

it('a rename that a closed text could not bear is refused', async () => {
  const editor = await opened({ [other]: otherText.replace('touch();', 'int renamed = 1;') });
  const asked = ask(editor, 'textDocument/rename', 'shared', { newName: 'renamed' });
  await expect(asked).rejects.toThrow("'renamed' is already a variable here");
});

it('callers and symbols are found in closed texts', async () => {
  const editor = await opened();
  await editor.open(commonText, common);
  const [item] = await editor.connection.sendRequest<CallHierarchyItem[]>(
    'textDocument/prepareCallHierarchy',
    { textDocument: { uri: common }, position: { line: 1, character: 6 } },
  );
  const calls = await editor.connection.sendRequest<CallHierarchyIncomingCall[]>(
    'callHierarchy/incomingCalls',
    { item },
  );
  expect(calls.map(({ from }) => from.uri)).toEqual([other]);
  const symbols = await editor.connection.sendRequest<WorkspaceSymbol[]>('workspace/symbol', {
    query: 'o',
  });
  expect(symbols.some(({ name, location }) => name === 'o' && location.uri === other)).toBe(true);
});

it('a folder that comes is looked into, one that goes is not', async () => {
  const editor = await opened();
  const folder = { uri: 'file:///project', name: 'project' };
  const references = () =>
    ask<Location[]>(editor, 'textDocument/references', 'shared', {
      context: { includeDeclaration: false },
    });
  const change = (event: object) =>
    editor.connection.sendNotification('workspace/didChangeWorkspaceFolders', { event });
  await change({ added: [], removed: [folder] });
  expect((await references()).map((one) => one.uri)).not.toContain(other);
  await change({ added: [folder], removed: [] });
  expect((await references()).map((one) => one.uri)).toContain(other);
});

it('the files of a folder on the disk are listed, up to a limit', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'racewalk-folder-'));
  try {
    for (const name of ['a.race', 'b.txt', 'deep/c.race', 'node_modules/d.race', '.git/e.race']) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), '');
    }
    const at = pathToFileURL(folder).toString();
    const found = await raceFiles(at, 10);
    const names = found?.uris.map((one) => one.slice(at.length + 1)).sort();
    expect(names).toEqual(['a.race', 'deep/c.race']);
    expect(found?.isAll).toBe(true);
    expect(await raceFiles(at, 1)).toMatchObject({ isAll: false });
    expect(await raceFiles('vscode-vfs://github/x', 1)).toBe(undefined);
    expect(await raceFiles(`${at}/none`, 1)).toEqual({ uris: [], isAll: true });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
