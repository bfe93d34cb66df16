// RW0908: a variant compiles to the same program as an earlier one of its scenario.
import type { Analysis, Diagnostic, ScenarioInfo, VariantInfo } from '@racewalk/language';
import { type Program, programIdentity, programPrint } from '@racewalk/simulator';
import { diagnosticsOf, type MmEntry } from './mm-diagnostic.ts';

export const identicalVariant: MmEntry = {
  code: 'RW0908',
  severity: 'warning',
  title: 'variant identical to another',
  explanation:
    'The variant compiles to the same program as another one of its scenario: the same steps on the same memory with the same properties, whatever its title, release, patches and functions are called. So it has the same runs and can have no other verdict, and what it changes is not what the threads run. Is it the release, the patch or the function that was meant? If it is there on purpose, as one more release, the other variant already answers for it.',
};

/** Of the variants of one scenario that were compiled: programs are large, and are not kept. */
const printsOf = new WeakMap<ScenarioInfo, Map<number, number | undefined>>();

/**
 * Whether an earlier variant is the same program; it is compiled if need be. Nothing where RW0607
 * says already that a variant changes nothing. `program` and `compiled` are the variant's.
 */
export function identicalVariants(
  analysis: Analysis,
  { scenario, variant }: { readonly scenario: number; readonly variant: number },
  program: Program | undefined,
  compiled: readonly Diagnostic[],
): readonly Diagnostic[] {
  const info = analysis.scenarios[scenario];
  const own = info?.variants[variant];
  if (info === undefined || own === undefined || info.variants.length < 2) return [];
  const prints = printsOf.get(info) ?? new Map<number, number | undefined>();
  printsOf.set(info, prints);
  const programOf = (other: number) => analysis.compile(scenario, other).program;
  const printOf = (other: number): number | undefined => {
    if (!prints.has(other)) {
      const it = other === variant ? program : programOf(other);
      prints.set(other, it === undefined ? undefined : programPrint(it));
    }
    return prints.get(other);
  };
  const print = printOf(variant);
  if (program === undefined || compiled.some(({ code }) => code === 'RW0607')) return [];
  let identity: string | undefined;
  for (let other = 0; other < variant; other++) {
    if (printOf(other) !== print) continue;
    const candidate = programOf(other);
    identity ??= programIdentity(program);
    if (candidate === undefined || programIdentity(candidate) !== identity) continue;
    return told(analysis, own, info.variants[other]);
  }
  return [];
}

function told(
  { file: { name: file } }: Analysis,
  own: VariantInfo,
  other: VariantInfo | undefined,
): readonly Diagnostic[] {
  if (other === undefined) return [];
  const message = `"${own.name}" is the same program as "${other.name}": what it changes is not what the threads run`;
  const related = { file, ...spanOf(other), message: `"${other.name}" is here` };
  return diagnosticsOf(identicalVariant, [
    { place: { file, ...spanOf(own) }, message, related: [related] },
  ]);
}

function spanOf({ title: { start, end } }: VariantInfo) {
  return { start, end };
}
