// A variable or field under the cursor: its type, the values it takes over all reachable states,
// and what it goes through in the failing run that the lens shows.
import { declarationText, typeName } from '@racewalk/language';
import type { SeenSite, SeenValues, VariantResult } from '../run/messages.ts';
import { accessesOf, type ValueSymbol } from './accesses.ts';
import { code, codeBlock, prose } from './markdown.ts';
import { type Place, variantAt } from './place.ts';
import { grouped } from './words.ts';

/** A line of a hover has room for so many values. */
const valuesMax = 12;

export function valueHover(symbol: ValueSymbol, place: Place): string {
  const entry = variantAt(place)?.entry;
  const result = entry?.state.kind === 'done' ? entry.state.result : undefined;
  return [
    codeBlock(declaration(symbol, place)),
    prose(symbol.doc),
    entry?.values === undefined ? '' : seenText(symbol, entry.values, place),
    result === undefined ? '' : runText(symbol, result),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function declaration(symbol: ValueSymbol, { analysis }: Place): string {
  const text = declarationText(analysis, symbol);
  if (symbol.kind === 'variable') return text;
  const owner = typeName(symbol.owner);
  return `${text.replace(`${owner}.`, '')} // of ${owner}`;
}

function seenText(symbol: ValueSymbol, { states, sites }: SeenValues, place: Place): string {
  const { here, all } = accessesOf(symbol, sites, place);
  if (all.length === 0) return '';
  const lines = linesOf(here.length > 0 ? here : all);
  const where = here.length > 0 ? 'Here, over' : 'Over';
  return [`${where} all ${grouped(states)} reachable states:`, '', ...lines].join('\n');
}

/** One line for each thread and way of access, with the union of the values. */
function linesOf(sites: readonly SeenSite[]): string[] {
  const groups = new Map<string, { values: Set<string>; more: boolean }>();
  for (const { thread, how, values, more } of sites) {
    const key = how === 'becomes' ? `in ${code(thread)}:` : `${code(thread)} ${how}`;
    const group = groups.get(key) ?? { values: new Set(), more: false };
    for (const value of values) group.values.add(value);
    group.more ||= more;
    groups.set(key, group);
  }
  return [...groups].map(([key, { values, more }]) => `- ${key} ${listed([...values], more)}`);
}

function listed(values: readonly string[], more: boolean): string {
  if (values.length === 0) return 'nothing: no run gets here';
  const shown = values.slice(0, valuesMax).map(code).join(', ');
  return more || values.length > valuesMax ? `${shown}, ...` : shown;
}

/** `pages[0].flags`: 0 -> PG_locked -> 0. */
function runText(symbol: ValueSymbol, { report }: VariantResult): string {
  const [violation] = report.violations;
  if (violation === undefined) return '';
  const courses = new Map<string, string[]>();
  for (const { name, before, after } of violation.trace.flatMap(({ changes }) => changes)) {
    if (!isAbout(name, symbol)) continue;
    const course = courses.get(name) ?? [before];
    course.push(after);
    courses.set(name, course);
  }
  if (courses.size === 0) return '';
  const lines = [...courses].map(
    ([name, values]) => `- ${code(name)}: ${values.map(code).join(' → ')}`,
  );
  return [`In the run that violates ${code(violation.property)}:`, '', ...lines].join('\n');
}

function isAbout(location: string, symbol: ValueSymbol): boolean {
  if (symbol.kind === 'field')
    return new RegExp(`\\.${symbol.name}(\\[|\\.|$)`, 'u').test(location);
  return (
    location === symbol.name ||
    location.startsWith(`${symbol.name}[`) ||
    location.startsWith(`${symbol.name}.`)
  );
}
