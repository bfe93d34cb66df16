// Who calls a function and whom it calls, over the open texts and the library. Each body of a
// function, one for each range of releases, is an item of its own.
import {
  type Analysis,
  type AnySymbol,
  bodiesOf,
  boundTo,
  type Caller,
  callsIn,
  type FunctionBody,
  type FunctionSymbol,
  modelOf,
  symbolKey,
  type tree,
  treeOf,
} from '@racewalk/language';
import { shortName } from '../documents/names.ts';
import { nameAt, type Place } from './place.ts';
import { releaseText } from './releases.ts';

export interface CallItem {
  readonly name: string;
  readonly kind: 'function' | 'thread' | 'setup' | 'finally' | 'property';
  readonly detail: string;
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly nameStart: number;
  readonly nameEnd: number;
}

export interface Call {
  readonly item: CallItem;
  /** Places of the calls, in the caller's file. */
  readonly places: readonly tree.Span[];
}

/** The function named at the place: on a body's own name that body, on a call all of them. */
export function callItems(place: Place): readonly CallItem[] {
  const found = nameAt(place);
  if (found === undefined || found.symbol.kind !== 'function') return [];
  const bodies = bodiesOf(found.symbol);
  const own = bodies.filter(
    ({ file, span }) => file === place.file && span.start === found.name.start,
  );
  return (own.length > 0 ? own : bodies).map(itemOfBody);
}

/** Calls of the function that the item is a body of. */
export function incomingCalls(item: CallItem, open: readonly Analysis[]): readonly Call[] {
  const found = new Map<string, { item: CallItem; places: tree.Span[] }>();
  for (const { analysis, file, root } of treesOf(open)) {
    const symbol = functionAt(item, open);
    if (symbol === undefined) continue;
    const key = symbolKey(symbol);
    for (const { caller, inside, call } of callsIn(root)) {
      if (call.callee.text !== item.name) continue;
      const called = boundTo(analysis, call.callee);
      if (called === undefined || symbolKey(called) !== key) continue;
      note(found, itemOfCaller(caller, inside, file), call.callee);
    }
  }
  return [...found.values()];
}

/** What the body at the item calls: each function once for each of its bodies. */
export function outgoingCalls(item: CallItem, open: readonly Analysis[]): readonly Call[] {
  const found = new Map<string, { item: CallItem; places: tree.Span[] }>();
  const home = treesOf(open).find(({ file }) => file === item.file);
  if (home === undefined) return [];
  for (const { caller, call } of callsIn(home.root)) {
    if (caller.start !== item.start) continue;
    const called = boundTo(home.analysis, call.callee);
    if (called?.kind !== 'function') continue;
    for (const body of bodiesOf(called)) note(found, itemOfBody(body), call.callee);
  }
  return [...found.values()];
}

function note(
  found: Map<string, { item: CallItem; places: tree.Span[] }>,
  item: CallItem,
  { start, end }: tree.Span,
): void {
  const key = `${item.start} ${item.file}`;
  const known = found.get(key);
  if (known === undefined) found.set(key, { item, places: [{ start, end }] });
  else known.places.push({ start, end });
}

interface TreeOfFile {
  readonly analysis: Analysis;
  readonly file: string;
  readonly root: tree.SourceTree;
}

/** Every file once: the open ones, what they include, the library. */
function treesOf(open: readonly Analysis[]): readonly TreeOfFile[] {
  const found = new Map<string, TreeOfFile>();
  for (const analysis of open) {
    const { trees, library } = modelOf(analysis);
    for (const [file, entry] of [...[...trees].toReversed(), ...library.files]) {
      if (file !== '' && !found.has(file)) found.set(file, { analysis, file, root: entry.tree });
    }
  }
  return [...found.values()];
}

function functionAt(item: CallItem, open: readonly Analysis[]): FunctionSymbol | undefined {
  for (const analysis of open) {
    const root = treeOf(analysis, item.file);
    if (root === undefined) continue;
    const symbol = symbolOf(analysis, item);
    if (symbol?.kind === 'function') return symbol;
  }
  return undefined;
}

function symbolOf(analysis: Analysis, item: CallItem): AnySymbol | undefined {
  return nameAt({ analysis, file: item.file, offset: item.nameStart, results: undefined })?.symbol;
}

function itemOfBody({ declaration, file, patch }: FunctionBody): CallItem {
  const detail = [
    releaseText(declaration),
    patch === undefined ? '' : `patch ${patch}`,
    shortName(file),
  ];
  return madeItem(
    declaration.name.text,
    'function',
    detail.filter((part) => part !== '').join(', '),
    file,
    declaration,
    declaration.name,
  );
}

function itemOfCaller(caller: Caller, inside: readonly string[], file: string): CallItem {
  const release = caller.kind === 'Function' ? releaseText(caller) : '';
  const detail = [release, ...inside, shortName(file)].filter((part) => part !== '').join(', ');
  switch (caller.kind) {
    case 'Function':
      return madeItem(caller.name.text, 'function', detail, file, caller, caller.name);
    case 'Thread':
      return madeItem(caller.name.text, 'thread', detail, file, caller, caller.name);
    case 'Property':
      return madeItem(caller.name.text, 'property', detail, file, caller, caller.name);
    case 'Setup':
    case 'Finally': {
      const word = caller.kind === 'Setup' ? 'setup' : 'finally';
      const name = { start: caller.start, end: caller.start + word.length };
      return madeItem(word, word, detail, file, caller, name);
    }
  }
}

function madeItem(
  name: string,
  kind: CallItem['kind'],
  detail: string,
  file: string,
  { start, end }: tree.Span,
  place: tree.Span,
): CallItem {
  return { name, kind, detail, file, start, end, nameStart: place.start, nameEnd: place.end };
}
