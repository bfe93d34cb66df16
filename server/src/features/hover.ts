// What hovering over a place says. Each kind of thing has its own words, in a file of its own.
import {
  type AnySymbol,
  builtins,
  type Diagnostic,
  declarationText,
  isAlwaysWatched,
  type NameAt,
  type PropertySymbol,
} from '@racewalk/language';
import type { VariantEntry } from '../run/results.ts';
import { functionHover } from './hover-function.ts';
import { valueHover } from './hover-value.ts';
import { wordHover } from './hover-word.ts';
import { codeBlock, escaped, prose } from './markdown.ts';
import { explanationOf, pageOf } from './pages.ts';
import { nameAt, type Place, variantAt } from './place.ts';
import { runLength } from './words.ts';

export interface Hover {
  readonly start: number;
  readonly end: number;
  readonly markdown: string;
}

/** `shown`: the diagnostics that the text shows now; those at the place are explained, too. */
export function hover(place: Place, shown: readonly Diagnostic[]): Hover | undefined {
  const found = nameAt(place);
  const about = found === undefined ? wordHover(place) : ofName(found, place);
  const notes = shown
    .filter(({ start, end }) => start <= place.offset && place.offset <= end)
    .map(({ code }) => explained(code));
  const parts = [...(about === undefined ? [] : [about.markdown]), ...new Set(notes)];
  if (parts.length === 0) return undefined;
  const { start, end } = about ?? { start: place.offset, end: place.offset };
  return { start, end, markdown: parts.join('\n\n---\n\n') };
}

function ofName({ name, symbol }: NameAt, place: Place): Hover {
  return { start: name.start, end: name.end, markdown: symbolMarkdown(symbol, place) };
}

/** A declared property says it itself, by its first word. */
function watchedText(symbol: PropertySymbol): string {
  if (symbol.declaration !== undefined) return '';
  if (isAlwaysWatched(symbol)) return 'Watched in every scenario.';
  return 'Watched only where `forbid` names it.';
}

/** All that is known of a symbol, as seen from the place. */
export function symbolMarkdown(symbol: AnySymbol, place: Place): string {
  switch (symbol.kind) {
    case 'function':
      return functionHover(symbol, place);
    case 'variable':
    case 'field':
      return valueHover(symbol, place);
    case 'builtin': {
      const summary = builtins.get(symbol.name)?.summary ?? '';
      return joined([codeBlock(declarationText(place.analysis, symbol)), summary]);
    }
    case 'property': {
      const found = violationText(symbol.name, variantAt(place)?.entry);
      return joined([
        codeBlock(`property ${symbol.name}`),
        symbol.sentence,
        prose(symbol.doc),
        watchedText(symbol),
        found,
      ]);
    }
    case 'patch': {
      const replaced = symbol.bodies.map(({ name }) => `\`${name}()\``).join(', ');
      const replaces = replaced === '' ? '' : `Replaces ${replaced}.`;
      return joined([codeBlock(`patch ${symbol.name}`), symbol.title, prose(symbol.doc), replaces]);
    }
    case 'constant':
    case 'type':
    case 'thread':
    case 'label':
      return joined([codeBlock(declarationText(place.analysis, symbol)), prose(symbol.doc)]);
  }
}

/** What became of the property in the variant at hand. */
function violationText(property: string, entry: VariantEntry | undefined): string {
  if (entry?.state.kind !== 'done') return '';
  const { report } = entry.state.result;
  const found = report.violations.find((one) => one.property === property);
  const variant = escaped(entry.variant);
  if (found !== undefined) return `Violated in "${variant}": ${runLength(found)}.`;
  return report.verdict === 'pass' ? `No interleaving of "${variant}" violates it.` : '';
}

function explained(code: string): string {
  const entry = explanationOf(code);
  if (entry === undefined) return '';
  return `[${code}](${pageOf(code)}): ${entry.title}. ${entry.explanation}`;
}

function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n');
}
