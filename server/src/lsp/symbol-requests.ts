// Requests about the thing under the cursor: where it is used, what it is called, who calls it.
import { type Analysis, textOf } from '@racewalk/language';
import {
  type CallHierarchyItem,
  type Connection,
  DocumentHighlightKind,
  LSPErrorCodes,
  ResponseError,
  SymbolKind,
  type TextDocumentPositionParams,
} from 'vscode-languageserver';
import { folderFilesMax } from '../documents/folders.ts';
import { nameOf } from '../documents/names.ts';
import {
  type Call,
  type CallItem,
  callItems,
  incomingCalls,
  outgoingCalls,
} from '../features/call-hierarchy.ts';
import { nameAt, type Place } from '../features/place.ts';
import { highlights, linkedRanges, references, usesAt } from '../features/references.ts';
import { prepareRename, rename } from '../features/rename.ts';
import { typeDefinition } from '../features/type-definition.ts';
import { isIndex, isRecord } from '../protocol.ts';
import type { Clock } from '../run/clock.ts';
import { allTexts, areOfNow, otherTexts, placeOf } from './asked.ts';
import type { ClientAbilities } from './capabilities.ts';
import { closedTexts } from './closed-texts.ts';
import { Places } from './convert-places.ts';
import { type Asking, contentModified, guarded } from './guarded.ts';
import { inSlices } from './slices.ts';
import type { Views } from './views.ts';
import type { Workspace } from './workspace.ts';

interface Parts {
  readonly connection: Connection;
  readonly workspace: Workspace;
  readonly views: Views;
  readonly clock: Clock;
  readonly client: ClientAbilities;
}

/** What a name looks like: typing anything else ends the linked editing. */
const wordPattern = '[A-Za-z_]\\w*';

const highlightKinds = {
  read: DocumentHighlightKind.Read,
  write: DocumentHighlightKind.Write,
  text: DocumentHighlightKind.Text,
} as const;

export function answerSymbolRequests(parts: Parts): void {
  const { connection, workspace, views } = parts;
  const log = connection.console;
  connection.onTypeDefinition(
    guarded(log, 'type definition', (params) => {
      const at = placeOf(workspace, params);
      if (at === undefined) return null;
      const places = new Places(views.textsOf(at.snapshot));
      return typeDefinition(at.place).map((target) => places.location(target));
    }),
  );
  answerReferences(parts);
  connection.onDocumentHighlight(
    guarded(log, 'highlights', (params) => {
      const at = placeOf(workspace, params);
      if (at === undefined) return null;
      const places = new Places(views.textsOf(at.snapshot));
      return highlights(at.place).map(({ start, end, kind }) => ({
        range: places.range(at.place.file, { start, end }),
        kind: highlightKinds[kind],
      }));
    }),
  );
  connection.languages.onLinkedEditingRange(
    guarded(log, 'linked editing', (params) => {
      const at = placeOf(workspace, params);
      const ranges = at === undefined ? [] : linkedRanges(at.place);
      if (at === undefined || ranges.length < 2) return null;
      const places = new Places(views.textsOf(at.snapshot));
      return { ranges: ranges.map((one) => places.range(one.file, one)), wordPattern };
    }),
  );
  answerRename(parts);
  answerCallHierarchy(parts);
}

/** Only once what the text includes was read, too. */
async function settledPlace(workspace: Workspace, params: TextDocumentPositionParams) {
  placeOf(workspace, params);
  await workspace.loadAll();
  return placeOf(workspace, params);
}

/** Closed texts that have the word at the place. */
function closedHaving(parts: Parts, title: string, asking: Asking, place: Place) {
  const word = nameAt(place)?.name.text;
  if (word === undefined) return Promise.resolve({ analyses: [], isAll: true });
  return closedTexts(parts, title, asking, word);
}

function answerReferences(parts: Parts): void {
  const { connection, workspace, views, clock } = parts;
  connection.onReferences(
    guarded(connection.console, 'references', async (params, asking) => {
      const at = await settledPlace(workspace, params);
      if (at === undefined) return null;
      const closed = await closedHaving(parts, 'References', asking, at.place);
      if (closed === undefined) return null;
      const open = otherTexts(workspace, at.snapshot.analysis);
      const others = [...open, ...closed.analyses];
      // The indexes are kept: this is the part that takes long.
      const isDone = await inSlices(clock, 'References', asking, others, (one) => {
        usesAt(at.place, [one]);
      });
      if (!isDone) return null;
      const now = [at.snapshot.analysis, ...open];
      if (!areOfNow(workspace, now)) throw contentModified('references');
      const places = new Places(views.textsOf(at.snapshot));
      const found = references(at.place, others, params.context.includeDeclaration);
      return found.map((place) => places.location(place));
    }),
  );
}

function answerRename(parts: Parts): void {
  const { connection, workspace, views, client } = parts;
  const log = connection.console;
  connection.onPrepareRename(
    guarded(log, 'rename', (params) => {
      const at = placeOf(workspace, params);
      if (at === undefined) return null;
      const found = prepareRename(at.place);
      if (found.kind === 'refused') return refusal(found.reason);
      const places = new Places(views.textsOf(at.snapshot));
      return { range: places.range(at.place.file, found), placeholder: found.name };
    }),
  );
  connection.onRenameRequest(
    guarded(log, 'rename', async (params, asking) => {
      const at = await settledPlace(workspace, params);
      if (at === undefined) return null;
      const closed = await closedHaving(parts, 'Rename', asking, at.place);
      if (closed === undefined) return null;
      if (!closed.isAll) return refusal(tooManyFiles);
      const open = otherTexts(workspace, at.snapshot.analysis);
      if (!areOfNow(workspace, [at.snapshot.analysis, ...open])) throw contentModified('rename');
      const found = rename(at.place, [...open, ...closed.analyses], params.newName);
      if (found.kind === 'refused') return refusal(found.reason);
      const places = new Places(views.textsOf(at.snapshot));
      const version = (file: string) => workspace.files.open(file)?.version;
      return places.workspaceEdit(found.edits, version, client.versionedEdits);
    }),
  );
}

const tooManyFiles = `the opened folders have more than ${folderFilesMax} files, and what is not looked into could not be renamed`;

function refusal(reason: string): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestFailed, reason);
}

function answerCallHierarchy(parts: Parts): void {
  const { connection, workspace, views } = parts;
  const log = connection.console;
  const { callHierarchy } = connection.languages;
  const placesOf = (known: readonly Analysis[]): Places => new Places(views.textsFor(...known));
  callHierarchy.onPrepare(
    guarded(log, 'call hierarchy', (params: TextDocumentPositionParams) => {
      const at = placeOf(workspace, params);
      if (at === undefined) return null;
      const places = placesOf([at.snapshot.analysis]);
      return callItems(at.place).map((item) => lspItem(item, places));
    }),
  );
  callHierarchy.onIncomingCalls(
    guarded(log, 'incoming calls', async ({ item }, asking) => {
      const asked = itemFrom(item);
      if (asked === undefined) return null;
      const closed = await closedTexts(parts, 'Incoming calls', asking, asked.name);
      const open = [...allTexts(workspace), ...(closed?.analyses ?? [])];
      return incomingCalls(asked, open).map((call) => {
        const places = placesOf(knowing(open, call.item.file));
        return { from: lspItem(call.item, places), fromRanges: rangesOf(call, call.item, places) };
      });
    }),
  );
  callHierarchy.onOutgoingCalls(
    guarded(log, 'outgoing calls', async ({ item }, asking) => {
      const asked = itemFrom(item);
      if (asked === undefined) return null;
      const closed = await closedTexts(parts, 'Outgoing calls', asking, asked.name);
      const open = [...allTexts(workspace), ...(closed?.analyses ?? [])];
      return outgoingCalls(asked, open).map((call) => {
        const places = placesOf(knowing(open, call.item.file));
        const own = placesOf(knowing(open, asked.file));
        return { to: lspItem(call.item, places), fromRanges: rangesOf(call, asked, own) };
      });
    }),
  );
}

/** An analysis that has the text of the file. */
function knowing(open: readonly Analysis[], file: string): readonly Analysis[] {
  return open.filter((analysis) => textOf(analysis, file) !== undefined).slice(0, 1);
}

function rangesOf({ places: spans }: Call, { file }: CallItem, places: Places) {
  return spans.map((span) => places.range(file, span));
}

const itemKinds = {
  function: SymbolKind.Function,
  thread: SymbolKind.Event,
  setup: SymbolKind.Constructor,
  finally: SymbolKind.Constructor,
  property: SymbolKind.Property,
} as const;

function lspItem(item: CallItem, places: Places): CallHierarchyItem {
  const { name, kind, detail, file, nameStart, nameEnd } = item;
  return {
    name,
    kind: itemKinds[kind],
    detail,
    uri: places.uri(file),
    range: places.range(file, item),
    selectionRange: places.range(file, { start: nameStart, end: nameEnd }),
    data: item,
  };
}

/** The item that we gave out, as it comes back; its file may have another URI by then. */
function itemFrom({ data, uri }: CallHierarchyItem): CallItem | undefined {
  return isCallItem(data) ? { ...data, file: nameOf(uri) } : undefined;
}

function isCallItem(data: unknown): data is CallItem {
  return (
    isRecord(data) &&
    typeof data.name === 'string' &&
    isIndex(data.start) &&
    isIndex(data.end) &&
    isIndex(data.nameStart) &&
    isIndex(data.nameEnd)
  );
}
