// Makes edits: the scenario gets one more variant, which carries the changed functions. Library texts
// are never read anew. The code of threads is changed where it stands, for all variants.
import { type Analysis, format, modelOf, reanalysed, textOf, type tree } from '@racewalk/language';
import { type Change, type Code, changed, type Edit } from './edit.ts';

/** One variant of an analysis. Indices are those of `analysis.scenarios`. */
export interface Subject {
  readonly analysis: Analysis;
  readonly scenario: number;
  readonly variant: number;
}

type FunctionCode = Extract<Code, { kind: 'function' }>;

/** The subject with edits made, as the last variant of its scenario. Edits have to be compatible. */
export function applied(subject: Subject, edits: readonly Edit[], title: string): Subject {
  const { analysis, scenario } = subject;
  const { file } = analysis;
  const whole = analysis.scenarios[scenario]?.whole;
  if (whole === undefined) throw new Error(`no scenario ${scenario}`);
  const end = whole.end - 1;
  const variant = variantLines(subject, edits, unusedTitle(subject, title), '');
  const inPlace = edits.filter(({ code }) => code.kind === 'thread').flatMap((one) => one.changes);
  const all = [...inPlace, { start: end, end, text: `\n${variant}\n` }];
  const after = reanalysed(analysis, new Map([[file.name, changed(file.text, all)]]));
  const last = (after.scenarios[scenario]?.variants.length ?? 0) - 1;
  return { analysis: after, scenario, variant: last };
}

/** A variant block with the changed functions, in the kernel's layout, indented as it stands in a scenario. */
export function variantText(
  subject: Subject,
  edits: readonly Edit[],
  title: string,
  { expect }: { readonly expect: string },
): string {
  return laidOut(variantLines(subject, edits, title, expect));
}

function variantLines(
  subject: Subject,
  edits: readonly Edit[],
  title: string,
  expect: string,
): string {
  const bodies = bodiesOf(edits);
  const replaced = new Set([...bodies.keys()].map(({ name }) => name));
  const kept = keptItems(subject, replaced);
  const functions = [...bodies].map(([body, changes]) => functionText(subject, body, changes));
  const clauses = expect === '' ? [] : [expect];
  const lines = [...clauses, ...kept, ...functions];
  return `variant "${plainTitle(title)}" {\n${lines.join('\n')}\n}`;
}

function laidOut(variant: string): string {
  const whole = format(`scenario "" {\n${variant}\n}\n`, 'variant.race');
  if (whole === undefined) return `\t${variant}\n`;
  return whole.slice(whole.indexOf('\n') + 1, whole.lastIndexOf('}'));
}

const titleMax = 120;

/** A title may hold no quotes, and has to stay readable in a lens. */
function plainTitle(title: string): string {
  const plain = title.replaceAll(/["\\]/gu, "'");
  return plain.length <= titleMax ? plain : `${plain.slice(0, titleMax - 3)}...`;
}

function bodiesOf(edits: readonly Edit[]): ReadonlyMap<FunctionCode['body'], readonly Change[]> {
  const bodies = new Map<FunctionCode['body'], Change[]>();
  for (const { code, changes } of edits) {
    if (code.kind !== 'function') continue;
    const known = bodies.get(code.body) ?? [];
    known.push(...changes);
    bodies.set(code.body, known);
  }
  return bodies;
}

/** What the variant says itself, but for what it expects and for the functions that are replaced. */
function keptItems(
  { analysis, scenario, variant }: Subject,
  replaced: ReadonlySet<string>,
): string[] {
  const info = analysis.scenarios[scenario]?.variants[variant];
  const block = scenarioTree(analysis, scenario)?.items.find(
    (item): item is tree.VariantBlock =>
      item.kind === 'Variant' && item.start === info?.whole.start,
  );
  return (block?.items ?? [])
    .filter((item) => item.kind !== 'ExpectClause' && item.kind !== 'SourceClause')
    .filter((item) => item.kind !== 'Function' || !replaced.has(item.name.text))
    .map((item) => analysis.file.text.slice(item.start, item.end));
}

function scenarioTree(analysis: Analysis, scenario: number): tree.ScenarioDeclaration | undefined {
  return modelOf(analysis).scenarios[scenario]?.declaration;
}

function functionText(
  { analysis }: Subject,
  { file, declaration }: FunctionCode['body'],
  changes: readonly Change[],
): string {
  const text = textOf(analysis, file) ?? '';
  const start = declaration.releases?.end ?? declaration.start;
  const after = start + (/^\s*/u.exec(text.slice(start))?.[0].length ?? 0);
  const own = changed(text.slice(after, declaration.end), changes, after);
  // What it abstracts belongs to the ledger.
  const doc = declaration.doc?.lines.filter((line) => /^\s*abstracts:/u.test(line)) ?? [];
  return [...doc.map((line) => `/// ${line.trim()}`), own].join('\n');
}

function unusedTitle({ analysis, scenario }: Subject, title: string): string {
  const taken = new Set(analysis.scenarios[scenario]?.variants.map(({ name }) => name));
  const plain = plainTitle(title).slice(0, titleMax - 6);
  let found = plain;
  for (let number = 2; taken.has(found); number++) found = `${plain} (${number})`;
  return found;
}
