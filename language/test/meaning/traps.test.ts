// Ways to a wrong verdict that were open once: each has a scenario that tells.
import { describe, expect, it } from 'vitest';
import { allDiagnostics, verdict } from './check.ts';

const codes = (text: string) => allDiagnostics(text).map(({ code }) => code);

describe('goto into a loop', () => {
  const scenario = (body: string) => `
scenario "s" { int x; int y; bool done; thread t { ${body} } finally { assert(x == 0); } }`;
  it('runs what stands before the label when the loop comes round', () => {
    expect(verdict(scenario('int i = 0; goto mid; do { x = 1; mid: i++; } while (i < 3);'))).toBe(
      'assertion',
    );
    expect(verdict(scenario('goto mid; while (!done) { mid: x = 1; done = true; }'))).toBe(
      'assertion',
    );
    expect(verdict(scenario('goto mid; for (; !done; ) { mid: x = 1; done = true; }'))).toBe(
      'assertion',
    );
    expect(verdict(scenario('int i = 0; goto in; while (i < 3) { x = x; in: i++; }'))).toBe('pass');
    expect(verdict(scenario('int i = 0; goto in; for (; i < 3; i++) { x = 0; in: y = i; }'))).toBe(
      'pass',
    );
  });
});

describe('setup', () => {
  it('cannot go on without an object', () => {
    const text = `
struct pp { int w; };
pool struct pp two[2];
scenario "p" { setup { a = pool_alloc(two); b = pool_alloc(two); c = pool_alloc(two); }
	thread t { a->w = 1; } expect pass; }`;
    expect(codes(text)).toContain('RW0409');
  });
});

describe('current', () => {
  it('is another process once a thread assigns it', () => {
    const text = `
scenario "c" { setup (a) { other = create_process(); }
	thread t (a) { current = other; assert(current->mm == other->mm); assert(current->mm != a->mm); } expect pass; }`;
    expect(verdict(text)).toBe('pass');
    expect(verdict(text.replace('current = other; ', ''))).toBe('assertion');
  });
});

describe('require', () => {
  it('is evaluated whether its property is forbidden or not', () => {
    const text = `
property bad "bad";
scenario "n" { int z; int *p; thread t { z = 1; require(bad, *p == 0); } }`;
    expect(verdict(text)).toBe('null_dereference');
  });

  it('cannot change locals', () => {
    const text = (condition: string) => `
property bad "bad";
int set5(int *p) { *p = 5; return 1; }
scenario "s" { thread t { int l = 0; require(bad, ${condition}); assert(l == 0); } }`;
    for (const condition of ['set5(&l)', '(l = 5) == 5', 'l++ < 5']) {
      expect(codes(text(condition))).toContain('RW0402');
    }
  });

  it('may call functions with locals of their own', () => {
    const text = `
property bad "bad";
int x = 2;
int twice(int *p) { int sum = 0; for (int i = 0; i < 2; i++) sum += *p; return sum; }
scenario "s" { thread t { require(bad, twice(&x) == 4); } forbid bad; }`;
    expect(codes(text)).toEqual([]);
    expect(verdict(text)).toBe('pass');
  });
});

describe('a function without return', () => {
  it('has no result to read', () => {
    const text = (use: string) => `
int f(int a) { if (a) return 1; }
scenario "r" { int x = 1; thread t { ${use} } finally { assert(x == 1); } }`;
    expect(codes(text('x = f(x - 1);'))).toContain('RW0403');
    expect(codes(text('f(x);'))).toEqual([]);
  });
});

describe('ghost state', () => {
  const scenario = (body: string) => `
ghost int g; int x;
struct s { int a; ghost int g; };
void set(int *o) { ghost { *o = g; } }
scenario "s" { thread t { g = 5; ${body} } forbid deadlock; }`;
  it('never reaches real state through ghost { }', () => {
    const leaks = [
      'int l = 0; ghost { l = g; } x = l;',
      'int l = 0; ghost { if (g) l = 1; } x = l;',
      'int l = 0; set(&l); x = l;',
      'struct s l; l.a = 0; l.g = 0; ghost { l.a = g; } x = l.a;',
    ];
    for (const leak of leaks) expect(codes(scenario(leak))).toContain('RW0402');
  });

  it('never decides where control goes', () => {
    const jumps = [
      'ghost { if (g) goto out; } x = 1; out: ;',
      'ghost { if (g) return; } x = 1;',
      'while (1) { ghost { if (g) break; } x = 1; }',
      'while (x) { ghost { if (g) continue; } x = 1; }',
    ];
    for (const jump of jumps) expect(codes(scenario(jump))).toContain('RW0405');
  });

  it('may be computed with in ghost { }', () => {
    expect(
      codes(scenario('ghost { int l = 0; for (int i = 0; i < 2; i++) l += g; g = l; } x = 1;')),
    ).toEqual([]);
  });
});

describe('sets of bits', () => {
  it('are masked in the width of the operation', () => {
    const text = `
enum pf { PA, PB, PC }; struct pp { unsigned long flags : enum pf; };
scenario "A" { struct pp o; thread c { o.flags = 3; atomic { o.flags &= ~BIT(PA); } assert(o.flags == 2);
	if ((o.flags & ~2UL) == 0) o.flags = 1; } }`;
    expect(verdict(text)).toBe('pass');
    const page = `
scenario "u" { kernel v6.5; setup (p) { pg = alloc_page(); } thread c (p) { lock_page(pg); unlock_page(pg); } }`;
    expect(verdict(page)).toBe('pass');
  });
});

describe('absurd nesting', () => {
  it('is told, and in time', () => {
    const many = (text: string) => text.repeat(200);
    for (const operator of ['--', '++', '& ', '- -']) {
      codes(`int x; scenario "s" { thread t { x = ${many(operator)}x; } forbid deadlock; }`);
    }
    const calls = Array.from({ length: 2000 }, (_, i) => `int f${i + 1}(void) { return f${i}(); }`);
    const text = `int f0(void) { return 1; }\n${calls.join('\n')}\nscenario "s" { thread t { f2000(); } forbid deadlock; }`;
    expect(codes(text)).toContain('RW0701');
  });
});

describe('a name that nothing declares', () => {
  it('is reported, wherever a place or a value may stand', () => {
    const text = (body: string) =>
      `scenario "s" { int x; thread t { ${body} } finally { assert(x == 0); } }`;
    for (const body of ['WRITE_ONCE(y, 1);', 'y = 1;', 'x = READ_ONCE(y);', 'x = y + 1;', 'y++;'])
      expect(codes(text(body)), body).toEqual(['RW0201']);
  });
});
