// The signature of the call that is being typed: one for each body that differs, the one in force
// chosen, and which argument the cursor is in.
import {
  bodiesOf,
  bodyInForce,
  builtins,
  type FunctionBody,
  type FunctionSymbol,
  signatureOf,
  visibleAt,
} from '@racewalk/language';
import { cursorAt } from './cursor.ts';
import { prose } from './markdown.ts';
import { type Place, variantAt } from './place.ts';
import { releaseText } from './releases.ts';

export interface Signature {
  readonly label: string;
  readonly documentation: string;
  /** Offsets into the label. */
  readonly parameters: readonly { readonly start: number; readonly end: number }[];
}

export interface SignatureHelp {
  readonly signatures: readonly Signature[];
  readonly active: number;
  /** 0-based. */
  readonly parameter: number;
}

export function signatureHelp(place: Place): SignatureHelp | undefined {
  const cursor = cursorAt(place);
  if (cursor.kind !== 'code' || cursor.call === undefined) return undefined;
  const { name, argument } = cursor.call;
  const symbol = visibleAt(place.analysis, place.file, place.offset).values.get(name);
  if (symbol?.kind === 'function') return ofFunction(symbol, place, argument);
  const builtin = builtins.get(name);
  if (builtin === undefined) return undefined;
  const signature = made(builtin.signature, builtin.summary);
  return { signatures: [signature], active: 0, parameter: argument };
}

function ofFunction(symbol: FunctionSymbol, place: Place, parameter: number): SignatureHelp {
  const variant = variantAt(place);
  const force =
    variant === undefined
      ? undefined
      : bodyInForce(place.analysis, variant.scenario, variant.variant, symbol.name);
  const bodies = distinct(
    force === undefined ? bodiesOf(symbol) : [force, ...bodiesOf(symbol)],
    place,
  );
  const signatures = bodies.map((body) => {
    const isMissing = force === undefined && variant !== undefined;
    const notes = [
      prose(body.doc),
      releaseText(body.declaration),
      isMissing ? `Not in ${variant.release}.` : '',
    ];
    const documentation = notes.filter((note) => note !== '').join('\n\n');
    return made(signatureOf(place.analysis, body), documentation);
  });
  return { signatures, active: 0, parameter };
}

/** Bodies of other releases have mostly the same signature: it is shown once. */
function distinct(bodies: readonly FunctionBody[], { analysis }: Place): readonly FunctionBody[] {
  const seen = new Set<string>();
  return bodies.filter((body) => {
    const text = signatureOf(analysis, body);
    const isNew = !seen.has(text);
    seen.add(text);
    return isNew;
  });
}

function made(label: string, documentation: string): Signature {
  const open = label.indexOf('(');
  const close = label.lastIndexOf(')');
  const parameters: { start: number; end: number }[] = [];
  if (open < 0 || close < open) return { label, documentation, parameters };
  let start = open + 1;
  for (const part of label.slice(open + 1, close).split(',')) {
    const trimmed = part.trim();
    const at = start + part.indexOf(trimmed);
    if (trimmed !== '' && trimmed !== 'void') {
      parameters.push({ start: at, end: at + trimmed.length });
    }
    start += part.length + 1;
  }
  return { label, documentation, parameters };
}
