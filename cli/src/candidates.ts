// Which variants the names on the command line leave.
import type { VariantIndex } from '@racewalk/checker';
import type { Analysis } from '@racewalk/language';

export interface Named {
  readonly scenario: string | undefined;
  readonly variant: string | undefined;
}

/** The variants that the options leave, at least one; or what is wrong with the options. */
export function candidatesOf(analysis: Analysis, named: Named): VariantIndex[] | string {
  const { scenario, variant } = named;
  const { scenarios } = analysis;
  if (scenarios.length === 0) return 'no scenario in this file';
  const chosen = scenarios.flatMap((one, index) =>
    scenario === undefined || one.name === scenario ? [index] : [],
  );
  if (chosen.length === 0) {
    const known = listed(scenarios.map((one) => one.name));
    return `no scenario is called "${scenario ?? ''}"; there is ${known}`;
  }
  const candidates = chosen.flatMap((index) =>
    (scenarios[index]?.variants ?? []).flatMap((one, at) =>
      variant === undefined || one.name === variant ? [{ scenario: index, variant: at }] : [],
    ),
  );
  if (candidates.length > 0) return candidates;
  const names = chosen.flatMap((index) => scenarios[index]?.variants.map((one) => one.name) ?? []);
  return `no variant is called "${variant ?? ''}"; there is ${listed([...new Set(names)])}`;
}

function listed(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}
