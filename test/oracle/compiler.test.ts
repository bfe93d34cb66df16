// The compiler against an interpreter of the syntax tree, on generated scenarios: the same number
// of complete runs, the same violated properties, the same final outcomes.
import { analyse } from '@racewalk/language';
import { explore } from '@racewalk/simulator';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allRuns } from './tree-interpreter.ts';

const declarations = `
struct node { int value; struct node *next; };
typedef struct { int a; int b; } pair_t;
struct node first;
struct node second;
struct node *head = &first;
pair_t pair;
int array[2];
int x;
int y;

static int twice(int n) { if (n > 1) return x; return n + n; }
static void put(struct node *to, int n) { to->value = n; if (n == 0) return; y = n; }
static int sum(pair_t p) { return p.a + p.b; }
`;
const observed = ['x', 'y'];
/** More runs than this are not tried one by one. */
const mostRuns = 4000;

const number = fc.integer({ min: 0, max: 2 }).map(String);
const local = fc.constantFrom('i', 'j');
const shared = fc.constantFrom('x', 'y', 'head->value', 'array[0]', 'array[i & 1]', 'first.value');

const { expression } = fc.letrec<{ expression: string; leaf: string }>((tie) => ({
  leaf: fc.oneof(number, local, local, shared),
  expression: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('leaf'),
    fc
      .tuple(
        tie('leaf'),
        fc.constantFrom('+', '-', '==', '!=', '<', '>=', '&', '|'),
        tie('expression'),
      )
      .map(([a, operator, b]) => `(${a} ${operator} ${b})`),
    fc
      .tuple(tie('leaf'), fc.constantFrom('&&', '||'), tie('expression'))
      .map(([a, operator, b]) => `(${a} ${operator} ${b})`),
    tie('expression').map((a) => `!${a}`),
    fc.tuple(tie('leaf'), tie('leaf'), tie('leaf')).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
    tie('leaf').map((a) => `twice(${a})`),
    tie('leaf').map((a) => `READ_ONCE(${a})`),
    fc.constant('sum(pair)'),
    fc.tuple(tie('leaf'), tie('leaf')).map(([a, b]) => `cmpxchg(&x, ${a}, ${b})`),
  ),
}));

const { statement } = fc.letrec<{ statement: string; simple: string }>((tie) => ({
  simple: fc.oneof(
    fc.tuple(local, expression).map(([target, value]) => `${target} = ${value} & 3;`),
    fc.tuple(shared, expression).map(([target, value]) => `${target} = ${value} & 3;`),
    fc.tuple(shared, number).map(([target, value]) => `${target} += ${value};`),
    fc
      .tuple(fc.oneof(local, shared), fc.constantFrom('++', '--'))
      .map(([target, by]) => `${target}${by};`),
    fc.tuple(number, number).map(([a, b]) => `pair = (pair_t){ .a = ${a}, .b = ${b} };`),
    fc.constantFrom(
      'head = &second;',
      'head = head->next;',
      'second.next = &first;',
      'i = (head == &first);',
    ),
    expression.map((value) => `put(head, ${value} & 1);`),
    expression.map((value) => `assert(${value} != 3);`),
    fc.tuple(shared, number).map(([place, value]) => `wait_until(${place} != ${value});`),
    fc.constantFrom('i = any(0, 1);', 'j = any(1, 2);'),
    fc.constantFrom('x = i++;', 'y = --j;', 'j = x++;', 'i = ++head->value;', 'y = (x - y) & 3;'),
    fc.constantFrom('{ pair_t p = pair; p.b = i & 1; pair = p; }', 'if (pair.a) x = pair.b;'),
  ),
  statement: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('simple'),
    fc
      .tuple(expression, tie('statement'), tie('statement'))
      .map(([c, a, b]) => `if (${c}) { ${a} } else { ${b} }`),
    fc.tuple(tie('simple'), tie('simple')).map(([a, b]) => `{ ${a} ${b} }`),
    fc.tuple(shared, local, expression).map(([a, b, c]) => `atomic { ${a}++; ${b} = ${c} & 3; }`),
    tie('simple').map((a) => `for (int k = 0; k < 2; k++) { if (k == i) continue; ${a} }`),
    fc
      .tuple(expression, tie('simple'))
      .map(([c, a]) => `i = 0; while (i < 2) { i++; if (${c}) break; ${a} }`),
    tie('simple').map((a) => `j = 0; do { ${a} j++; if (j > 2) return; } while (j < 2);`),
    fc
      .tuple(expression, tie('simple'), tie('simple'))
      .map(([c, a, b]) => `switch (${c} & 1) { case 0: ${a} case 1: ${b} break; default: x = 1; }`),
    fc.tuple(tie('simple'), tie('simple')).map(([a, b]) => `choose { ${a} } or { ${b} }`),
  ),
}));

const body = fc
  .array(statement, { minLength: 1, maxLength: 3 })
  .map((statements) => `int i = 0; int j = 0; ${statements.join(' ')}`);

const scenario = fc.array(body, { minLength: 1, maxLength: 2 }).map((bodies) => {
  const threads = bodies.map((text, index) => `\tthread t${index} { ${text} }`).join('\n');
  const columns = observed.map((name) => `\tobserve ${name} as "${name}";`).join('\n');
  return `${declarations}\nscenario "generated" {\n${threads}\n${columns}\n\tforbid deadlock;\n}\n`;
});

function compiled(text: string) {
  const analysis = analyse({ name: 'generated.race', text }, () => undefined, []);
  const { program, diagnostics } = analysis.compile(0, 0);
  const errors = [...analysis.diagnostics, ...diagnostics].filter(
    ({ severity }) => severity === 'error',
  );
  expect(errors.map(({ message }) => message)).toEqual([]);
  if (program === undefined) throw new Error('not compiled');
  return program;
}

const seed = Number(process.env.RW_SEED ?? 20261123);

describe('a compiled scenario', () => {
  it('has the runs of its text', { timeout: 240_000 }, () => {
    let compared = 0;
    fc.assert(
      fc.property(scenario, (text) => {
        const runs = allRuns(text, observed, mostRuns);
        if (runs === undefined) return;
        const program = compiled(text);
        const found = explore(program);
        const violated = found.violations.map(
          ({ property }) => program.properties[property]?.name ?? '',
        );
        const outcomes = found.outcomes.map(({ values }) =>
          values.map((value, index) => `${observed[index]}=${value}`).join(' '),
        );
        expect(violated.sort()).toEqual([...runs.violations].sort());
        expect(outcomes.sort()).toEqual([...runs.outcomes].sort());
        if (found.interleavings !== undefined) expect(found.interleavings).toBe(String(runs.count));
        compared += 1;
      }),
      { numRuns: Number(process.env.RW_RUNS ?? 600), seed },
    );
    expect(compared).toBeGreaterThan(100);
  });
});
