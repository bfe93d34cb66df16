// RW0907: a property that holds for want of anything that could break it.
import type { tree } from '@racewalk/language';
import type { Finding } from './mm-diagnostic.ts';
import type { SeenFile, SeenRule, SeenScenario } from './seen-rule.ts';
import type { Vacuity } from './variant-seen.ts';

export const vacuousProperty: SeenRule = {
  entry: {
    code: 'RW0907',
    severity: 'information',
    title: 'vacuous property',
    explanation:
      'Every interleaving of every variant was explored, and the property had no chance to be broken. One of these is true in each variant that watches it: no violate() or require() of it is ever reached; all that its condition may look at stays as it was at first; it is !a || b, and a never holds, so b is never looked at; the trigger of its leads_to() never holds; the goal of its eventually() holds from the beginning. So that it holds says nothing about this scenario. Watch what the scenario can break, or let it do what the property is about. Properties of the library and of included files are a net that scenarios hold under code that is still to change: of those it is told only where nothing else that the scenario forbids could be broken either. A property that some reached check asks about is not told, however weak the check is: what no change of the code breaks is found by racewalk mutate.',
  },
  find({ analysis, items, scenarios, isWhole }: SeenFile): readonly Finding[] {
    const file = analysis.file.name;
    const declared = new Set(propertiesIn(items).map(({ name }) => name.text));
    const forbidden = scenarios.flatMap((scenario) => {
      const lists = listsOf(scenario);
      const own = new Set(lists.flatMap(propertiesIn).map(({ name }) => name.text));
      const isIdle = watchesNothing(scenario);
      return lists.flatMap(namesIn).flatMap((name) => {
        const isNet = !isIdle && !own.has(name.text) && !declared.has(name.text);
        return isNet ? [] : finding(file, name, [scenario]);
      });
    });
    const invariants = isWhole ? invariantsIn(items) : [];
    return [...forbidden, ...invariants.flatMap((name) => finding(file, name, scenarios))];
  },
};

type Items = readonly (tree.Item | tree.ScenarioItem)[];

/** The items of the scenario, and those of each of its variants. */
function listsOf({ declaration }: SeenScenario): readonly Items[] {
  const variants = declaration.items.flatMap((one) => (one.kind === 'Variant' ? [one] : []));
  return [declaration.items, ...variants.map(({ items }) => items)];
}

/** Where something is said to be watched. */
function namesIn(items: Items): readonly tree.Name[] {
  const forbidden = items.flatMap((item) => (item.kind === 'ForbidClause' ? item.names : []));
  return [...invariantsIn(items), ...forbidden];
}

function propertiesIn(items: Items): readonly tree.PropertyDeclaration[] {
  return items.flatMap((item) => (item.kind === 'Property' ? [item] : []));
}

function invariantsIn(items: Items): readonly tree.Name[] {
  return propertiesIn(items).flatMap(({ word, name }) => (word === 'invariant' ? [name] : []));
}

/** No declared property could be broken in any variant. */
function watchesNothing({ variants }: SeenScenario): boolean {
  return variants.every(({ properties }) =>
    properties.every(({ vacuity }) => vacuity !== undefined),
  );
}

const reasons: Readonly<Record<Vacuity, string>> = {
  'never asked': 'nothing that is reached can break it',
  'nothing changes': 'what it looks at never changes',
  'no trigger': 'its trigger never holds',
  'at first': 'its goal holds from the beginning',
  'one side': 'what stands behind ! never holds, so what stands behind || is never looked at',
};

/** Nothing unless it is vacuous wherever it is watched. */
function finding(
  file: string,
  { text, start, end }: tree.Name,
  scenarios: readonly SeenScenario[],
): readonly Finding[] {
  const seen = scenarios
    .flatMap(({ variants }) => variants)
    .flatMap(({ properties }) => properties.filter(({ name }) => name === text));
  const why = new Set<Vacuity>();
  for (const { vacuity } of seen) {
    if (vacuity === undefined) return [];
    why.add(vacuity);
  }
  if (why.size === 0) return [];
  const words = [...why].map((vacuity) => reasons[vacuity]).join(', or ');
  const message = `${text} holds in every variant for nothing: ${words}`;
  return [{ place: { file, start, end }, message, related: [] }];
}
