// Expressions of a debugger on generated scenarios, in every state of a run: a property's own
// condition as its fragment has it, locals as frames tell them, and globals as the slots hold them.
import { analyse, type Compilation, type Query } from '@racewalk/language';
import { Evaluator, type Program, Replayer, type State } from '@racewalk/simulator';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const declarations = `
struct node { int value; struct node *next; };
typedef struct { int a; int b; } pair_t;
struct node first = { .value = 1 };
struct node second = { .value = 2, .next = &first };
struct node *head = &second;
pair_t pair = { .a = 1, .b = 2 };
int array[3] = { 4, 5, 6 };
int x = 1;
int y;
ghost int seen;
thread_local int depth = 1;

static int twice(int n) { if (n > 1) return x; return n + n; }
static void put(int *out, pair_t *to, int n) { int local = n + x; to->a = local; *out = y; x = n; y = local; }
`;

const leaf = fc.constantFrom(
  ...['0', '1', '2', 'x', 'y', 'seen', 'array[1]', 'array[x & 1]', 'first.value', 'pair.b'],
  ...['head->value', 'head->next->value', '(head == &first)', '*(&x)', '(s8)(x + 200)'],
);
const { condition } = fc.letrec<{ condition: string }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc
      .tuple(leaf, fc.constantFrom('+', '-', '==', '<', '&&', '||', '|', '%'), tie('condition'))
      .map(([a, operator, b]) => `(${a} ${operator} ${b})`),
    fc.tuple(leaf, leaf, tie('condition')).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
    tie('condition').map((a) => `!${a}`),
    leaf.map((a) => `twice(${a})`),
    tie('condition').map((a) => `(exists (e in array) *e == ${a})`),
    tie('condition').map((a) => `(forall (k in 0 .. 2) k != ${a})`),
  ),
}));

const local = fc.constantFrom('i', 'j');
const { statement } = fc.letrec<{ statement: string }>((tie) => ({
  statement: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc
      .tuple(
        local,
        leaf.filter((a) => a !== 'seen'),
      )
      .map(([a, b]) => `${a} = ${b} & 3;`),
    fc.tuple(fc.constantFrom('x', 'y', 'array[2]'), local).map(([a, b]) => `${a} = ${b};`),
    fc.constantFrom('put(&i, &p, j);', 'put(&j, &q, 1);', 'pair = p;', 'p = pair;'),
    fc.constantFrom('head = &first;', 'depth = depth + 1;', 'x = depth & 3;', 'seen = seen + 1;'),
    fc
      .tuple(local, tie('statement'))
      .map(([a, b]) => `if (${a}) { int k = ${a} + 5; ${b} y = k; }`),
    fc.tuple(tie('statement'), tie('statement')).map(([a, b]) => `${a} ${b}`),
  ),
}));

const scenario = fc
  .record({ one: statement, two: statement, condition })
  .map(({ one, two, condition: property }) => ({
    condition: property,
    text: `${declarations}
scenario "generated" {
  thread a { int i = 0; int j = 1; pair_t p = { .a = 3 }; pair_t q = pair; ${one} x = i; y = j; pair = p; pair = q; }
  thread b { int i = x; int j = 2; pair_t p = pair; pair_t q = { .b = 2 }; ${two} y = i + j; pair = q; }
  property checked { ${property} }
  forbid checked;
}`,
  }));

interface Compiled {
  readonly compilation: Compilation;
  readonly program: Program;
}

function compiled(text: string): Compiled {
  const analysis = analyse({ name: 'test.race', text }, () => undefined, []);
  const compilation = analysis.compile(0, 0);
  const { program } = compilation;
  if (program !== undefined) return { compilation, program };
  const all = [...analysis.diagnostics, ...compilation.diagnostics];
  throw new Error(all.map(({ message }) => message).join('\n'));
}

function asked({ compilation }: Compiled, text: string, scope = {}): Query {
  const answer = compilation.query(text, scope);
  if ('message' in answer) throw new Error(`${text}: ${answer.message}`);
  return answer;
}

/** The states of one run: at each, `choices` says which of the possible actions is taken. */
function* statesOf(replayer: Replayer, choices: readonly number[]): Generator<State> {
  let state = replayer.initial;
  yield state;
  for (const choice of choices) {
    const actions = replayer.enabled(state);
    const action = actions[choice % Math.max(1, actions.length)];
    const step = action && replayer.step(state, action);
    if (step === undefined || step.end !== undefined) return;
    state = step.after;
    yield state;
  }
}

const choices = fc.array(fc.nat({ max: 7 }), { maxLength: 30 });

describe('expressions on generated scenarios', () => {
  it('have the value of the property that says the same', () => {
    fc.assert(
      fc.property(scenario, choices, ({ text, condition: property }, taken) => {
        const both = compiled(text);
        const query = asked(both, property);
        const own = both.program.properties.find(({ name }) => name === 'checked')?.state;
        if (own === undefined) throw new Error('no fragment');
        const replayer = new Replayer(both.program);
        const evaluator = new Evaluator(query.program);
        const extended = new Replayer(query.program);
        for (const state of statesOf(replayer, taken)) {
          const value = replayer.evaluate(own, state);
          expect(evaluator.evaluate(query.fragment, state).value).toBe(value);
          expect(extended.evaluate(query.fragment, state)).toBe(value);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('have the value that a thread stores with its next step', () => {
    let compared = 0;
    fc.assert(
      fc.property(scenario, choices, ({ text }, taken) => {
        const both = compiled(text);
        const replayer = new Replayer(both.program);
        for (const state of statesOf(replayer, taken)) {
          compared += compareStored(both, replayer, state);
        }
      }),
      { numRuns: 60 },
    );
    expect(compared).toBeGreaterThan(60);
  });

  it('say of locals and globals what states and frames say', () => {
    fc.assert(
      fc.property(scenario, choices, ({ text }, taken) => {
        const both = compiled(text);
        for (const state of statesOf(new Replayer(both.program), taken)) {
          state.threads.forEach((_, thread) => {
            compareLocals(both, state, thread);
          });
          for (const name of ['x', 'y', 'array[2]', 'pair.a', 'head', 'second.next']) {
            const { program, fragment } = asked(both, name);
            const slot = program.slots.findIndex((candidate) => candidate.name === name);
            // What the program does not use has no slot in a state, and its initial value for ever.
            const held = state.slots[slot] ?? program.initial[slot];
            expect(held).toBeDefined();
            expect(new Evaluator(program).evaluate(fragment, state).value).toBe(held);
          }
        }
      }),
      { numRuns: 15 },
    );
  });
});

/** A store of a local: what the query says of it is what memory holds one step later. */
const plainStore = /^(x|y) = (i|j|k|local)$/;

function compareStored(both: Compiled, replayer: Replayer, state: State): number {
  const { compilation, program } = both;
  let compared = 0;
  state.threads.forEach(({ pc }, thread) => {
    const instruction = program.code[pc];
    const text = instruction?.op === 'store' ? instruction.text : '';
    const [, target, name] = plainStore.exec(text) ?? [];
    const after = replayer.step(state, { thread, choice: 0 })?.after;
    if (target === undefined || name === undefined || after === undefined) return;
    const query = compilation.query(name, { frame: instruction?.site.frame, pc });
    if ('message' in query) throw new Error(query.message);
    const slot = program.slots.findIndex((candidate) => candidate.name === target);
    const { value } = new Evaluator(query.program).evaluate(query.fragment, state);
    expect(value).toBe(after.slots[slot]);
    compared += 1;
  });
  return compared;
}

/** Every visible local of every open call: the parts of the variable are the leaves of the query. */
function compareLocals(both: Compiled, state: State, thread: number): void {
  const { compilation, program } = both;
  const at = state.threads[thread];
  const pc = at?.pc ?? 0;
  for (let frame = program.code[pc]?.site.frame; frame !== undefined; ) {
    const variables = compilation.variables(frame, pc);
    expect(new Set(variables.map(({ name }) => name)).size).toBe(variables.length);
    for (const { name, parts, reference } of variables) {
      const query = asked(both, name, { frame, pc });
      expect(query.reference).toBe(reference);
      const leaves = query.leaves ?? [{ ...query, suffix: '' }];
      expect(leaves.map(({ suffix }) => suffix)).toEqual(parts.map(({ suffix }) => suffix));
      const evaluator = new Evaluator(query.program);
      parts.forEach(({ value }, index) => {
        const leafQuery = leaves[index];
        if (leafQuery === undefined) return;
        const live = leafQuery.reads.every((register) => at?.registers.has(register));
        const known =
          value.op === 'constant'
            ? value.value
            : value.op === 'register'
              ? at?.registers.get(value.register)
              : undefined;
        expect(live).toBe(known !== undefined);
        if (!live) return;
        expect(evaluator.evaluate(leafQuery.fragment, state).value).toBe(known);
      });
    }
    frame = program.frames[frame]?.parent;
  }
}
