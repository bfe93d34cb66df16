// Each feature once over a real connection: what a client asks, and what it gets.
import { kernelLibrary } from '@racewalk/kernel';
import { afterEach, describe, expect, it } from 'vitest';
import type {
  CallHierarchyItem,
  CodeAction,
  CompletionItem,
  CompletionList,
  Diagnostic,
  DocumentDiagnosticReport,
  InlayHint,
  Location,
  SemanticTokens,
  SemanticTokensDelta,
  SignatureHelp,
  WorkspaceDiagnosticReport,
  WorkspaceEdit,
  WorkspaceSymbol,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { type Client, connected, uri } from './client.ts';
import { counter, guest, locks } from './texts.ts';

let client: Client | undefined;

afterEach(async () => {
  await client?.shutdown();
  client = undefined;
});

async function opened(text: string, capabilities: object = {}): Promise<Client> {
  client = await connected(kernelLibrary, { capabilities });
  await client.open(text);
  await client.connection.sendRequest('textDocument/documentSymbol', { textDocument: { uri } });
  return client;
}

/** Asks about the place of a piece of the text, `after` characters on. */
function ask<Answer>(editor: Client, method: string, needle: string, after = 0, more: object = {}) {
  const { line, character } = editor.positionOf(needle);
  const position = { line, character: character + after };
  const params = { textDocument: { uri }, position, ...more };
  return editor.connection.sendRequest<Answer>(method, params);
}

function ofText<Answer>(editor: Client, method: string, more: object = {}) {
  return editor.connection.sendRequest<Answer>(method, { textDocument: { uri }, ...more });
}

const everything = { start: { line: 0, character: 0 }, end: { line: 10_000, character: 0 } };

/** `line:character` of each place. */
function shown(locations: readonly Location[]): readonly string[] {
  return locations.map(({ uri: at, range: { start } }) => {
    return `${at.split('/').at(-1)}:${start.line + 1}:${start.character}`;
  });
}

describe('over a connection, a client asks for', () => {
  it('references and highlights', async () => {
    const editor = await opened(counter);
    const context = { includeDeclaration: true };
    const found = await ask<Location[]>(editor, 'textDocument/references', 'increment(); }', 0, {
      context,
    });
    expect(shown(found)).toMatchInlineSnapshot(`
      [
        "test.race:4:5",
        "test.race:10:16",
        "test.race:11:16",
        "test.race:17:9",
      ]
    `);
    const marked = await ask(editor, 'textDocument/documentHighlight', 'counter == 2');
    expect(marked).toHaveLength(6);
  });

  it('the type definition, in the library', async () => {
    const editor = await opened(guest);
    const found = await ask<Location[]>(editor, 'textDocument/typeDefinition', 'child) {');
    expect(found[0]?.uri).toBe('racewalk-kernel:/include/linux/mm_types.race');
  });

  it('a rename, and hears why not', async () => {
    const editor = await opened(counter);
    const range = await ask(editor, 'textDocument/prepareRename', 'increment(); }');
    expect(range).toMatchObject({ placeholder: 'increment' });
    const edit = await ask<WorkspaceEdit>(editor, 'textDocument/rename', 'increment(); }', 0, {
      newName: 'bump',
    });
    const document = TextDocument.create(uri, 'race', 1, counter);
    const after = TextDocument.applyEdits(document, edit.changes?.[uri] ?? []);
    expect(after).toBe(counter.replaceAll('increment(', 'bump('));
    const refused = ask(editor, 'textDocument/rename', 'increment(); }', 0, { newName: 'counter' });
    await expect(refused).rejects.toThrow("'counter' is already a variable here");
    await expect(ask(editor, 'textDocument/prepareRename', 'finally')).rejects.toThrow('no name');
  });

  it('a rename whose edits are of a version, where it can have that', async () => {
    const capabilities = { workspace: { workspaceEdit: { documentChanges: true } } };
    const editor = await opened(counter, capabilities);
    const edit = await ask<WorkspaceEdit>(editor, 'textDocument/rename', 'increment(); }', 0, {
      newName: 'bump',
    });
    expect(edit.documentChanges).toMatchObject([{ textDocument: { uri, version: 1 } }]);
  });

  it('linked editing', async () => {
    const editor = await opened(locks);
    const found = await ask<{ ranges: unknown[] }>(
      editor,
      'textDocument/linkedEditingRange',
      'old++',
    );
    expect(found.ranges).toHaveLength(2);
  });

  it('workspace symbols, with the library', async () => {
    const editor = await opened(counter);
    const found = await editor.connection.sendRequest<WorkspaceSymbol[]>('workspace/symbol', {
      query: 'set_pte_at',
    });
    expect(found[0]?.location.uri).toMatch(/^racewalk-kernel:\/arch\/arm64/u);
    await editor.close();
    const still = await editor.connection.sendRequest<WorkspaceSymbol[]>('workspace/symbol', {
      query: 'set_pte_at',
    });
    expect(still.length).toBe(found.length);
  });

  it('folds, selections and links', async () => {
    const editor = await opened(guest);
    const folds = await ofText<unknown[]>(editor, 'textDocument/foldingRange');
    expect(folds).toContainEqual({ startLine: 1, endLine: 27, kind: 'region' });
    const positions = [editor.positionOf('user_ldg')];
    const ranges = await ofText(editor, 'textDocument/selectionRange', { positions });
    expect(ranges).toMatchObject([{ parent: { parent: { range: {} } } }]);
    const links = await ofText<{ target: string }[]>(editor, 'textDocument/documentLink');
    expect(links.map(({ target }) => target)).toMatchInlineSnapshot(`
      [
        "https://lore.kernel.org/all/?q=s%3A%22%5BPATCH%20v11%202%2F6%5D%20arm64%3A%20kvm%3A%20Introduce%20MTE%20VM%20feature%22",
      ]
    `);
  });

  it('the call hierarchy', async () => {
    const editor = await opened(guest);
    const items = await ask<CallHierarchyItem[]>(
      editor,
      'textDocument/prepareCallHierarchy',
      'user_ldg',
    );
    const [item] = items;
    const from = await editor.connection.sendRequest<{ from: CallHierarchyItem }[]>(
      'callHierarchy/incomingCalls',
      { item },
    );
    expect(from.map((call) => `${call.from.name} (${call.from.detail})`)).toMatchInlineSnapshot(`
      [
        "cpu1 (both protect, test.race)",
      ]
    `);
    const to = await editor.connection.sendRequest<{ to: CallHierarchyItem }[]>(
      'callHierarchy/outgoingCalls',
      { item },
    );
    expect(to.map((call) => call.to.name)).toContain('do_page_fault');
  });

  it('inlay hints, and the steps of the run it shows', async () => {
    const editor = await opened(counter, { workspace: { inlayHint: { refreshSupport: true } } });
    await editor.settled();
    const run = { uri, scenario: 0, variant: 0, property: 'assertion' };
    await editor.connection.sendNotification('racewalk/shownRun', { uri, run });
    const labels = async (): Promise<readonly unknown[]> => {
      const hints = await ofText<InlayHint[]>(editor, 'textDocument/inlayHint', {
        range: everything,
      });
      return hints.map(({ label }) => label);
    };
    await editor.until('the refresh', () => editor.hintRefreshes > 0);
    expect(await labels()).toMatchInlineSnapshot(`
      [
        "v6.17",
        "v6.17",
        "1 cpu0, 2 cpu1, 3 cpu1, 4 cpu0",
      ]
    `);
    // Of an older text no steps are shown.
    await editor.edit('counter + 1;\n}', 'counter + 2;\n}');
    expect(await labels()).not.toContain('1 cpu0, 2 cpu1, 3 cpu1, 4 cpu0');
    await editor.connection.sendNotification('racewalk/shownRun', { uri });
    await editor.settled();
    expect(await labels()).toEqual(['v6.17', 'v6.17']);
  });

  it('semantic tokens: all, those that changed, those of a range', async () => {
    const editor = await opened(counter);
    const all = await ofText<SemanticTokens>(editor, 'textDocument/semanticTokens/full');
    expect(all.data.length).toBe(5 * 14);
    await editor.edit('cpu0 {', 'cpu0 { // here\n');
    const delta = await ofText<SemanticTokensDelta>(
      editor,
      'textDocument/semanticTokens/full/delta',
      {
        previousResultId: all.resultId,
      },
    );
    expect(delta.edits).toHaveLength(1);
    const data = [...all.data];
    for (const { start, deleteCount, data: more } of delta.edits) {
      data.splice(start, deleteCount, ...(more ?? []));
    }
    const fresh = await ofText<SemanticTokens>(editor, 'textDocument/semanticTokens/full');
    expect(data).toEqual(fresh.data);
    const part = await ofText<SemanticTokens>(editor, 'textDocument/semanticTokens/range', {
      range: { start: { line: 0, character: 0 }, end: { line: 1, character: 0 } },
    });
    expect(part.data).toEqual(fresh.data.slice(0, 5));
    const unknown = await ofText<SemanticTokens>(editor, 'textDocument/semanticTokens/full/delta', {
      previousResultId: 'nonsense',
    });
    expect(unknown.data).toEqual(fresh.data);
  });

  it('completion, and what a proposal means', async () => {
    const editor = await opened(guest.replace('user_ldg(buf);', 'user_\n'));
    const list = await ask<CompletionList>(editor, 'textDocument/completion', 'user_', 5);
    const item = list.items.find(({ label }) => label === 'user_ldg');
    expect(item).toMatchObject({ textEdit: { newText: 'user_ldg' } });
    const full = await editor.connection.sendRequest<CompletionItem>(
      'completionItem/resolve',
      item,
    );
    expect(full.documentation).toMatchObject({ value: expect.stringContaining('Source:') });
  });

  it('completion with snippets and defaults, where it can have those', async () => {
    const completion = {
      completionItem: { snippetSupport: true, labelDetailsSupport: true },
      completionList: { itemDefaults: ['editRange', 'data'] },
    };
    const editor = await opened(guest.replace('user_ldg(buf);', 'user_\n'), {
      textDocument: { completion },
    });
    const list = await ask<CompletionList>(editor, 'textDocument/completion', 'user_', 5);
    const item = list.items.find(({ label }) => label === 'user_ldg');
    expect(item).toMatchInlineSnapshot(`
      {
        "insertTextFormat": 2,
        "kind": 3,
        "label": "user_ldg",
        "labelDetails": {
          "description": "(unsigned long addr): enum tag_content",
        },
        "sortText": "3",
        "textEditText": "user_ldg(\${1:addr})",
      }
    `);
    expect(list.itemDefaults).toMatchObject({ data: { uri } });
  });

  it('the signature of a call', async () => {
    const editor = await opened(guest);
    const help = await ask<SignatureHelp>(editor, 'textDocument/signatureHelp', 'PROT_READ);');
    expect(help).toMatchObject({ activeSignature: 0, activeParameter: 1 });
  });

  it('code actions, by kind', async () => {
    const editor = await opened(counter.replace('cpu0 { increment', 'cpu0 { incremnt'));
    const start = editor.positionOf('incremnt');
    const range = { start, end: start };
    const actions = async (only?: string[]): Promise<readonly CodeAction[]> =>
      ofText(editor, 'textDocument/codeAction', { range, context: { diagnostics: [], only } });
    const found = await actions();
    expect(
      found.map(({ title, kind, isPreferred }) => [title, kind, isPreferred]),
    ).toMatchInlineSnapshot(`
      [
        [
          "change to 'increment'",
          "quickfix",
          true,
        ],
        [
          "write incremnt()",
          "quickfix",
          false,
        ],
      ]
    `);
    expect(found[0]?.diagnostics).toMatchObject([{ code: 'RW0203' }]);
    expect(await actions(['refactor'])).toEqual([]);
    expect(await actions(['quickfix'])).toHaveLength(2);
  });
});

describe('a client that pulls diagnostics', () => {
  const capabilities = {
    textDocument: { diagnostic: {} },
    workspace: { diagnostics: { refreshSupport: true } },
  };
  const pull = (editor: Client, previousResultId?: string) =>
    ofText<DocumentDiagnosticReport>(editor, 'textDocument/diagnostic', { previousResultId });

  it('gets what the others are pushed, is told of news, and is not pushed', async () => {
    const text = counter.replace('expect assertion', 'expect pass');
    const editor = await opened(text, capabilities);
    const first = await pull(editor);
    expect(first).toMatchObject({ kind: 'full', items: [] });
    await editor.until('news', () => editor.pullRefreshes > 0);
    await editor.until('the end', () => editor.statuses.at(-1)?.state === 'done');
    const second = await pull(editor, first.resultId);
    expect(second).toMatchObject({ kind: 'full', items: [{ code: 'RW0801' }] });
    expect(await pull(editor, second.resultId)).toEqual({
      kind: 'unchanged',
      resultId: second.resultId,
    });
    expect(editor.published).toEqual([]);
    const other = await connected(kernelLibrary);
    await other.open(text);
    await other.settled();
    const pushed: readonly Diagnostic[] = other.published.at(-1)?.diagnostics ?? [];
    expect('items' in second ? second.items : []).toEqual(pushed);
    await other.shutdown();
  });

  it('has all open texts at once', async () => {
    const editor = await opened('int x\n', capabilities);
    const at = 'file:///project/other.race';
    await editor.open('int y;\n', at);
    const report = await editor.connection.sendRequest<WorkspaceDiagnosticReport>(
      'workspace/diagnostic',
      { previousResultIds: [] },
    );
    expect(report.items.map((one) => [one.uri, one.kind])).toEqual([
      [uri, 'full'],
      [at, 'full'],
    ]);
    const previousResultIds = report.items.map((one) => ({ uri: one.uri, value: one.resultId }));
    const again = await editor.connection.sendRequest<WorkspaceDiagnosticReport>(
      'workspace/diagnostic',
      { previousResultIds },
    );
    expect(again.items.map(({ kind }) => kind)).toEqual(['unchanged', 'unchanged']);
  });

  it('is told when an included file brings news', async () => {
    client = await connected(kernelLibrary, { capabilities });
    const included = 'file:///project/common.race';
    client.files.set(included, 'int shared;\n');
    await client.open('#include "common.race"\nint x = shared;\n');
    await pull(client);
    await client.until('news', () => (client?.pullRefreshes ?? 0) > 0);
    const report = await pull(client);
    expect(report).toMatchObject({ items: [{ code: 'RW0303' }] });
  });
});

it('a client that can not be told of news is pushed to, though it could pull', async () => {
  const editor = await opened('int x\n', { textDocument: { diagnostic: {} } });
  await editor.until('the push', () => editor.published.length > 0);
  expect(editor.diagnostics()).toHaveLength(1);
});

it('what takes long shows its progress and can be cancelled', async () => {
  const editor = await opened(counter);
  const begun = ask(editor, 'textDocument/references', 'increment(); }', 0, {
    context: { includeDeclaration: true },
    workDoneToken: 'refs',
  });
  await begun;
  const seen = editor.progress.map((one) => JSON.stringify(one));
  expect(seen[0]).toContain('"kind":"begin","title":"References"');
  expect(seen.at(-1)).toContain('"kind":"end"');
});
