// Ghost state that nothing reads, and bundled scenarios, which have none.
import { readdirSync, readFileSync } from 'node:fs';
import { kernelLibrary } from '@racewalk/kernel';
import { expect, test } from 'vitest';
import { analyse } from '../../src/index.ts';

function ghosts(name: string, text: string): string[] {
  const { diagnostics } = analyse({ name, text }, () => undefined, kernelLibrary);
  return diagnostics
    .filter(({ code }) => code === 'RW0511')
    .map(({ message, start, end }) => `${text.slice(start, end)}: ${message}`);
}

const scenario = (property: string) => `scenario "ghosts" {
	ghost int seen;
	ghost int last[2];
	int x;
	thread a { x = 1; ghost { seen++; last[x] = seen; } }
	thread b { x = 2; ghost { seen = 0; } }
	${property}
	forbid deadlock;
}
`;

test('ghost state that is only written is told', () => {
  expect(ghosts('a.race', scenario(''))).toEqual([
    "last: ghost 'last' is written, and nothing reads it",
  ]);
});

test('what a property reads is not', () => {
  expect(ghosts('a.race', scenario('invariant small { last[0] < 3 }'))).toEqual([]);
});

test('no bundled scenario has any', () => {
  const root = new URL('../../../scenarios/', import.meta.url);
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' }).sort();
  const found = names
    .filter((name) => name.endsWith('.race'))
    .flatMap((name) => ghosts(name, readFileSync(new URL(name, root), 'utf8')));
  expect(found).toEqual([]);
});
