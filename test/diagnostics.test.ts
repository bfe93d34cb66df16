// docs/diagnostics.md is made from the catalogs. RW_UPDATE=1 writes it.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { checkCatalog } from '@racewalk/checker';
import { allCodes } from '@racewalk/language';
import { expect, test } from 'vitest';

const file = path.resolve(import.meta.dirname, '../docs/diagnostics.md');

function page(): string {
  const entries = Object.entries({ ...allCodes, ...checkCatalog }).sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  const sections = entries.map(
    ([code, { title, severity, explanation }]) =>
      `## ${code}: ${title}\n\n*${severity}*\n\n${explanation.replaceAll(/([.:;]) (?=[A-Z])/g, '$1\n')}\n`,
  );
  return [
    '# Diagnostics',
    '',
    'Every message has a code. This page is made from the catalogs in `language/src/diagnostics`, `checker/src/diagnostics.ts` and `checker/src/mm-diagnostics`.',
    '',
    ...sections,
  ].join('\n');
}

test('the manual of diagnostics is fresh', () => {
  if (process.env.RW_UPDATE === '1') writeFileSync(file, page());
  expect(readFileSync(file, 'utf8')).toBe(page());
});
