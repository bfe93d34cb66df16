// What is offered at a place: a fix for each diagnostic there that has an obvious one, and
// rewritings of what is selected.
import type { ActionInput, CodeAction } from './code-action.ts';
import { clauseFixes } from './fix-clauses.ts';
import { idleFixes } from './fix-idle.ts';
import { lockFixes } from './fix-locks.ts';
import { nameFixes } from './fix-names.ts';
import { textFixes } from './fix-text.ts';
import { verdictFixes, verdictRewrites } from './fix-verdicts.ts';
import { edited, type FileEdit } from './rename.ts';
import { rewrites } from './rewrites.ts';

export function codeActions(input: ActionInput): readonly CodeAction[] {
  const here = input.shown.filter(
    ({ file, start, end }) => file === input.file && start <= input.end && input.start <= end,
  );
  const fixes = here.flatMap((diagnostic) => fixesOf({ ...input, shown: [diagnostic] }));
  const all = fixAll(input);
  return distinct([...fixes, ...verdictRewrites(input), ...rewrites(input), ...all]);
}

/** For the one diagnostic that is shown. */
function fixesOf(input: ActionInput): readonly CodeAction[] {
  return input.shown.flatMap((diagnostic) => [
    ...textFixes(diagnostic, input),
    ...nameFixes(diagnostic, input),
    ...clauseFixes(diagnostic, input),
    ...verdictFixes(diagnostic, input),
    ...idleFixes(diagnostic, input),
    ...lockFixes(diagnostic, input),
  ]);
}

/** Everything that can be mended without a look, at once. */
function fixAll(input: ActionInput): readonly CodeAction[] {
  const own = input.shown.filter(({ file }) => file === input.file);
  const edits: FileEdit[] = [];
  for (const diagnostic of own) {
    const action = fixesOf({ ...input, shown: [diagnostic] }).find(({ isSafe }) => isSafe);
    for (const edit of action?.edits ?? []) {
      const isFree = edits.every((other) => edit.end < other.start || other.end < edit.start);
      if (isFree) edits.push(edit);
    }
  }
  if (edits.length === 0) return [];
  const title = `fix what is safe to fix (${edits.length})`;
  const kind = 'source.fixAll';
  return [{ title, kind, edits, mends: undefined, isPreferred: false, isSafe: true }];
}

/** The same change is offered once, whatever it mends. */
function distinct(actions: readonly CodeAction[]): readonly CodeAction[] {
  const seen = new Set<string>();
  return actions.filter(({ kind, edits }) => {
    const key = JSON.stringify([kind, edits]);
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

/** The text after an action, for those who look at it. */
export function applied(text: string, file: string, { edits }: CodeAction): string {
  return edited(
    text,
    edits.filter((edit) => edit.file === file),
  );
}
