// Formatting of a whole text, of a range of it, and behind a key. A text that does not parse is left as it is.
import {
  formatEdits,
  formatRangeEdits,
  formatTypedEdits,
  LineIndex,
  type TextEdit,
  typedKeys,
} from '@racewalk/language';
import type {
  Connection,
  TextEdit as LspTextEdit,
  ServerCapabilities,
} from 'vscode-languageserver';
import { nameOf } from '../documents/names.ts';
import { guarded } from './guarded.ts';
import type { Workspace } from './workspace.ts';

const [firstKey, ...moreKeys] = typedKeys;

export const formattingCapabilities: ServerCapabilities = {
  documentFormattingProvider: true,
  documentRangeFormattingProvider: true,
  documentOnTypeFormattingProvider: {
    firstTriggerCharacter: firstKey,
    moreTriggerCharacter: moreKeys,
  },
};

export function answerFormatRequests(connection: Connection, { files }: Workspace): void {
  const log = connection.console;
  const textOf = (uri: string): { readonly name: string; readonly text: string } | undefined => {
    const name = nameOf(uri);
    const text = files.open(name)?.text;
    return text === undefined ? undefined : { name, text };
  };
  connection.onDocumentFormatting(
    guarded(log, 'formatting', ({ textDocument }) => {
      const asked = textOf(textDocument.uri);
      return asked === undefined ? null : lspEdits(formatEdits(asked.text, asked.name), asked.text);
    }),
  );
  connection.onDocumentRangeFormatting(
    guarded(log, 'formatting of a range', ({ textDocument, range }) => {
      const asked = textOf(textDocument.uri);
      if (asked === undefined) return null;
      const lines = new LineIndex(asked.text);
      const span = { start: lines.offset(range.start), end: lines.offset(range.end) };
      return lspEdits(formatRangeEdits(asked.text, asked.name, span), asked.text);
    }),
  );
  connection.onDocumentOnTypeFormatting(
    guarded(log, 'formatting behind a key', ({ textDocument, position, ch }) => {
      const asked = textOf(textDocument.uri);
      if (asked === undefined) return null;
      const offset = new LineIndex(asked.text).offset(position);
      return lspEdits(formatTypedEdits(asked.text, asked.name, offset, ch), asked.text);
    }),
  );
}

function lspEdits(edits: readonly TextEdit[] | undefined, text: string): LspTextEdit[] | null {
  const lines = new LineIndex(text);
  if (edits === undefined) return null;
  return edits.map(({ start, end, text: newText }) => ({
    range: { start: lines.position(start), end: lines.position(end) },
    newText,
  }));
}
