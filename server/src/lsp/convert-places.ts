// Places and edits in several files: each file's lines are counted once.
import { LineIndex, type tree } from '@racewalk/language';
import type { Location, Range, TextEdit, WorkspaceEdit } from 'vscode-languageserver';
import type { FilePlace } from '../features/place.ts';
import type { FileEdit } from '../features/rename.ts';
import type { Texts } from './convert.ts';

export class Places {
  readonly #texts: Texts;
  readonly #lines = new Map<string, LineIndex>();

  constructor(texts: Texts) {
    this.#texts = texts;
  }

  range(file: string, { start, end }: tree.Span): Range {
    const lines = this.#linesOf(file);
    return { start: lines.position(start), end: lines.position(end) };
  }

  uri(file: string): string {
    return this.#texts.uri(file);
  }

  location(place: FilePlace): Location {
    return { uri: this.uri(place.file), range: this.range(place.file, place) };
  }

  textEdit({ file, start, end, text }: FileEdit): TextEdit {
    return { range: this.range(file, { start, end }), newText: text };
  }

  /** `version`: of an open text; an edit of it is void if the text has changed meanwhile. */
  workspaceEdit(
    edits: readonly FileEdit[],
    version: (file: string) => number | undefined,
    isVersioned: boolean,
  ): WorkspaceEdit {
    const byFile = new Map<string, TextEdit[]>();
    for (const edit of edits) {
      const known = byFile.get(edit.file);
      if (known === undefined) byFile.set(edit.file, [this.textEdit(edit)]);
      else known.push(this.textEdit(edit));
    }
    if (!isVersioned) {
      return { changes: Object.fromEntries([...byFile].map(([file, of]) => [this.uri(file), of])) };
    }
    return {
      documentChanges: [...byFile].map(([file, of]) => ({
        textDocument: { uri: this.uri(file), version: version(file) ?? null },
        edits: of,
      })),
    };
  }

  #linesOf(file: string): LineIndex {
    let lines = this.#lines.get(file);
    if (lines === undefined) {
      lines = new LineIndex(this.#texts.text(file));
      this.#lines.set(file, lines);
    }
    return lines;
  }
}
