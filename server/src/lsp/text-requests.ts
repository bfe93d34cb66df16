// Requests about a whole text or a part of it: colours, folds, selections, links, hints, symbols.
import { LineIndex } from '@racewalk/language';
import {
  type Connection,
  type FoldingRange,
  FoldingRangeKind,
  type InlayHint,
  InlayHintKind,
  type Range,
  type SelectionRange,
  type SemanticTokens,
  type SemanticTokensDeltaParams,
  type SemanticTokensParams,
  type SemanticTokensRangeParams,
  type WorkspaceSymbol,
} from 'vscode-languageserver';
import { documentLinks } from '../features/document-links.ts';
import { folds } from '../features/folding.ts';
import { type Hint, inlayHints, stepHints } from '../features/inlay-hints.ts';
import { selectionRanges } from '../features/selection-ranges.ts';
import { semanticTokens } from '../features/semantic-tokens.ts';
import {
  bestSymbols,
  filesOf,
  type RankedSymbol,
  symbolsIn,
} from '../features/workspace-symbols.ts';
import type { Clock } from '../run/clock.ts';
import { type Asked, allTexts, areOfNow, askedOf } from './asked.ts';
import { closedTexts } from './closed-texts.ts';
import { symbolKinds } from './convert.ts';
import { Places } from './convert-places.ts';
import { contentModified, guarded } from './guarded.ts';
import { inSlices } from './slices.ts';
import { encoded, type TokenAnswers } from './tokens.ts';
import type { Views } from './views.ts';
import type { Workspace } from './workspace.ts';

interface Parts {
  readonly connection: Connection;
  readonly workspace: Workspace;
  readonly views: Views;
  readonly clock: Clock;
  readonly tokens: TokenAnswers;
}

export function answerTextRequests(parts: Parts): void {
  answerTokens(parts);
  answerStructure(parts);
  answerLinksAndHints(parts);
  answerWorkspaceSymbols(parts);
}

function tokenData({ snapshot, text }: Asked, range?: Range): number[] {
  const { analysis, name } = snapshot;
  const lines = new LineIndex(text);
  const from = range === undefined ? 0 : lines.offset(range.start);
  const to = range === undefined ? text.length + 1 : lines.offset(range.end);
  return encoded(semanticTokens(analysis, name, { from, to }), text);
}

function answerTokens({ connection, workspace, tokens }: Parts): void {
  const log = connection.console;
  const { semanticTokens: answers } = connection.languages;
  const none: SemanticTokens = { data: [] };
  const full = guarded(log, 'semantic tokens', ({ textDocument }: SemanticTokensParams) => {
    const asked = askedOf(workspace, textDocument);
    return asked === undefined ? none : tokens.full(asked.snapshot.name, tokenData(asked));
  });
  const delta = guarded(log, 'semantic tokens', (params: SemanticTokensDeltaParams) => {
    const asked = askedOf(workspace, params.textDocument);
    if (asked === undefined) return none;
    return tokens.delta(asked.snapshot.name, params.previousResultId, tokenData(asked));
  });
  const range = guarded(log, 'semantic tokens', (params: SemanticTokensRangeParams) => {
    const asked = askedOf(workspace, params.textDocument);
    return asked === undefined ? none : { data: tokenData(asked, params.range) };
  });
  answers.on(async (params, token) => (await full(params, token)) ?? none);
  answers.onDelta(async (params, token) => (await delta(params, token)) ?? none);
  answers.onRange(async (params, token) => (await range(params, token)) ?? none);
}

const foldKinds = {
  code: FoldingRangeKind.Region,
  comment: FoldingRangeKind.Comment,
  includes: FoldingRangeKind.Imports,
} as const;

function answerStructure({ connection, workspace }: Parts): void {
  const log = connection.console;
  connection.onFoldingRanges(
    guarded(log, 'folding', ({ textDocument }): FoldingRange[] | null => {
      const asked = askedOf(workspace, textDocument);
      if (asked === undefined) return null;
      const { analysis, name } = asked.snapshot;
      return folds(analysis, name).map(({ startLine, endLine, kind }) => ({
        startLine,
        endLine,
        kind: foldKinds[kind],
      }));
    }),
  );
  connection.onSelectionRanges(
    guarded(log, 'selection ranges', ({ textDocument, positions }) => {
      const asked = askedOf(workspace, textDocument);
      if (asked === undefined) return null;
      const { analysis, name } = asked.snapshot;
      const lines = new LineIndex(asked.text);
      return positions.map((position): SelectionRange => {
        let parent: SelectionRange | undefined;
        const spans = selectionRanges(analysis, name, lines.offset(position));
        for (const { start, end } of spans.toReversed()) {
          const range = { start: lines.position(start), end: lines.position(end) };
          parent = parent === undefined ? { range } : { range, parent };
        }
        return parent ?? { range: { start: position, end: position } };
      });
    }),
  );
}

function answerLinksAndHints({ connection, workspace, views }: Parts): void {
  const log = connection.console;
  connection.onDocumentLinks(
    guarded(log, 'links', ({ textDocument }) => {
      const asked = askedOf(workspace, textDocument);
      if (asked === undefined) return null;
      const { analysis, name } = asked.snapshot;
      const places = new Places(views.textsOf(asked.snapshot));
      return documentLinks(analysis, name).map(({ start, end, target, tooltip }) => ({
        range: places.range(name, { start, end }),
        target: target.kind === 'web' ? target.address : places.uri(target.file),
        tooltip,
      }));
    }),
  );
  connection.languages.inlayHint.on(
    guarded(log, 'hints', ({ textDocument, range }) => {
      const asked = askedOf(workspace, textDocument);
      if (asked === undefined) return null;
      const { snapshot, text, results } = asked;
      const { analysis, name: file } = snapshot;
      const lines = new LineIndex(text);
      const part = { from: lines.offset(range.start), to: lines.offset(range.end) };
      const steps = stepHints(views.shownSteps(file, results), file, text);
      const inside = steps.filter(({ offset }) => part.from <= offset && offset <= part.to);
      const hints = [...inlayHints({ analysis, file, results }, part), ...inside];
      return hints.map((hint) => lspHint(hint, lines));
    }),
  );
}

function lspHint({ offset, text, kind, tooltip }: Hint, lines: LineIndex): InlayHint {
  const hint = { position: lines.position(offset), label: text, tooltip };
  if (kind === 'parameter') return { ...hint, kind: InlayHintKind.Parameter, paddingRight: true };
  return { ...hint, paddingLeft: true };
}

function answerWorkspaceSymbols({ connection, workspace, views, clock }: Parts): void {
  connection.onWorkspaceSymbol(
    guarded(connection.console, 'workspace symbols', async ({ query }, asking) => {
      const open = allTexts(workspace);
      const closed = await closedTexts({ workspace, clock }, 'Symbols', asking, '');
      if (closed === undefined) return null;
      const all = [...open, ...closed.analyses];
      const found: RankedSymbol[] = [];
      const isDone = await inSlices(clock, 'Symbols', asking, filesOf(all), (one) => {
        found.push(...symbolsIn(query, one));
      });
      if (!isDone) return null;
      if (!areOfNow(workspace, open)) throw contentModified('workspace symbols');
      const places = new Places(views.textsFor(...all));
      return bestSymbols(found).map(
        ({ symbol }): WorkspaceSymbol => ({
          name: symbol.name,
          kind: symbolKinds[symbol.kind],
          containerName: symbol.container,
          location: places.location(symbol),
        }),
      );
    }),
  );
}
