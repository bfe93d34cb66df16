// Another run of the same variant: those that are known, or one that is described.
import type { CausesAnswer, RunListed } from '@racewalk/server';
import { l10n, type QuickPickItem, QuickPickItemKind, window } from 'vscode';

interface RunItem extends QuickPickItem {
  readonly choice?: string | undefined;
  readonly asks?: 'causes' | 'where' | 'replay' | 'explore' | undefined;
}

/** `explore`: no run, but to pick each step. */
export type Picked = { readonly choice: string } | 'explore' | undefined;

/** By the beginning of a choice. */
const kinds = () =>
  [
    ['violation:', l10n.t('violated properties')],
    ['cause:', l10n.t('causes')],
    ['witness:', l10n.t('witnesses')],
    ['outcome:', l10n.t('outcomes')],
  ] as const;

/** `causes` searches for one run per racing pair. */
export async function pickRun(
  runs: readonly RunListed[],
  current: string | undefined,
  causes: () => Promise<CausesAnswer>,
): Promise<Picked> {
  const items: RunItem[] = kinds().flatMap(([prefix, label]) => {
    const own = runs.filter(({ choice }) => choice.startsWith(prefix));
    if (own.length === 0) return [];
    return [
      { label, kind: QuickPickItemKind.Separator },
      ...own.map((run) => itemOf(run, current)),
    ];
  });
  items.push(
    { label: l10n.t('others'), kind: QuickPickItemKind.Separator },
    ...(runs.some(({ choice }) => choice.startsWith('violation:')) ? [causesItem()] : []),
    {
      label: `$(search) ${l10n.t('A run where ...')}`,
      description: l10n.t('to a state in which an expression holds'),
      asks: 'where',
    },
    { label: `$(history) ${l10n.t('A kept run ...')}`, description: 'rw1....', asks: 'replay' },
    {
      label: `$(debug-step-over) ${l10n.t('Explore')}`,
      description: l10n.t('pick each step from the beginning'),
      asks: 'explore',
    },
  );
  const picked = await window.showQuickPick(items, {
    title: l10n.t('Pick the run to walk'),
    placeHolder: l10n.t('Runs of this variant'),
    matchOnDescription: true,
  });
  if (picked?.asks === 'explore') return 'explore';
  if (picked?.asks === 'causes') return pickCause(await causes(), current);
  if (picked?.asks !== undefined) return asked(picked.asks);
  return picked?.choice === undefined ? undefined : { choice: picked.choice };
}

const causesItem = (): RunItem => ({
  label: `$(list-tree) ${l10n.t('Distinct causes ...')}`,
  description: l10n.t('one run for each pair of racing steps'),
  asks: 'causes',
});

async function pickCause(
  { runs, complete }: CausesAnswer,
  current: string | undefined,
): Promise<Picked> {
  const picked = await window.showQuickPick(
    runs.map((run) => itemOf(run, current)),
    {
      title: complete ? l10n.t('Distinct causes') : l10n.t('Distinct causes; there may be more'),
      placeHolder:
        runs.length === 0 ? l10n.t('No cause was found') : l10n.t('The racing steps of each'),
    },
  );
  return picked?.choice === undefined ? undefined : { choice: picked.choice };
}

function itemOf({ choice, label }: RunListed, current: string | undefined): RunItem {
  return { label, choice, ...(choice === current ? { description: l10n.t('shown now') } : {}) };
}

async function asked(what: 'where' | 'replay'): Promise<Picked> {
  const text = await window.showInputBox(
    what === 'where'
      ? {
          title: l10n.t('A run where ...'),
          prompt: l10n.t('An expression of the scenario language, as in a witness'),
          placeHolder: 'pages[0].flags == PG_mte_tagged',
        }
      : {
          title: l10n.t('A kept run'),
          prompt: l10n.t('The word that "Replay:" names'),
          placeHolder: 'rw1....',
        },
  );
  const trimmed = text?.trim() ?? '';
  return trimmed === '' ? undefined : { choice: `${what}:${trimmed}` };
}
