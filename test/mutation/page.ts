// docs/library-mutations.md, made from what `npm run mutate` found and from the reasons in the library.
import { type Mutant, nameOf } from './mutants.ts';
import { type Reason, reasonFor } from './reasons.ts';

/** Who notices a mutant, and how its verdict changes. By name of the mutant. */
export type Noticed = Readonly<Record<string, { readonly by: string; readonly becomes: string }>>;

/** Reads what `npm run mutate` has written. Throws where it is something else. */
export function readNoticed(text: string): Noticed {
  const read: unknown = JSON.parse(text);
  if (!isRecord(read)) throw new Error('noticed.json is no object');
  const entries = Object.entries(read).map(([name, value]) => {
    if (!isRecord(value)) throw new Error(`noticed.json: ${name} is no object`);
    const { by, becomes } = value;
    if (typeof by !== 'string' || typeof becomes !== 'string')
      throw new Error(`noticed.json: ${name} has no by and becomes`);
    return [name, { by, becomes }] as const;
  });
  return Object.fromEntries(entries);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function mutationsPage(
  all: readonly Mutant[],
  noticed: Noticed,
  reasons: readonly Reason[],
): string {
  const left = all.filter((mutant) => noticed[nameOf(mutant)] === undefined);
  return `# Mutations of the library

\`npm run mutate\` takes each lock, each test of a flag or of what may have changed, each flush and each call of the MMU notifier out of the library, one at a time, and checks the bundled scenarios that come by.
It takes some minutes, writes this page, and fails where nothing notices a mutant and the library does not say why: in a line \`unnoticed:\` above the function, which [library.md](library.md) shows, too.
Locks themselves, bit operations, user space and what hardware does are not mutated; bodies of patches are not, either.
The variants asked are those whose threads come to the changed function; where no thread does, those whose setup does.

Of ${all.length} mutants ${all.length - left.length} are noticed: a scenario changes its verdict.
${left.length} are not, each for a reason.

## Not noticed

${left.map((mutant) => `- \`${nameOf(mutant)}\`: ${reasonFor(reasons, mutant) ?? 'no reason is known'}.`).join('\n')}

## Noticed

One scenario that notices each mutant.

${all
  .flatMap((mutant) => {
    const by = noticed[nameOf(mutant)];
    return by === undefined ? [] : [`- \`${nameOf(mutant)}\`: ${by.by}: ${by.becomes}`];
  })
  .join('\n')}
`;
}
