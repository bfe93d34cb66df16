// RW0905: statements that no interleaving of any variant comes to.
import { descendants, type tree } from '@racewalk/language';
import type { Finding } from './mm-diagnostic.ts';
import type { SeenFile, SeenRule } from './seen-rule.ts';
import { bodiesIn, listsIn, type Statements } from './statement-lists.ts';
import { type Reach, type StatementKey, statementKey, worse } from './statement-reach.ts';

export const unreachableStatement: SeenRule = {
  entry: {
    code: 'RW0905',
    severity: 'information',
    title: 'statement that no interleaving reaches',
    explanation:
      'Every interleaving of every variant was explored, and none comes to these statements. Either what leads here cannot happen, and they can go, or the scenario lacks the thread, the flag or the choice that would lead here. Nothing is said where a limit cut an exploration short, of functions that setup calls, of statements that leave nothing in the program to look at, and of branches that report a violation: those are meant not to be reached.',
  },
  find({ analysis, items, scenarios, isWhole }: SeenFile): readonly Finding[] {
    const file = analysis.file.name;
    const found: Finding[] = [];
    const judged = (lists: readonly Parameters<typeof bodiesIn>[0][], reach: Reaches): void => {
      for (const { kind, block } of lists.flatMap(bodiesIn)) {
        const isDead = block.statements.every(
          (one) => reach.get(statementKey(one)) === 'unreached',
        );
        // Of a function that nothing comes to, the call is told.
        if (kind === 'function' && isDead) continue;
        for (const run of deadRuns(block.statements, reach)) found.push(finding(file, run));
      }
    };
    for (const { declaration, variants } of scenarios) {
      const inner = declaration.items.flatMap((one) => (one.kind === 'Variant' ? [one.items] : []));
      const stuck = new Set(variants[0]?.stuck.filter((name) => variants.every(has(name))));
      const moving = declaration.items.filter(
        (item) => item.kind !== 'Thread' || !stuck.has(item.name.text),
      );
      judged([moving, ...inner], merged(variants));
    }
    if (isWhole) judged([items], merged(scenarios.flatMap(({ variants }) => variants)));
    return found;
  },
};

type Reaches = ReadonlyMap<StatementKey, Reach>;

const has =
  (name: string) =>
  ({ stuck }: { readonly stuck: readonly string[] }): boolean =>
    stuck.includes(name);

function merged(
  variants: readonly { readonly statements: readonly (readonly [StatementKey, Reach])[] }[],
): Reaches {
  const reaches = new Map<StatementKey, Reach>();
  for (const { statements } of variants) {
    for (const [key, reach] of statements) reaches.set(key, worse(reaches.get(key), reach));
  }
  return reaches;
}

/** Neighbours that nothing comes to, as one; inside others they are not told again. */
function deadRuns(statements: Statements, reach: Reaches): readonly Statements[] {
  const runs: Statements[] = [];
  let open: readonly tree.Statement[] = [];
  for (const statement of statements) {
    if (reach.get(statementKey(statement)) === 'unreached') {
      open = [...open, statement];
      continue;
    }
    runs.push(open);
    open = [];
    for (const list of listsIn(statement)) runs.push(...deadRuns(list, reach));
  }
  runs.push(open);
  return runs.filter((run) => run.length > 0 && !run.some(reportsViolation));
}

function finding(file: string, run: Statements): Finding {
  const [first, last] = [run[0], run.at(-1)];
  const place = { file, start: first?.start ?? 0, end: last?.end ?? 0 };
  const what = run.length === 1 ? 'this statement' : `these ${run.length} statements`;
  return { place, message: `no interleaving of any variant reaches ${what}`, related: [] };
}

const reporters: ReadonlySet<string> = new Set([
  'violate',
  'require',
  'assert',
  'BUG',
  'BUG_ON',
  'VM_BUG_ON',
  'WARN_ON',
  'WARN_ON_ONCE',
  'VM_WARN_ON_ONCE',
]);

/** It is there to be unreached. */
function reportsViolation(statement: tree.Statement): boolean {
  for (const node of descendants(statement)) {
    if (node.kind === 'Call' && reporters.has(node.callee.text)) return true;
  }
  return false;
}
