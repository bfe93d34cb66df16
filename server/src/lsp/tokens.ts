// Semantic tokens as the wire has them: five numbers each, relative to the one before; and what
// changed since the last answer.
import { LineIndex } from '@racewalk/language';
import type { SemanticTokens, SemanticTokensDelta } from 'vscode-languageserver';
import { type SemanticToken, tokenModifiers, tokenTypes } from '../features/semantic-tokens.ts';

export const legend = { tokenTypes: [...tokenTypes], tokenModifiers: [...tokenModifiers] };

const typeIndex = new Map<string, number>(tokenTypes.map((type, index) => [type, index]));
const modifierBit = new Map<string, number>(tokenModifiers.map((one, index) => [one, 1 << index]));

export function encoded(tokens: readonly SemanticToken[], text: string): number[] {
  const lines = new LineIndex(text);
  const data: number[] = [];
  let lastLine = 0;
  let lastCharacter = 0;
  for (const { start, end, type, modifiers } of tokens) {
    const { line, character } = lines.position(start);
    let bits = 0;
    for (const one of modifiers) bits |= modifierBit.get(one) ?? 0;
    const isSameLine = line === lastLine;
    data.push(line - lastLine, isSameLine ? character - lastCharacter : character);
    data.push(end - start, typeIndex.get(type) ?? 0, bits);
    lastLine = line;
    lastCharacter = character;
  }
  return data;
}

/** The last answer for each text, for as long as it is open. */
export class TokenAnswers {
  readonly #last = new Map<string, { readonly id: string; readonly data: readonly number[] }>();
  #count = 0;

  full(name: string, data: number[]): SemanticTokens {
    return { resultId: this.#keep(name, data), data };
  }

  /** Where the client has another answer than the last, it gets the whole. */
  delta(name: string, previous: string, data: number[]): SemanticTokens | SemanticTokensDelta {
    const last = this.#last.get(name);
    const resultId = this.#keep(name, data);
    if (last?.id !== previous) return { resultId, data };
    return { resultId, edits: difference(last.data, data) };
  }

  forget(name: string): void {
    this.#last.delete(name);
  }

  #keep(name: string, data: readonly number[]): string {
    this.#count += 1;
    const id = String(this.#count);
    this.#last.set(name, { id, data });
    return id;
  }
}

/** One edit: what is between the common beginning and the common end. */
function difference(
  before: readonly number[],
  after: readonly number[],
): { readonly start: number; readonly deleteCount: number; readonly data: number[] }[] {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  let end = 0;
  while (
    end < shorter - start &&
    before[before.length - 1 - end] === after[after.length - 1 - end]
  ) {
    end += 1;
  }
  const deleteCount = before.length - start - end;
  const data = after.slice(start, after.length - end);
  return deleteCount === 0 && data.length === 0 ? [] : [{ start, deleteCount, data }];
}
