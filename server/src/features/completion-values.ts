// Proposals where a value or a call can stand: everything in scope, what fits the place first.
import {
  type AnySymbol,
  builtins,
  builtinValues,
  type FunctionBody,
  type FunctionSymbol,
  typeName,
  type Visible,
} from '@racewalk/language';
import { type Completion, plain, quoted, ranks } from './completion-item.ts';
import type { Cursor } from './cursor.ts';
import { type Expected, expectedAt, namesOfValues } from './expected-type.ts';
import { flagNames, isOfLibrary } from './kinds.ts';
import { type Place, variantAt } from './place.ts';
import { bodiesIn } from './releases.ts';

export function valueCompletions(
  place: Place,
  cursor: Cursor,
  visible: Visible,
): readonly Completion[] {
  const expected = expectedAt(place, cursor, visible);
  const release = variantAt(place)?.release;
  const fitting = fittingNames(expected, place);
  const hasArguments = nextIsParenthesis(place);
  const found: Completion[] = [];
  for (const symbol of visible.values.values()) {
    if (symbol.kind === 'type') continue;
    const made = ofSymbol(symbol, release, hasArguments);
    if (made === undefined) continue;
    const isFitting = fitting.has(symbol.name) || isOfType(symbol, expected);
    const isAbsent = made.rank === ranks.absent;
    found.push(isFitting && !isAbsent ? { ...made, rank: ranks.expected } : made);
  }
  for (const { name, signature, arguments: count } of builtins.values()) {
    if (visible.values.has(name)) continue;
    found.push(callOf(name, parameterNames(signature).slice(0, count), signature, hasArguments));
  }
  for (const name of builtinValues) found.push(plain(name, 'word', '', ranks.language));
  return found;
}

/** Names of the flags or enumerators that the place wants. */
function fittingNames({ type, parameter }: Expected, place: Place): ReadonlySet<string> {
  const names = namesOfValues(type);
  // set_bit(nr, ...): the number of a bit, and bits have names.
  return names.size === 0 && parameter === 'nr' ? flagNames(place.analysis) : names;
}

function isOfType(symbol: AnySymbol, { type }: Expected): boolean {
  if (type === undefined || type.kind === 'error' || symbol.kind !== 'variable') return false;
  const isPlainNumber = type.kind === 'integer' && type.display.kind === 'number';
  return !isPlainNumber && typeName(symbol.type) === typeName(type);
}

function ofSymbol(
  symbol: AnySymbol,
  release: string | undefined,
  hasArguments: boolean,
): Completion | undefined {
  switch (symbol.kind) {
    case 'variable': {
      const isLocal = symbol.storage === 'local' || symbol.storage === 'parameter';
      const rank = isLocal ? ranks.local : isOfLibrary(symbol) ? ranks.library : ranks.own;
      const note = `${symbol.ghost ? 'ghost ' : ''}${typeName(symbol.type)}`;
      return plain(symbol.name, 'variable', note, rank);
    }
    case 'constant': {
      const rank = isOfLibrary(symbol) ? ranks.library : ranks.own;
      return plain(symbol.name, 'constant', `= ${symbol.value}`, rank);
    }
    case 'function':
      return functionCompletion(symbol, release, hasArguments);
    default:
      return undefined;
  }
}

/** A function that the release in force does not have says so, and comes last. */
export function functionCompletion(
  symbol: FunctionSymbol,
  release: string | undefined,
  hasArguments: boolean,
): Completion | undefined {
  const inForce = release === undefined ? symbol.bodies : bodiesIn(symbol, release);
  const body = inForce[0] ?? symbol.bodies[0] ?? symbol.outer?.bodies[0];
  if (body === undefined) return undefined;
  const names = body.parameters.map(({ name }) => name);
  const made = callOf(symbol.name, names, parametersText(body), hasArguments);
  if (release !== undefined && inForce.length === 0) {
    return {
      ...made,
      kind: 'function',
      note: `${made.note} (not in ${release})`,
      isDeprecated: true,
      rank: ranks.absent,
    };
  }
  const rank = isOfLibrary(symbol) ? ranks.library : ranks.own;
  return { ...made, kind: 'function', rank };
}

function parametersText({ parameters, result }: FunctionBody): string {
  const shown = parameters.map(({ name, type }) => {
    const text = typeName(type);
    return `${text}${text.endsWith('*') ? '' : ' '}${name}`;
  });
  return `(${shown.join(', ')}): ${typeName(result)}`;
}

function callOf(
  name: string,
  parameters: readonly string[],
  note: string,
  hasArguments: boolean,
): Completion {
  const made = plain(name, 'builtin', note, ranks.language);
  if (hasArguments) return made;
  if (parameters.length === 0) return { ...made, insert: `${name}()` };
  const filled = parameters.map((one, index) => `\${${index + 1}:${quoted(one)}}`);
  return { ...made, insert: `${name}(${filled.join(', ')})`, isSnippet: true };
}

/** `cmpxchg(p, old, new)`: p, old, new. */
function parameterNames(signature: string): readonly string[] {
  const inner = /\((.*)\)/u.exec(signature)?.[1] ?? '';
  return inner === '' ? [] : inner.split(',').map((part) => part.trim());
}

/** `incr|(1)`: the arguments are there already. */
function nextIsParenthesis({ analysis, file, offset }: Place): boolean {
  if (file !== analysis.file.name) return false;
  return /^\w*\s*\(/u.test(analysis.file.text.slice(offset, offset + 80));
}
