// A place that is written is looked at for its fields first: nothing that stands in it gets lost.
import { analyse } from '@racewalk/language';
import { expect, test } from 'vitest';

function messages(statement: string): readonly string[] {
  const text = `struct slot { int value; };
struct slot slots[4];
int a[4];
scenario "s" { setup { ${statement} } thread p { a[0] = 1; } forbid deadlock; }
`;
  const { diagnostics } = analyse({ name: 'a.race', text }, () => undefined, []);
  return diagnostics.map(({ code, message }) => `${code} ${message}`);
}

const reported = ["RW0301 'x' needs a declaration: 'NULL' does not tell its type"];

test('what setup introduces in an index is reported where it has no type', () => {
  expect(messages('a[x = NULL] = 2;')).toEqual(reported);
  expect(messages('slots[x = NULL].value = 2;')).toEqual(reported);
});

test('what setup introduces in an index is there afterwards', () => {
  expect(messages('a[x = 1] = 2; a[0] = x;')).toEqual([]);
  expect(messages('slots[x = 1].value = 2; a[0] = x;')).toEqual([]);
});
