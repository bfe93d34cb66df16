// The same text as it would be with other words in it: how a change is tried before it is offered.
import { analyse, modelOf } from '../analyse.ts';
import type { Analysis } from '../analysis.ts';

/** `texts`: the new texts by name; the file and its includes keep theirs where none is given. */
export function reanalysed(analysis: Analysis, texts: ReadonlyMap<string, string>): Analysis {
  const { library, trees } = modelOf(analysis);
  const textOf = (name: string) => texts.get(name) ?? trees.get(name)?.file.text;
  const { name } = analysis.file;
  return analyse({ name, text: textOf(name) ?? '' }, textOf, library.sources);
}
