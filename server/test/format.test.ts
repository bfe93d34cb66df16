// Formatting over a real connection: the three requests, and a text that does not parse.

import { afterEach, describe, expect, test } from 'vitest';
import type { TextEdit } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { type Client, connected, uri } from './client.ts';

const options = { tabSize: 8, insertSpaces: false };
const textDocument = { uri };

describe('formatting', () => {
  let client: Client;
  afterEach(() => client.shutdown());

  async function answered(text: string, method: string, params: object): Promise<string | null> {
    client = await connected([]);
    await client.open(text);
    const asked = { textDocument, options, ...params };
    const edits = await client.connection.sendRequest<TextEdit[] | null>(method, asked);
    return edits && TextDocument.applyEdits(TextDocument.create(uri, 'race', 1, text), edits);
  }

  test('of a text', async () => {
    const answer = await answered('int  x ;\n', 'textDocument/formatting', {});
    expect(answer).toBe('int x;\n');
  });

  test('of a range', async () => {
    const range = { start: { line: 1, character: 0 }, end: { line: 1, character: 3 } };
    const answer = await answered('int  x;\nint  y;\n', 'textDocument/rangeFormatting', { range });
    expect(answer).toBe('int  x;\nint y;\n');
  });

  test('behind a key', async () => {
    const params = { position: { line: 2, character: 8 }, ch: ';' };
    const text = 'void f(void)\n{\n\tx  =1;\n}\n';
    expect(await answered(text, 'textDocument/onTypeFormatting', params)).toContain('\tx = 1;\n');
  });

  test('of a text that does not parse changes nothing', async () => {
    expect(await answered('int x = ;', 'textDocument/formatting', {})).toBeNull();
  });
});
