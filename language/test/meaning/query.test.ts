// Expressions of a debugger: their values in states of a run, and the reasons where there are none.
import {
  Evaluator,
  explore,
  formatValue,
  type Program,
  Replayer,
  type State,
  validate,
} from '@racewalk/simulator';
import { describe, expect, it } from 'vitest';
import type { Compilation, Query, QueryError, QueryScope } from '../../src/analysis.ts';
import { analyseText, compile, programOf } from './check.ts';

const source = `
enum state { IDLE, BUSY = 5 };
flags page_flags { PG_locked, PG_dirty };
struct page { page_flags flags; int count; struct page *next; ghost int owner; };
typedef struct { struct page *page; bool write; } pte_t;
struct page one = { .flags = PG_locked | PG_dirty, .count = 4 };
struct page two = { .next = &one };
pool struct page pages[3];
pte_t entry = { .page = &two };
enum state state = BUSY;
int x = 3;
int unused = 42;
int table[4] = { 5, 6, 7, 8 };
const int limit = 9;
ghost int seen = 8;
thread_local int depth = 2;
struct page *none;
#define SHIFT 2

static int twice(int value) { return value + value; }
static void put(int value) { x = value; }
static int wait(void) { wait_until(x > 100); return x; }
static int same(int *p) { return *p; }
static int change(int *p) { *p = 1; return 0; }

static void work(struct page *page, int *out)
{
  int local = page->count;
  *out = local + 1;
  { int local = 50; x = local; }
  x = local;
  int late = x;
  x = late;
}

scenario "s" {
  thread t {
    int sum = 0;
    pte_t copy = { .page = &one, .write = true };
    struct page *p = pool_alloc(pages);
    depth = depth + 3;
    p->count = depth;
    work(&one, &sum);
    entry = copy;
    x = sum;
    pool_free(p);
    x = p == NULL;
  }
  thread u { depth = depth + 1; x = depth; }
  property small { x < 1000 && forall (q in pages) q->count >= 0 }
  forbid small;
}
`;

interface Stop {
  readonly compilation: Compilation;
  readonly program: Program;
  readonly state: State;
  readonly scope: QueryScope;
}

/** Where the first thread rests after so many steps, or has ended; the scope is its innermost open call there. */
function stopAfter(steps: number, text = source): Stop {
  const compilation = compile(text);
  const { program, diagnostics } = compilation;
  if (program === undefined) throw new Error(diagnostics.map(({ message }) => message).join());
  const replayer = new Replayer(program);
  let state = replayer.initial;
  for (let step = 0; step < steps && state.threads[0]?.over === false; step++) {
    const taken = replayer.step(state, { thread: 0, choice: 0 });
    if (taken === undefined) throw new Error(`no step ${step}`);
    state = taken.after;
  }
  const pc = state.threads[0]?.pc ?? 0;
  const frame = program.code[pc]?.site.frame;
  return { compilation, program, state, scope: { frame, pc } };
}

function isQuery(answer: Query | QueryError): answer is Query {
  return !('message' in answer);
}

/** As a debugger would show it: a value, leaves, a fault, `not live`, or the error with its place. */
function shown({ compilation, state, scope }: Stop, text: string, where = scope): string {
  const query = compilation.query(text, where);
  if (!isQuery(query)) return `${query.message} [${text.slice(query.start, query.end)}]`;
  validate(asObservation(query));
  const live = state.threads.flatMap(({ registers }) => [...registers.keys()]);
  const evaluator = new Evaluator(query.program);
  const one = ({ fragment, display, reads }: Pick<Query, 'fragment' | 'display' | 'reads'>) => {
    if (!reads.every((register) => live.includes(register))) return 'not live';
    const { value, fault } = evaluator.evaluate(fragment, state);
    const replayed = new Replayer(query.program).evaluate(fragment, state);
    expect(replayed).toBe(value);
    return value === undefined ? fault : formatValue(query.program, display, value);
  };
  if (query.leaves === undefined) return one(query);
  const all = evaluator.evaluateAll(
    query.leaves.map(({ fragment }) => fragment),
    state,
  );
  const leaves = query.leaves.map((leaf, index) => {
    const text = one(leaf);
    const { value } = all[index] ?? { value: undefined };
    if (text !== 'not live' && value !== undefined) {
      expect(formatValue(query.program, leaf.display, value)).toBe(text);
    }
    return `${leaf.suffix}=${text}`;
  });
  const reference = query.reference === undefined ? '' : `${query.reference} -> `;
  return `${reference}${leaves.join(' ')}`;
}

/** With the fragments as the program's own, what a fragment may hold is asserted, too. */
function asObservation({ program, fragment, leaves }: Query): Program {
  const fragments = leaves?.map((leaf) => leaf.fragment) ?? [fragment];
  const observations = fragments.map((value) => ({
    name: 'query',
    value,
    display: { kind: 'number' } as const,
  }));
  return { ...program, observations: [...program.observations, ...observations] };
}

const start = stopAfter(0);
const global = { ...start, scope: {} };

describe('expressions of the scenario', () => {
  it.each([
    ['x', '3'],
    ['x + limit * 2', '21'],
    ['x == 3 && !(state == IDLE)', 'true'],
    ['state', 'BUSY'],
    ['one.flags', 'PG_locked|PG_dirty'],
    ['one.flags & PG_dirty', 'PG_dirty'],
    ['PG_dirty', 'PG_dirty'],
    ['1 << SHIFT', '4'],
    ['two.next', '&one'],
    ['two.next->count', '4'],
    ['(*two.next).count', '4'],
    ['&two == entry.page', 'true'],
    ['entry.page->next == &one ? table[x] : 0', '8'],
    ['table[SHIFT]', '7'],
    ['&table[1]', '&table[1]'],
    ['*(&table[1] + 1)', '7'],
    ['exists (i in table) *i == 8', 'true'],
    ['forall (i in 0 .. 3) table[i] > 5', 'false'],
    ['exists (p in pages) p->count > 0', 'false'],
    ['seen', '8'],
    ['two.next->owner', '0'],
    ['unused', '42'],
    ['unused + x', '45'],
    ['&unused', '&unused'],
    ['same(&x)', '3'],
    ['twice(x) + twice(1)', '8'],
    ['(u8)300', '44'],
    ['((pte_t){ .page = &one }).page', '&one'],
    ['READ_ONCE(x)', '3'],
    ['none', 'NULL'],
    ['NULL', 'NULL'],
    ['NO_THREAD', 'none'],
    ['true', 'true'],
    ['pages[1].count', '0'],
    ['&pages[1]', '&pages[1]'],
    ['none->count', 'NULL is dereferenced, in none->count'],
    ['table[x + 1]', 'index 4 is outside 0 .. 3, in table[x + 1]'],
    ['1 / (x - 3)', 'division by zero'],
    ['x /* three */', '3'],
  ])('%s is %s', (text, value) => {
    expect(shown(global, text)).toBe(value);
  });

  it('has the leaves of aggregates', () => {
    expect(shown(global, 'entry')).toBe('.page=&two .write=false');
    expect(shown(global, '*two.next')).toBe(
      '.flags=PG_locked|PG_dirty .count=4 .next=NULL .owner=0',
    );
    expect(shown(global, 'table')).toBe('[0]=5 [1]=6 [2]=7 [3]=8');
    expect(shown(global, 'pages')).toContain('[2].count=0');
    expect(shown(global, '(pte_t){ .page = &one }')).toBe('.page=&one .write=false');
    expect(shown(global, '*none')).toContain('.count=NULL is dereferenced');
  });

  it('bounds leaves and members', () => {
    const text = source.replace('int table[4]', 'int table[1000]');
    const query = stopAfter(0, text).compilation.query('table', {});
    if (!isQuery(query)) throw new Error(query.message);
    expect([query.leaves?.length, query.leavesOmitted]).toEqual([256, 744]);
    expect([query.members.length, query.membersOmitted]).toEqual([256, 744]);
  });
});

describe('members', () => {
  const membersOf = (text: string, scope: QueryScope = {}) => {
    const query = start.compilation.query(text, scope);
    return isQuery(query) ? query.members.map((member) => member.text) : query.message;
  };

  it('are expressions of one level', () => {
    expect(membersOf('two.next')).toEqual([
      'two.next->flags',
      'two.next->count',
      'two.next->next',
      'two.next->owner',
    ]);
    expect(membersOf('*two.next')).toEqual(membersOf('two.next'));
    expect(membersOf('&two')?.[0]).toBe('(&two)->flags');
    expect(membersOf('entry')).toEqual(['entry.page', 'entry.write']);
    expect(membersOf('table')).toEqual(['table[0]', 'table[1]', 'table[2]', 'table[3]']);
    expect(membersOf('&x')).toEqual(['*(&x)']);
    expect(membersOf('x ? none : &one')?.[1]).toBe('(x ? none : &one)->count');
    expect(membersOf('x')).toEqual([]);
    expect(membersOf('NULL')).toEqual([]);
  });

  it('can all be evaluated', () => {
    const open = ['two', 'entry', 'table', 'pages', '&two', '&x'];
    for (let text = open.pop(), count = 0; text !== undefined && count < 60; count++) {
      const query = start.compilation.query(text, {});
      if (!isQuery(query)) throw new Error(`${text}: ${query.message}`);
      if (text.length < 20) open.push(...query.members.map((member) => member.text));
      text = open.pop();
    }
  });
});

describe('expressions of an open call', () => {
  const inWork = stopAfter(3);

  it('name parameters, locals and what the caller has', () => {
    expect(shown(inWork, 'page')).toBe('&one');
    expect(shown(inWork, 'page->count + x')).toBe('7');
    expect(shown(inWork, 'out')).toBe('&sum -> =5');
    expect(shown(inWork, '*out')).toBe('5');
    expect(shown(inWork, 'same(out)')).toBe('5');
    const frame = inWork.program.frames[inWork.scope.frame ?? 0]?.parent;
    const caller = { ...inWork.scope, frame };
    expect(shown(inWork, 'sum', caller)).toBe('5');
    expect(shown(inWork, 'copy', caller)).toBe('.page=&one .write=true');
    expect(shown(inWork, 'copy.page->count', caller)).toBe('4');
    expect(shown(inWork, 'p', caller)).toBe('&pages[0]');
    expect(shown(inWork, 'p->count', caller)).toBe('5');
  });

  it('mean the inner of two names inside its block, the outer behind it', () => {
    expect(shown(inWork, 'local')).toBe('50');
    expect(shown(stopAfter(4), 'local')).toBe('4');
  });

  it('say what is not in scope, and what is not live', () => {
    expect(shown(inWork, 'late + 1')).toBe("'late' is not in scope where the thread rests [late]");
    expect(shown(stopAfter(5), 'local')).toBe('not live');
    expect(shown(stopAfter(6), 'late')).toBe('4');
  });

  it('have the thread_local variables of their thread', () => {
    expect(shown(inWork, 'depth')).toBe('not live');
    expect(shown(stopAfter(1), 'depth + this_thread')).toBe('6');
    expect(shown(inWork, 'this_thread')).toBe('t');
    expect(shown(inWork, 'this_thread', { thread: 1 })).toBe('u');
  });

  it('look at freed objects through the pool, and not through a pointer', () => {
    const freed = stopAfter(10);
    expect(shown(freed, 'pages[0].count')).toBe('5');
    expect(shown(freed, 'p == &pages[0]')).toBe('true');
    expect(shown(freed, 'p->count')).toBe('pages[0] is freed, in p->count');
  });
});

describe('the library', () => {
  const text = `scenario "tagged memory" {
  kernel v5.13;
  setup (vmm) {
    buf = mmap(PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS);
    user_store(buf, 1);
  }
  thread t (vmm) { mprotect(buf, PROT_READ | PROT_WRITE | PROT_MTE); }
  forbid deadlock;
}`;

  const end = stopAfter(Infinity, text);

  it.each([
    ['current', '&tasks[0]'],
    ['current == vmm', 'true'],
    ['current->mm', '&mms[0]'],
    ['current->mm->pte[buf].page', '&pages[0]'],
    ['pte_present(current->mm->pte[buf])', 'true'],
    ['page_mte_tagged(current->mm->pte[buf].page)', 'true'],
    ['test_bit(PG_mte_tagged, &pages[0].flags) && pages[1].flags == 0', 'true'],
    ['exists (page in pages) test_bit(PG_mte_tagged, &page->flags)', 'true'],
    ['forall (mm in mms) pte_present(mm->pte[buf])', 'true'],
    ['current->mm->stored[buf]', '1'],
    ['test_and_set_bit(PG_mte_tagged, &pages[0].flags)', 'cannot be written here'],
    ['set_bit(PG_mte_tagged, &pages[0].flags)', 'set_bit() has no value'],
    ['down_read_trylock(&current->mm->mmap_lock)', 'cannot be written here'],
  ])('%s', (expression, value) => {
    expect(shown(end, expression, { thread: 0 })).toContain(value);
  });
});

describe('what is refused', () => {
  it.each([
    ['', 'an expression is needed here []'],
    ['  ', 'an expression is needed here [  ]'],
    ['x +', "expected an expression after '+', found the end of the file [+]"],
    ['x y', "expected the end of the expression, found 'y' [y]"],
    ['x = 4', "'=' writes, and an expression here only looks; to compare, write '==' [x = 4]"],
    ['x += 4', "'+=' writes, and an expression here only looks [x += 4]"],
    ['1 + x++', "'++' writes, and an expression here only looks [x++]"],
    ['xx', "unknown name 'xx'; did you mean 'x'? [xx]"],
    ['twise(2)', "unknown function 'twise'; did you mean 'twice'? [twise]"],
    ['two.coun', "'struct page' has no field 'coun'; did you mean 'count'? [coun]"],
    ['two->count', "'struct page' is not a pointer: use '.' instead of '->' [count]"],
    ['x + two', "'+' cannot be applied to 'int' and 'struct page' [x + two]"],
    ['twice(&x)', "argument 'value' of twice() needs 'int', found 'int *' [&x]"],
    ['put(4)', 'put() has no value [put(4)]'],
    ['(void)x', 'this has no value [(void)x]'],
    ['1 + wait()', 'wait_until() cannot stand here: this code only looks (in wait()) [wait()]'],
    [
      'change(&x)',
      'real state cannot be written here: this code only looks (in change()) [change(&x)]',
    ],
    ['wait_until(x)', 'wait_until() waits, and an expression here only looks [wait_until(x)]'],
    ['any(0, x)', 'any() has more than one value, and an expression here only looks [any(0, x)]'],
    [
      'pool_alloc(pages)',
      'pool_alloc() writes, and an expression here only looks [pool_alloc(pages)]',
    ],
    ['assert(x)', 'assert() judges a run: write its condition alone [assert(x)]'],
    ['smp_mb()', 'smp_mb() has no value [smp_mb()]'],
    ['depth', "'depth' is of a thread, and no thread is chosen here [depth]"],
    ['this_thread', "'this_thread' is of a thread, and no thread is chosen here [this_thread]"],
    ['"x"', 'strings have no meaning in the model ["x"]'],
    ['small', "unknown name 'small' [small]"],
    ['page', "unknown name 'page'; did you mean 'pages'? [page]"],
    ['local', "unknown name 'local' [local]"],
  ])('%s', (text, error) => {
    expect(shown(global, text)).toBe(error);
  });

  it('is what a call of the frame would write', () => {
    expect(shown(stopAfter(3), 'change(out)')).toContain('real state cannot be written here');
  });

  it('is everything where nothing was compiled', () => {
    const broken = compile(`int x; static int f(void) { return f(); }
      scenario "s" { thread t { x = f(); } forbid deadlock; }`);
    expect(broken.program).toBeUndefined();
    const message = 'the scenario has errors: there is nothing to look at';
    expect(broken.query('x', {})).toEqual({ message, start: 0, end: 1 });
    expect(broken.namesIn({}).some(({ name }) => name === 'x')).toBe(true);
  });

  it('never throws, whatever is typed', () => {
    const inWork = stopAfter(3);
    const texts = [
      'exists (p in pages) p->count > 0 && (u8)x == table[2 - 1]',
      '((pte_t){ .page = &one, .write = 1 }).page->next',
      'forall (i in 0 .. 3) table[i] != ~0u >> 1 ? same(&x) : -twice(x)',
      'a ? b : "c" \'d\' \\ # { } ; @ \u0000 \ud800 0x 09 1e5 /* ',
    ];
    for (const text of texts) {
      const prefixes = Array.from(text, (_, end) => text.slice(0, end + 1));
      for (const [index, answer] of inWork.compilation.queries(prefixes, inWork.scope).entries()) {
        if (isQuery(answer)) validate(asObservation(answer));
        else {
          expect(answer.message).not.toBe('');
          expect(answer.start).toBeLessThanOrEqual(answer.end);
          expect(answer.end).toBeLessThanOrEqual((prefixes[index] ?? '').length);
        }
      }
    }
    expect(shown(global, '('.repeat(5000))).toContain('levels of nesting');
    expect(shown(global, `0${'+ 1'.repeat(3000)}`)).toContain('operators in a row');
    expect(shown(global, ' '.repeat(20_000))).toContain('more than 10000 characters');
    const wide = 'forall (i in 0 .. 1000) forall (j in 0 .. 1000) table[0] != i + j';
    expect(shown(global, wide)).toContain('this looks at too much');
  });
});

describe('several at once', () => {
  it('have answers of their own and one program, the base of which is the compilation’s', () => {
    const { compilation, program, state } = start;
    const answers = compilation.queries(['x', 'y +', 'unused', '&unused', 'put(1)', 'x * 2'], {});
    const queries = answers.filter(isQuery);
    expect(queries).toHaveLength(4);
    const [first] = queries;
    expect(queries.every((query) => query.program === first?.program)).toBe(true);
    if (first === undefined) throw new Error('no query');
    expect(first.program.code.slice(0, program.code.length)).toEqual(program.code);
    expect(first.program.slots.slice(0, program.slots.length)).toEqual(program.slots);
    expect(first.program.registers.slice(0, program.registers.length)).toEqual(program.registers);
    const evaluator = new Evaluator(first.program);
    const values = queries.map((query) => evaluator.evaluate(query.fragment, state).value);
    expect([values[0], values[1], values[3]]).toEqual([3, 42, 6]);
    expect(new Replayer(first.program).initial).toEqual({
      ...state,
      slots: [...state.slots, 42],
    });
  });

  it('leave nothing behind', () => {
    const { compilation } = stopAfter(0);
    const query = (text: string) => compilation.query(text, {});
    const before = query('unused');
    for (const text of ['&unused', 'x +', 'put(1)']) query(text);
    const again = query('unused');
    expect(again).toEqual(before);
    expect(query('put(1)')).toEqual(query('put(1)'));
  });
});

describe('a property', () => {
  it('has the value of its own fragment in every state of a run', () => {
    const condition = 'x < 1000 && forall (q in pages) q->count >= 0';
    const program = programOf(source);
    const property = program.properties.find(({ name }) => name === 'small');
    const query = compile(source).query(condition, {});
    if (!isQuery(query) || property?.state === undefined) throw new Error('no property');
    const replayer = new Replayer(program);
    const evaluator = new Evaluator(query.program);
    let state = replayer.initial;
    for (let step = 0; step < 12; step++) {
      expect(evaluator.evaluate(query.fragment, state).value).toBe(
        replayer.evaluate(property.state, state),
      );
      const [action] = replayer.enabled(state);
      const taken = action && replayer.step(state, action);
      if (taken === undefined) break;
      state = taken.after;
    }
    expect(explore(program).verdict).toBe('pass');
  });
});

describe('functions', () => {
  const text = `int x = 2;
    static int f(int n) { return n + 1; }
    patch tens "in tens" { int f(int n) { return 10 * g(n); } int g(int n) { return n + 2; } }
    scenario "s" { thread t { x = f(x); } forbid deadlock;
      variant "patched" { patch tens; }
      variant "own" { int f(int n) { return 100 * n; } } }`;

  it.each([
    [0, 'f(x)', 3],
    [1, 'f(x)', 40],
    [1, 'g(x)', 4],
    [2, 'f(x)', 200],
  ])('have the body in force in variant %i: %s', (variant, expression, value) => {
    const compilation = compile(text, 0, variant);
    const query = compilation.query(expression, {});
    if (!isQuery(query)) throw new Error(query.message);
    const { initial } = new Replayer(query.program);
    expect(new Evaluator(query.program).evaluate(query.fragment, initial).value).toBe(value);
  });

  it('that a variant does not have are unknown in it', () => {
    expect(compile(text).query('g(x)', {})).toMatchObject({ start: 0, end: 1 });
  });
});

describe('a variant', () => {
  it('is the same whenever it is compiled: expressions rely on it', () => {
    const analysis = analyseText(source);
    expect(analysis.compile(0, 0).program).toEqual(analysis.compile(0, 0).program);
  });
});

describe('names in scope', () => {
  it('have locals first in meaning, and all that an expression can say', () => {
    const { compilation, scope } = stopAfter(3);
    const kind = (name: string, where: QueryScope) =>
      compilation.namesIn(where).find((entry) => entry.name === name);
    expect(kind('local', scope)).toEqual({ name: 'local', kind: 'local', type: 'int' });
    expect(kind('page', scope)).toEqual({ name: 'page', kind: 'parameter', type: 'struct page *' });
    expect(kind('late', scope)).toBeUndefined();
    expect(kind('local', {})).toBeUndefined();
    expect(kind('depth', {})).toEqual({ name: 'depth', kind: 'thread_local', type: 'int' });
    expect(kind('PG_dirty', {})?.kind).toBe('constant');
    expect(kind('twice', {})).toEqual({ name: 'twice', kind: 'function', type: 'int' });
    expect(kind('forall', {})?.kind).toBe('word');
    expect(kind('this_thread', {})?.type).toBe('thread_t');
    expect(kind('wait_until', {})).toBeUndefined();
    const names = compilation.namesIn(scope).map(({ name }) => name);
    expect(names).toEqual([...new Set(names)].sort());
  });
});
