// Fixes for clauses that a scenario lacks or has too many of.
import { type Diagnostic, type tree, treeOf } from '@racewalk/language';
import { blockAt, clauseEdit, scenarioOf, type Titled, wholeLines } from './clauses.ts';
import { type ActionInput, type CodeAction, fix, preferred, safe } from './code-action.ts';
import type { FileEdit } from './rename.ts';

export function clauseFixes(diagnostic: Diagnostic, input: ActionInput): readonly CodeAction[] {
  const block = blockAt(input.analysis, input.file, diagnostic.start);
  switch (diagnostic.code) {
    case 'RW0208':
      return passAlone(diagnostic, input, block);
    case 'RW0501':
      return forbidSomething(diagnostic, input, block);
    case 'RW0503':
      return forbidExpected(diagnostic, input, block);
    case 'RW0504':
      return addThread(diagnostic, input, block);
    case 'RW0505':
      return removeClause(diagnostic, input, block);
    case 'RW0508':
      return watchProperty(diagnostic, input, block);
    case 'RW0509': {
      const { file, start, end } = diagnostic;
      return [safe(fix(diagnostic, 'use memory sc', [{ file, start, end, text: 'sc' }]))];
    }
    case 'RW0602':
      return chooseRelease(diagnostic, input, block);
    default:
      return [];
  }
}

/** `expect pass, tag_loss;` */
function passAlone(
  diagnostic: Diagnostic,
  { file }: ActionInput,
  block: Titled | undefined,
): readonly CodeAction[] {
  const items: readonly tree.ScenarioItem[] = block?.items ?? [];
  const clause = items.find(
    (item) =>
      item.kind === 'ExpectClause' && item.start <= diagnostic.start && diagnostic.end <= item.end,
  );
  if (clause?.kind !== 'ExpectClause' || clause.names.length < 2) return [];
  const others = clause.names.map(({ text }) => text).filter((name) => name !== 'pass');
  const [first, last] = [clause.names[0], clause.names.at(-1)];
  if (first === undefined || last === undefined) return [];
  const edit = { file, start: first.start, end: last.end, text: others.join(', ') };
  return [fix(diagnostic, "leave out 'pass'", [edit])];
}

/** The properties that the file declares; without any, deadlock, which says what is meant. */
function forbidSomething(
  diagnostic: Diagnostic,
  input: ActionInput,
  block: Titled | undefined,
): readonly CodeAction[] {
  if (block === undefined) return [];
  const scenario = scenarioOf(input.analysis, input.file, block);
  const declared = propertiesOf(input, scenario);
  return [...declared, 'deadlock'].flatMap((name) => {
    const edit = forbidEdit(input, scenario, name);
    return edit === undefined ? [] : [fix(diagnostic, `forbid ${name}`, [edit])];
  });
}

/** Names offered at once. */
const namesMax = 4;

function propertiesOf({ analysis, file }: ActionInput, scenario: Titled): readonly string[] {
  const items: readonly tree.ScenarioItem[] = scenario.items;
  const top = treeItems(analysis, file);
  return [...top, ...items]
    .flatMap((item) => (item.kind === 'Property' && item.name.text !== '' ? [item.name.text] : []))
    .slice(0, namesMax);
}

function treeItems(analysis: ActionInput['analysis'], file: string): readonly tree.Item[] {
  return treeOf(analysis, file)?.items ?? [];
}

function forbidExpected(
  diagnostic: Diagnostic,
  input: ActionInput,
  block: Titled | undefined,
): readonly CodeAction[] {
  const name = /^'(\w+)' is expected/u.exec(diagnostic.message)?.[1];
  if (name === undefined || block === undefined) return [];
  const scenario = scenarioOf(input.analysis, input.file, block);
  const edit = forbidEdit(input, scenario, name);
  return edit === undefined ? [] : [preferred(fix(diagnostic, `forbid ${name}`, [edit]))];
}

/** Into the `forbid` that stands there, or a new one. */
function forbidEdit(input: ActionInput, block: Titled, name: string): FileEdit | undefined {
  const items: readonly tree.ScenarioItem[] = block.items;
  const clause = items.find((item) => item.kind === 'ForbidClause');
  const last = clause?.kind === 'ForbidClause' ? clause.names.at(-1) : undefined;
  if (last !== undefined) {
    const text = last.text === '' ? ` ${name}` : `, ${name}`;
    return { file: input.file, start: last.end, end: last.end, text };
  }
  return clauseEdit(input, block, [...clausesBefore, 'Thread', 'Finally'], `forbid ${name};`);
}

const clausesBefore = ['SourceClause', 'KernelClause', 'MemoryClause', 'Setup'] as const;

function addThread(
  diagnostic: Diagnostic,
  input: ActionInput,
  block: Titled | undefined,
): readonly CodeAction[] {
  if (block?.kind !== 'Scenario') return [];
  const edit = clauseEdit(input, block, [...clausesBefore, 'Variable'], 'thread cpu0 { }');
  return edit === undefined ? [] : [fix(diagnostic, 'add a thread', [edit])];
}

function removeClause(
  diagnostic: Diagnostic,
  { file, text }: ActionInput,
  block: Titled | undefined,
): readonly CodeAction[] {
  const items: readonly tree.ScenarioItem[] = block?.items ?? [];
  const twin = items.find(({ start, end }) => start === diagnostic.start && end === diagnostic.end);
  if (twin === undefined) return [];
  const edit = { file, ...wholeLines(text, twin), text: '' };
  return [fix(diagnostic, 'remove this one', [edit])];
}

function watchProperty(
  diagnostic: Diagnostic,
  input: ActionInput,
  block: Titled | undefined,
): readonly CodeAction[] {
  const { file, text } = input;
  const name = text.slice(diagnostic.start, diagnostic.end);
  const word = text.slice(0, diagnostic.start).lastIndexOf('property');
  const edit = block === undefined ? undefined : forbidEdit(input, block, name);
  const forbidden =
    edit === undefined ? [] : [preferred(fix(diagnostic, `forbid ${name}`, [edit]))];
  if (word < 0) return forbidden;
  const change = { file, start: word, end: word + 'property'.length, text: 'invariant' };
  return [...forbidden, fix(diagnostic, 'make it an invariant', [change])];
}

function chooseRelease(
  diagnostic: Diagnostic,
  input: ActionInput,
  block: Titled | undefined,
): readonly CodeAction[] {
  const release = /: (v\d+\.\d+) is taken/u.exec(diagnostic.message)?.[1];
  if (release === undefined || block === undefined) return [];
  const edit = clauseEdit(input, block, ['SourceClause'], `kernel ${release};`);
  if (edit === undefined) return [];
  return [preferred(fix(diagnostic, `say 'kernel ${release}'`, [edit]))];
}
