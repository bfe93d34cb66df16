// Half-typed text: every feature, at the end of every prefix and around every missing token of the
// bundled scenarios, answers without throwing, and the outline stays. A sample; all of it with
// RW_EVERY=1, every tenth place with RW_EVERY=10.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { kernelLibrary } from '@racewalk/kernel';
import { type Analysis, analyse, lex, treeOf } from '@racewalk/language';
import { describe, expect, it } from 'vitest';
import { callItems, incomingCalls, outgoingCalls } from '../src/features/call-hierarchy.ts';
import { codeActions } from '../src/features/code-actions.ts';
import { completions } from '../src/features/completion.ts';
import { completionDocs } from '../src/features/completion-docs.ts';
import { definition } from '../src/features/definition.ts';
import { documentLinks } from '../src/features/document-links.ts';
import { folds } from '../src/features/folding.ts';
import { hover } from '../src/features/hover.ts';
import { inlayHints } from '../src/features/inlay-hints.ts';
import { highlights, linkedRanges, references } from '../src/features/references.ts';
import { prepareRename } from '../src/features/rename.ts';
import { selectionRanges } from '../src/features/selection-ranges.ts';
import { semanticTokens } from '../src/features/semantic-tokens.ts';
import { signatureHelp } from '../src/features/signature-help.ts';
import { outline } from '../src/features/symbols.ts';
import { typeDefinition } from '../src/features/type-definition.ts';
import { encoded } from '../src/lsp/tokens.ts';

const name = 'file:///project/test.race';
const root = path.resolve(import.meta.dirname, '../../scenarios');
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.race'))
  .sort();
const every = Number(process.env.RW_EVERY ?? 0);
const isFull = every > 0;
/** Places of each file that a sample looks at. */
const samples = 12;
/** Far more than the slowest machine needs for one text; a hang takes longer. */
const hangMs = 5000;

function analysed(text: string): Analysis {
  return analyse({ name, text }, () => undefined, kernelLibrary);
}

/** Asks everything about the place; whatever throws fails the test. */
function ask(text: string, offset: number): Analysis {
  const begun = performance.now();
  const analysis = analysed(text);
  const place = { analysis, file: name, offset, results: undefined };
  const shown = analysis.diagnostics;
  hover(place, shown);
  definition(place);
  typeDefinition(place);
  references(place, [], true);
  highlights(place);
  linkedRanges(place);
  prepareRename(place);
  signatureHelp(place);
  const proposed = completions(place, []);
  for (const { label, kind } of proposed.items.slice(0, 2)) completionDocs(place, label, kind);
  expect(proposed.start).toBeLessThanOrEqual(offset);
  for (const item of callItems(place).slice(0, 1)) {
    incomingCalls(item, [analysis]);
    outgoingCalls(item, [analysis]);
  }
  const [start, end] = [Math.max(0, offset - 30), offset];
  const input = { analysis, file: name, text, start, end, shown, results: undefined, open: [] };
  for (const { edits } of codeActions(input)) {
    for (const edit of edits) {
      expect(edit.start).toBeLessThanOrEqual(edit.end);
      expect(edit.end).toBeLessThanOrEqual(text.length);
    }
  }
  folds(analysis, name);
  documentLinks(analysis, name);
  const ranges = selectionRanges(analysis, name, offset);
  expect(ranges.at(-1)).toEqual({ start: 0, end: text.length });
  inlayHints({ analysis, file: name, results: undefined }, { from: 0, to: text.length });
  const data = encoded(semanticTokens(analysis, name, { from: 0, to: text.length }), text);
  expect(data.every((number) => number >= 0)).toBe(true);
  expect(performance.now() - begun).toBeLessThan(hangMs);
  return analysis;
}

/** Titles and names of what the outline shows at the top, as far as it was typed whole. */
function outlined(analysis: Analysis): readonly string[] {
  return outline(analysis, name).map((one) => one.name);
}

function sampled(offsets: readonly number[], seed: number): readonly number[] {
  const step = isFull ? every : Math.max(1, Math.floor(offsets.length / samples));
  return offsets.filter((_, index) => index % step === seed % step);
}

describe.each(files)('%s', (file) => {
  const text = readFileSync(path.join(root, file), 'utf8').slice(0, isFull ? undefined : 20_000);
  const seed = files.indexOf(file) * 7;
  const { tokens } = lex(text);
  const complete = analysed(text);
  const whole = outline(complete, name);
  const items = treeOf(complete, name)?.items ?? [];

  it(
    'at every prefix',
    () => {
      const offsets = Array.from({ length: text.length + 1 }, (_, index) => index);
      for (const offset of sampled(offsets, seed)) {
        const analysis = ask(text.slice(0, offset), offset);
        const closed = whole.filter(({ end }) => end <= offset).map((one) => one.name);
        expect(outlined(analysis).slice(0, closed.length), `prefix of ${offset}`).toEqual(closed);
      }
    },
    isFull ? 3_600_000 : 60_000,
  );

  it(
    'without any one token',
    () => {
      const starts = tokens.slice(0, -1).map((_, index) => index);
      for (const index of sampled(starts, seed + 3)) {
        const token = tokens[index];
        if (token === undefined) continue;
        const without = text.slice(0, token.start) + text.slice(token.end);
        const analysis = ask(without, token.start);
        // What shares a declaration with the token is spoilt with it.
        const spoilt = items.find(({ start, end }) => start <= token.start && token.end <= end);
        const others = whole.filter(
          ({ start, end }) => spoilt === undefined || end < spoilt.start || spoilt.end < start,
        );
        const found = outlined(analysis);
        for (const other of others) {
          expect(found, `without ${token.text} at ${token.start}`).toContain(other.name);
        }
      }
    },
    isFull ? 3_600_000 : 60_000,
  );
});
