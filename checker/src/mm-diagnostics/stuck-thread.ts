// RW0906: a thread that takes no step, in no interleaving of any variant.
import type { Finding } from './mm-diagnostic.ts';
import type { SeenFile, SeenRule } from './seen-rule.ts';

export const stuckThread: SeenRule = {
  entry: {
    code: 'RW0906',
    severity: 'warning',
    title: 'thread that can never move',
    explanation:
      'Every interleaving of every variant was explored, and this thread never takes a step: it waits at its first one for something that never comes. So the scenario is the same as without it. Is it a flag that nobody sets, or a lock that setup has taken and nobody gives back?',
  },
  find: ({ analysis, scenarios }: SeenFile): readonly Finding[] =>
    scenarios.flatMap(({ declaration, variants }) =>
      declaration.items.flatMap((item): readonly Finding[] => {
        if (item.kind !== 'Thread') return [];
        const { text: name, start, end } = item.name;
        if (!variants.every(({ stuck }) => stuck.includes(name))) return [];
        const place = { file: analysis.file.name, start, end };
        const message = `${name} never takes a step, in no interleaving of any variant`;
        return [{ place, message, related: [] }];
      }),
    ),
};
