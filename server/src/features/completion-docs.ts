// What a proposal means, at length: the same words as a hover has.
import { type AnySymbol, builtins, visibleAt } from '@racewalk/language';
import type { CompletionKind } from './completion-item.ts';
import { symbolMarkdown } from './hover.ts';
import { wordMarkdown } from './hover-word.ts';
import type { Place } from './place.ts';

/** Empty where there is nothing to say. */
export function completionDocs(place: Place, label: string, kind: CompletionKind): string {
  const symbol = symbolOf(place, label, kind);
  if (symbol !== undefined) return symbolMarkdown(symbol, place);
  return kind === 'word' || kind === 'snippet' ? wordMarkdown(label.split(' ')[0] ?? '') : '';
}

function symbolOf(place: Place, label: string, kind: CompletionKind): AnySymbol | undefined {
  const { analysis, file, offset } = place;
  const visible = visibleAt(analysis, file, offset);
  switch (kind) {
    case 'property':
      return visible.properties.get(label);
    case 'patch':
      return visible.patches.get(label);
    case 'thread':
      return visible.threads.find(({ name }) => name === label);
    case 'type':
      return visible.tags.get(label.replace(/^struct /u, '')) ?? visible.values.get(label);
    case 'function':
    case 'builtin':
      return visible.values.get(label) ?? builtinOf(label);
    case 'variable':
    case 'constant':
      return visible.values.get(label);
    default:
      return undefined;
  }
}

function builtinOf(name: string): AnySymbol | undefined {
  const builtin = builtins.get(name);
  if (builtin === undefined) return undefined;
  return { kind: 'builtin', name, file: '', span: { start: 0, end: 0 }, doc: [builtin.summary] };
}
