// The causes of a violation, as they are listed.
import { expect, it } from 'vitest';
import { startCausesCheck } from '../src/index.ts';
import { analysed, checkAll } from './check-scenario.ts';

function causesOf(text: string, property: string, causesMax = 16): string[] | undefined {
  const [scenario] = checkAll(analysed(text));
  const [checked] = scenario?.variants ?? [];
  const check = checked && startCausesCheck(checked, property, { causes_max: causesMax });
  if (check === undefined) return undefined;
  while (!check.advance(10));
  expect(check.progress().states).toBeGreaterThan(0);
  const { causes, complete } = check.result();
  return [...causes.map(({ label }) => label), ...(complete ? [] : ['there may be more'])];
}

const counters = `int x, y;
scenario "s" {
	thread a { int old = x; x = old + 1; old = y; y = old + 1; }
	thread b { int old = x; x = old + 1; old = y; y = old + 1; }
	finally { assert(x == 2 && y == 2); }
	expect assertion;
}`;

it('are told apart by the pair of racing steps', () => {
  expect(causesOf(counters, 'assertion')).toMatchInlineSnapshot(`
    [
      "a: read y: 0, then b: y = 1 (8 steps, 2 context switches)",
      "b: read x: 0, then a: x = 1 (8 steps, 2 context switches)",
      "b: read y: 0, then a: y = 1 (8 steps, 2 context switches)",
    ]
  `);
});

it('may be more than are listed, which is told', () => {
  expect(causesOf(counters, 'assertion', 2)?.slice(2)).toEqual(['there may be more']);
});

it('can be a step that breaks the property whatever the others do', () => {
  const text = `int x;
scenario "s" { thread a { assert(x == 1); } thread b { x = 2; } expect assertion; }`;
  expect(causesOf(text, 'assertion')).toMatchInlineSnapshot(`
    [
      "a: read x: 0, whatever the others do (1 step, 0 context switches)",
    ]
  `);
});

it('are none of a property that holds, and of a run without an end', () => {
  expect(causesOf(counters, 'overflow')).toBe(undefined);
  const spin = `int x;
scenario "s" { thread a { while (x == 0) { } } thread b { wait_until(x == 2); } forbid livelock; expect livelock; }`;
  expect(causesOf(spin, 'livelock')).toBe(undefined);
});
