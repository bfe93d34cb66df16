// A function under the cursor: its signature, what it is for, what it does step by step in the
// release in force, and which kernel function it stands for.

import { wholeCall } from '@racewalk/checker';
import {
  bodiesOf,
  bodyInForce,
  type FunctionBody,
  type FunctionSymbol,
  signatureOf,
  textOf,
} from '@racewalk/language';
import { isLibraryName, shortName, uriOf } from '../documents/names.ts';
import { code, codeBlock, escaped, prose, tagged } from './markdown.ts';
import { type Place, type Variant, variantAt } from './place.ts';

/** A hover is read at a glance; the definition is one click away. */
const linesMax = 30;

export function functionHover(symbol: FunctionSymbol, place: Place): string {
  const variant = variantAt(place);
  const force =
    variant === undefined
      ? undefined
      : bodyInForce(place.analysis, variant.scenario, variant.variant, symbol.name);
  const body = bodyAt(symbol, place) ?? force ?? bodiesOf(symbol)[0];
  if (body === undefined) return codeBlock(`${symbol.name}()`);
  const steps = body === force && variant !== undefined ? stepsText(body, variant) : undefined;
  return [
    codeBlock(`${releaseLine(body)}${signatureOf(place.analysis, body)}`),
    prose(body.doc),
    ...tagged(body.doc, 'abstracts').map((line) => `Abstracts: ${escaped(line)}`),
    force === undefined && variant !== undefined ? `Not in ${variant.release}.` : '',
    steps ?? sourceText(body, place),
    ...tagged(body.doc, 'source').map((line) => `Source: ${escaped(line)}${evidence(body)}`),
    definitionLink(body),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** How well the source is known, in words: a hypothesis is never told as a fact. */
function evidence({ doc }: FunctionBody): string {
  const [tag] = tagged(doc, 'evidence');
  const words = { S: 'source read', P: 'patch read', M: 'from memory', I: 'hypothesis' };
  const letter = /^\[([SPMI])\]/u.exec(tag ?? '')?.[1] as keyof typeof words | undefined;
  return letter === undefined ? '' : ` (${words[letter]})`;
}

/** On the name of a body itself, that body is meant, in force or not. */
function bodyAt(symbol: FunctionSymbol, { file, offset }: Place): FunctionBody | undefined {
  return bodiesOf(symbol).find(
    (body) => body.file === file && body.span.start <= offset && offset <= body.span.end,
  );
}

function releaseLine({ declaration, patch }: FunctionBody): string {
  const { releases } = declaration;
  const of = patch === undefined ? '' : `// patch ${patch}\n`;
  if (releases === undefined) return of;
  const { from, to } = releases;
  if (from !== undefined && from === to) return `${of}kernel ${from.text}\n`;
  const words = ['kernel', from?.text, '..', to?.text].filter((word) => word !== undefined);
  return `${of}${words.join(' ')}\n`;
}

/** As compiled into the variant; undefined where no thread of it gets here. */
function stepsText({ name }: FunctionBody, { release, entry }: Variant): string | undefined {
  const found = entry?.functions.find((one) => one.name === name);
  if (found === undefined) return undefined;
  const { steps } = found;
  if (steps.length === 0) return `No step in ${release}: it touches locals only.`;
  if (steps[0] === wholeCall) return `One step in ${release}: ${wholeCall}.`;
  if (steps.length === 1) return `One step in ${release}: ${code(steps[0] ?? '')}.`;
  const shown = steps.slice(0, linesMax).map((text, index) => `${index + 1}. ${code(text)}`);
  const more = steps.length > linesMax ? `\n\n... ${steps.length - linesMax} more` : '';
  return `Steps in ${release}, any thread may come between them:\n\n${shown.join('\n')}${more}`;
}

function sourceText(body: FunctionBody, { analysis }: Place): string {
  const block = body.declaration.body;
  const text = textOf(analysis, body.file);
  if (block === undefined || text === undefined) return '';
  const lines = text.slice(block.start, block.end).split('\n');
  const shown = lines.length > linesMax ? [...lines.slice(0, linesMax), '...'] : lines;
  return codeBlock(shown.join('\n'));
}

function definitionLink({ file }: FunctionBody): string {
  if (!isLibraryName(file)) return '';
  return `Defined in [${shortName(file)}](${uriOf(file)})`;
}
