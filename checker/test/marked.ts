// Texts with what is said under their places, as a person sees it.
import { kernelLibrary } from '@racewalk/kernel';
import { type Analysis, analyse, type Diagnostic } from '@racewalk/language';
import { startValues } from '@racewalk/simulator';
import { identicalVariants, seenDiagnostics, type VariantSeen, variantSeen } from '../src/index.ts';

export const analysed = (name: string, text: string): Analysis =>
  analyse({ name, text }, () => undefined, kernelLibrary);

/** Each line with a diagnostic, and what is said under it; of several lines the first. */
export function marked(text: string, diagnostics: readonly Diagnostic[]): string {
  return diagnostics
    .map(({ code, message, start, end, related }) => {
      const from = text.lastIndexOf('\n', start - 1) + 1;
      const line = text.slice(from).split('\n')[0]!;
      const under = line.slice(0, start - from).replace(/[^\t]/gu, ' ');
      const carets = '^'.repeat(Math.min(end, from + line.length) - start);
      const notes = related.map((one) => `\n${text.slice(one.start, one.end)}: ${one.message}`);
      return `${line}\n${under}${carets} ${code}: ${message}${notes.join('')}`;
    })
    .join('\n');
}

/** What all variants of a file say together, each explored up to so many states. */
export function seenIn(analysis: Analysis, states = 20_000): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const seen: VariantSeen[] = [];
  analysis.scenarios.forEach(({ variants }, scenario) => {
    variants.forEach((_, variant) => {
      const { program, diagnostics } = analysis.compile(scenario, variant);
      const which = { scenario, variant };
      found.push(...identicalVariants(analysis, which, program, diagnostics));
      if (program === undefined) return;
      const search = startValues(program, { states_max: states });
      while (!search.advance(10_000));
      const one = variantSeen(analysis, which, program, search.values());
      if (one !== undefined) seen.push(one);
    });
  });
  return [...seenDiagnostics(analysis, seen), ...found];
}

/** The same of a text, as a person sees it. */
export function saidOf(text: string, states?: number): string {
  const analysis = analysed('a.race', text);
  const errors = analysis.diagnostics.filter(({ severity }) => severity === 'error');
  return marked(text, [...errors, ...seenIn(analysis, states)]);
}
