// The step rule of docs/language/semantics.md, sections 1 and 2.
import { describe, expect, it } from 'vitest';
import { outcomes, stepsOf, verdict } from './check.ts';

const globals = `
struct node { int x; int y; struct node *next; };
struct node a_node;
struct node b_node;
struct node *a = &a_node;
struct node *b = &b_node;
int x;
int y;
int array[3];
`;

function body(text: string): readonly string[] {
  return stepsOf(`${globals} scenario "s" { thread t { ${text} } forbid deadlock; }`);
}

describe('the steps of a statement', () => {
  it('makes two of a copy through pointers, after the reads of the global pointers', () => {
    expect(body('a->x = b->y;')).toEqual(['load a', 'load b', 'load b->y', 'store a->x = b->y']);
  });

  it('reads the address on the left before the value on the right', () => {
    expect(body('array[x] = y;')).toEqual(['load x', 'load y', 'store array[x] = y']);
  });

  it('reads and writes for a compound assignment, the target first', () => {
    expect(body('x += y;')).toEqual(['load x', 'load y', 'store x += y']);
  });

  it('reads and writes for an increment', () => {
    expect(body('x++;')).toEqual(['load x', 'store x++']);
    expect(body('--x;')).toEqual(['load x', 'store --x']);
  });

  it('reads operands and arguments from left to right', () => {
    expect(body('array[0] = x - y;')).toEqual(['load x', 'load y', 'store array[0] = x - y']);
    expect(body('cmpxchg(&array[0], x, y);')).toEqual([
      'load x',
      'load y',
      'mark cmpxchg(&array[0], x, y)',
    ]);
  });

  it('gives the old value for x++ and the new one for ++x', () => {
    const text = (update: string) => `
int x = 1; int y;
scenario "s" { thread t { int i = 1; y = ${update}; } observe y as "y"; forbid deadlock; }`;
    expect(outcomes(text('x++'))).toEqual(['y=1']);
    expect(outcomes(text('++x'))).toEqual(['y=2']);
    expect(outcomes(text('i--'))).toEqual(['y=1']);
    expect(outcomes(text('--i'))).toEqual(['y=0']);
  });

  it('adds none for locals', () => {
    expect(body('int i = 1; i += 2; i++; if (i > 2) i = 0; while (i < 3) i++;')).toEqual([]);
  });

  it('follows a chain of pointers one read at a time', () => {
    expect(body('int v = a->next->next->x; x = v;')).toEqual([
      'load a',
      'load a->next',
      'load a->next->next',
      'load a->next->next->x',
      'store x = v',
    ]);
  });

  it('does not read what && and || and ?: do not reach', () => {
    expect(body('if (x && y) x = 1;')).toEqual(['load x', 'load y', 'store x = 1']);
    expect(body('int v = x ? y : 2; array[0] = v;')).toEqual([
      'load x',
      'load y',
      'store array[0] = v',
    ]);
    expect(body('if (0 && x) y = 1;')).toEqual([]);
    expect(body('if (1 || x) y = 1;')).toEqual(['store y = 1']);
  });

  it('makes one of an atomic group, and names it by its text', () => {
    expect(body('atomic { x++; y = x; }')).toEqual(['mark atomic { x++; y = x; }']);
  });

  it('makes one of wait_until, choose and any', () => {
    expect(body('wait_until(x == 1 && y == 2);')).toEqual(['mark wait_until(x == 1 && y == 2)']);
    expect(body('choose { x = 1; } or { y = 1; }')).toEqual([
      'choose choose',
      'store x = 1',
      'store y = 1',
    ]);
    expect(body('int v = any(0, 2); x = v;')).toEqual(['any any(0, 2)', 'store x = v']);
  });

  it('makes one of READ_ONCE, WRITE_ONCE, xchg and cmpxchg', () => {
    expect(body('int v = READ_ONCE(x); WRITE_ONCE(y, v);')).toEqual([
      'load x',
      'store WRITE_ONCE(y, v)',
    ]);
    expect(body('xchg(&x, 1);')).toEqual(['mark xchg(&x, 1)']);
    expect(body('cmpxchg(&x, 0, 1);')).toEqual(['mark cmpxchg(&x, 0, 1)']);
  });

  it('reads and writes a word whole', () => {
    const text = `
typedef struct { int a; bool b; } word_t;
word_t w;
scenario "s" { thread t { word_t v = w; v.a = 2; v.b = 1; w = v; } forbid deadlock; }`;
    expect(stepsOf(text)).toEqual(['load w', 'store w = v']);
  });

  it('adds none for ghost state, and none for reading what setup fixed', () => {
    const text = `
ghost int g;
scenario "s" {
	int x;
	setup { limit = 3; }
	thread t { g = x + 1; x = limit; g = x; require(p, g > 0); }
	property p "g" ;
	forbid p;
}`;
    expect(stepsOf(text)).toEqual(['store x = limit']);
  });

  it('shows an inline function of one step as its call', () => {
    const text = `
struct s { unsigned long flags : 4; };
struct s object;
scenario "s" { thread t { if (!test_bit(1, &object.flags)) set_bit(1, &object.flags); } forbid deadlock; }`;
    expect(stepsOf(text)).toEqual([
      'load test_bit(1, &object.flags)',
      'mark set_bit(1, &object.flags)',
    ]);
  });
});

describe('interleavings', () => {
  it('loses an update of two increments, and none of two atomic ones', () => {
    const lost = (increment: string) => `
int x;
scenario "s" { thread a { ${increment} } thread b { ${increment} } finally { assert(x == 2); } }`;
    expect(verdict(lost('x++;'))).toBe('assertion');
    expect(verdict(lost('atomic { x++; }'))).toBe('pass');
  });

  it('does nothing of an atomic group whose wait_until does not hold', () => {
    const text = `
int x; int y;
scenario "s" {
	thread a { atomic { y = 1; wait_until(x == 1); y = 2; } }
	thread b { assert(y != 1); x = 1; assert(y != 1); }
}`;
    expect(verdict(text)).toBe('pass');
  });

  it('reports a thread that nobody wakes as deadlock', () => {
    expect(
      verdict('int x; scenario "s" { thread a { wait_until(x == 1); } forbid deadlock; }'),
    ).toBe('deadlock');
  });

  it('sees both halves of a struct that is written in two steps, and never half a word', () => {
    const text = (kind: string, type: string) => `
${kind}
${type} w;
scenario "s" {
	thread a { ${kind.startsWith('typedef') ? 'w = (word_t){ .a = 1, .b = 1 };' : 'w.a = 1; w.b = 1;'} }
	thread b { ${
    kind.startsWith('typedef')
      ? 'word_t v = w; assert(v.a == v.b);'
      : 'int p = w.a; int q = w.b; assert(p == q);'
  } }
}`;
    expect(verdict(text('struct word { int a; int b; };', 'struct word'))).toBe('assertion');
    expect(verdict(text('typedef struct { int a; int b; } word_t;', 'word_t'))).toBe('pass');
  });
});
