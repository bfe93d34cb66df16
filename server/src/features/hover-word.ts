// The words of the language that are no names: each explains itself in a sentence.
import { textOf } from '@racewalk/language';
import type { VariantEntry } from '../run/results.ts';
import type { Hover } from './hover.ts';
import { code, codeBlock } from './markdown.ts';
import { type Node, type Place, pathAt, variantAt } from './place.ts';

/** Rows of a hover. */
const outcomesMax = 16;

const words: Readonly<Record<string, string>> = {
  scenario:
    'A situation to explore: what is set up, which threads then run concurrently, and ' +
    'what must not happen.',
  source: 'Where the scenario comes from: a mail thread, a commit, a bug report.',
  kernel: 'The release whose function bodies are in force.',
  memory:
    'The memory model. `sc`, sequential consistency, is the only one so far; barriers are ' +
    'not judged under it.',
  patch: 'Puts a named set of replacement bodies in force.',
  forbid: 'The properties that no interleaving may violate.',
  expect:
    'Exactly the properties that some interleaving violates, or `pass`. A difference is ' +
    'an error here.',
  observe: 'A value looked at where all threads are over; all distinct outcomes are listed.',
  witness: 'Asks for a run that reaches a state in which the expression holds.',
  schedule:
    'Fixes the threads of the first steps. Only runs that begin so are explored, so it ' +
    'can fail but never pass.',
  setup: 'Runs first and alone, to its end; what it leaves is where the threads start.',
  thread: 'Runs concurrently with the other threads, once setup is over.',
  finally: 'Checked where all threads are over, on a copy of the state.',
  variant: 'The same scenario with another release, other patches or other function bodies.',
  property:
    'Something that must hold: in every state, if it has an expression; else where ' +
    '`require` and `violate` say so. With `eventually` or `leads_to`: in every complete run.',
  invariant: 'A property that is watched where it stands, without `forbid`.',
  pool: 'Objects that are taken with `pool_alloc()` and given back with `pool_free()`.',
  ghost:
    'State that only properties are about: code may write it, and never branches on it. ' +
    'It adds no step.',
  atomic: 'One step, whatever is inside.',
  choose: 'One of the branches; every one is explored.',
  eventually:
    'Every complete run comes to a state in which this holds; infinite runs are weakly fair.',
  leads_to:
    'Where the first holds, the second holds there or in a later state of every complete run; ' +
    'infinite runs are weakly fair.',
  forall: 'Holds for every element.',
  exists: 'Holds for at least one element.',
  flags: 'An unsigned type whose values are sets of the named bits.',
  pass: 'No interleaving violates a watched property, and all of them were explored.',
};

/** Kinds of nodes in which such a word can stand as a word, not as somebody's name. */
const homes: ReadonlySet<Node['kind']> = new Set<Node['kind']>([
  'Scenario',
  'SourceClause',
  'KernelClause',
  'MemoryClause',
  'PatchClause',
  'ForbidClause',
  'ExpectClause',
  'ObserveClause',
  'WitnessClause',
  'ScheduleClause',
  'Setup',
  'Thread',
  'Finally',
  'Variant',
  'Property',
  'Eventually',
  'LeadsTo',
  'Patch',
  'Variable',
  'Field',
  'Atomic',
  'Ghost',
  'Choose',
  'Quantifier',
  'Flags',
  'Function',
  'ReleaseRange',
  'Name',
]);

export function wordHover(place: Place): Hover | undefined {
  const path = pathAt(place);
  const release = path.findLast((node) => node.kind === 'Release');
  if (release?.kind === 'Release') {
    const { start, end, text } = release;
    const markdown = `${codeBlock(`kernel ${text}`)}\n\nThe release in force: of each function, the body written for ${text}.`;
    return { start, end, markdown };
  }
  const home = path.at(-1);
  if (home === undefined || !homes.has(home.kind)) return undefined;
  // An unbound name is a word only where clauses list names: `expect pass`.
  if (home.kind === 'Name' && path.at(-2)?.kind !== 'ExpectClause') return undefined;
  const { word, start } = wordAt(textOf(place.analysis, place.file) ?? '', place.offset);
  const sentence = Object.hasOwn(words, word) ? words[word] : undefined;
  if (sentence === undefined) return undefined;
  const outcomes = word === 'observe' ? outcomesText(variantAt(place)?.entry) : '';
  const markdown = `**${word}**: ${sentence}${outcomes}`;
  return { start, end: start + word.length, markdown };
}

/** The sentence of a word; empty for what is no word of the language. */
export function wordMarkdown(word: string): string {
  const sentence = Object.hasOwn(words, word) ? words[word] : undefined;
  return sentence === undefined ? '' : `**${word}**: ${sentence}`;
}

/** All distinct outcomes that were found, one a line. */
function outcomesText(entry: VariantEntry | undefined): string {
  if (entry?.state.kind !== 'done') return '';
  const { outcomes } = entry.state.result.report;
  const lines = outcomes.slice(0, outcomesMax).map(({ values, frequency }) => {
    const named = values.map(({ name, value }) => `${name} = ${value}`);
    return `- ${frequency}: ${code(named.join(', '))}`;
  });
  const more = outcomes.length > outcomesMax ? [`- ${outcomes.length - outcomesMax} more`] : [];
  return lines.length === 0 ? '' : `\n\n${[...lines, ...more].join('\n')}`;
}

function wordAt(text: string, offset: number): { readonly word: string; readonly start: number } {
  let start = offset;
  while (start > 0 && /\w/u.test(text[start - 1] ?? '')) start -= 1;
  const word = /^\w*/u.exec(text.slice(start, offset + 64))?.[0] ?? '';
  return { word, start };
}
