// Statements, threads, properties and variants that change nothing: a text, with what is said under its places,
// and texts next to it of which nothing is said.
import { describe, expect, test } from 'vitest';
import { saidOf } from './marked.ts';

const steps = (body: string, more = '') => `int x;
int y;
${more}
scenario "steps" {
	thread a {
		${body}
	}
	thread b { x = 1; }
	finally { assert(y < 9); }
}
`;

describe('a statement', () => {
  test('that no interleaving reaches is told, with its neighbours', () => {
    expect(saidOf(steps('if (x == 2) { y = 1; y = 2; } else y = 3;'))).toMatchInlineSnapshot(`
      "		if (x == 2) { y = 1; y = 2; } else y = 3;
      		              ^^^^^^^^^^^^^ RW0905: no interleaving of any variant reaches these 2 statements"
    `);
    expect(
      saidOf(steps('if (x != 2)\n\t\t\treturn;\n\t\ty = 1;\n\t\ty = 2;')),
    ).toMatchInlineSnapshot(`
      "		y = 1;
      		^^^^^^ RW0905: no interleaving of any variant reaches these 2 statements"
    `);
  });

  test('that some interleaving reaches is not', () => {
    expect(saidOf(steps('if (x == 1) { y = 1; y = 2; } else y = 3;'))).toBe('');
  });

  test('that is there to report is not', () => {
    expect(saidOf(steps('if (x == 2) { y = 1; BUG(); }'))).toBe('');
    expect(saidOf(steps('if (x == 2) violate(p);', 'property p "p";'))).toBe('');
  });

  test('of a function that one of its calls may pass is not', () => {
    const f = 'void f(int n) { if (x < n) y = n; }';
    expect(saidOf(steps('f(-1);', f))).toMatchInlineSnapshot(`
      "void f(int n) { if (x < n) y = n; }
                                 ^^^^^^ RW0905: no interleaving of any variant reaches this statement"
    `);
    expect(saidOf(steps('f(-1); f(1);', f))).toBe('');
    // In the second call the condition is known, and nothing is left of the assignment to a local.
    const g = 'void g(bool k) { int n = 0; if (k || x == 2) n = 1; }';
    expect(saidOf(steps('g(false); g(true);', g))).toBe('');
  });

  test('that setup may have come to is not', () => {
    const f = 'void f(void) { if (x == 5) y = 1; }';
    const text = steps('f();', f).replace(
      'thread a',
      'setup { x = 5; f(); x = 0; y = 0; }\n\tthread a',
    );
    expect(saidOf(text)).toBe('');
  });

  test('is not judged where a limit stopped the search, or another variant is not known', () => {
    const text = steps('if (x == 2) y = 1;');
    expect(saidOf(text, 3)).toBe('');
    const variant = 'variant "other" { schedule { a } }\n\tthread b';
    expect(saidOf(text.replace('thread b', variant))).toBe('');
  });

  test('that one variant reaches is not', () => {
    const text = (value: number) =>
      steps('if (get() == 2) y = 1;', 'int get(void) { return x; }').replace(
        'thread b',
        `variant "two" { int get(void) { return x + ${value}; } }\n\tthread b`,
      );
    expect(saidOf(text(1))).toBe('');
    expect(saidOf(text(5))).not.toBe('');
  });
});

const waits = (until: string) => `int flag;
scenario "waits" {
	thread waiter { wait_until(flag == ${until}); flag = 0; }
	thread sets { flag = 1; }
	expect deadlock;
}
`;

describe('a thread', () => {
  test('that never moves is told, and its statements are not', () => {
    expect(saidOf(waits('2'))).toMatchInlineSnapshot(`
      "	thread waiter { wait_until(flag == 2); flag = 0; }
      	       ^^^^^^ RW0906: waiter never takes a step, in no interleaving of any variant"
    `);
  });

  test('that some run lets move is not', () => {
    expect(saidOf(waits('1'))).toBe('');
    expect(saidOf(waits('1').replace('flag = 1;', 'choose { flag = 1; } or { }'))).toBe('');
  });

  test('without a step, or behind a run that is over at once, is not', () => {
    expect(saidOf('scenario "s" { int x; thread a { } thread b { x = 1; } }')).toBe('');
    const over =
      'scenario "s" { int x; thread a { BUG(); } thread b { x = 1; } expect assertion; }';
    expect(saidOf(over)).not.toContain('RW0906');
  });
});

const property = (declared: string, body = 'x = 1;') => `int x;
int fixed;
${declared}
scenario "properties" {
	thread a { ${body} }
	thread b { if (x == 1) x = 2; }
	forbid p;
}
`;

describe('a property', () => {
  test('that nothing reached asks about is told', () => {
    expect(saidOf(property('property p "p";', 'if (x == 3) violate(p);'))).toMatchInlineSnapshot(`
      "	thread b { if (x == 1) x = 2; }
      	                       ^^^^^^ RW0905: no interleaving of any variant reaches this statement
      	forbid p;
      	       ^ RW0907: p holds in every variant for nothing: nothing that is reached can break it"
    `);
    expect(saidOf(property('property p "p";', 'require(p, x < 3); x = 1;'))).toBe('');
  });

  test('whose condition looks at what never changes is told', () => {
    expect(saidOf(property('property p "p" { fixed == 0 };'))).toMatchInlineSnapshot(`
      "	forbid p;
      	       ^ RW0907: p holds in every variant for nothing: what it looks at never changes"
    `);
    expect(saidOf(property('property p "p" { fixed == 0 };', 'fixed = 1; fixed = 0; x = 1;'))).toBe(
      '',
    );
    expect(saidOf(property('property p "p" { x < 9 };'))).toBe('');
  });

  test('of two sides, one of which is never looked at, is told', () => {
    expect(saidOf(property('property p "p" { !(x == 3) || x == 7 };'))).toMatchInlineSnapshot(`
      "	forbid p;
      	       ^ RW0907: p holds in every variant for nothing: what stands behind ! never holds, so what stands behind || is never looked at"
    `);
    expect(saidOf(property('property p "p" { !(x == 2) || x < 7 };'))).toBe('');
    const called =
      'bool odd(void) { return x == 1; }\nproperty p "p" { !odd() || (odd() && x == 7) };';
    expect(saidOf(property(called))).toBe('');
    // It is no implication: the left side may well be what is to hold.
    expect(saidOf(property('property p "p" { x < 3 || x == 7 };'))).toBe('');
  });

  test('that says what has to come is told where that is there, or never asked for', () => {
    expect(
      saidOf(property('property p "p" { leads_to (x == 3, x == 2) };')),
    ).toMatchInlineSnapshot(`
      "	forbid p;
      	       ^ RW0907: p holds in every variant for nothing: its trigger never holds"
    `);
    expect(saidOf(property('property p "p" { leads_to (x == 1, x == 2) };'))).toBe('');
    expect(saidOf(property('property p "p" { eventually (x == 0) };'))).toMatchInlineSnapshot(`
      "	forbid p;
      	       ^ RW0907: p holds in every variant for nothing: its goal holds from the beginning"
    `);
    expect(saidOf(property('property p "p" { eventually (x >= 1) };'))).toBe('');
  });

  test('that is broken, or could be in another variant, is not', () => {
    expect(saidOf(property('property p "p" { fixed == 1 };'))).toBe('');
    const text = property('property p "p" { fixed == get() };\nint get(void) { return 0; }');
    const variant = 'variant "v" { int get(void) { return x > 9; } }\n\tforbid';
    expect(saidOf(text)).not.toBe('');
    expect(saidOf(text.replace('forbid', variant))).toBe('');
  });

  test('of the file is told once, where nothing breaks it in any scenario', () => {
    const text = property('invariant p "p" { fixed == 0 };').replace('\tforbid p;\n', '');
    expect(saidOf(text)).toMatchInlineSnapshot(`
      "invariant p "p" { fixed == 0 };
                ^ RW0907: p holds in every variant for nothing: what it looks at never changes"
    `);
    expect(saidOf(`${text}scenario "other" { thread a { fixed = 1; fixed = 0; } }`)).toBe('');
  });

  test('of the library is told only where nothing at all could be broken', () => {
    const text = property('property p "p" { x < 9 };').replace('forbid p', 'forbid p, tag_leak');
    expect(saidOf(text)).toBe('');
    expect(saidOf(text.replace('forbid p, ', 'forbid '))).toMatchInlineSnapshot(`
      "	forbid tag_leak;
      	       ^^^^^^^^ RW0907: tag_leak holds in every variant for nothing: nothing that is reached can break it"
    `);
  });
});

const variants = (...more: readonly string[]) => `int x;
patch twice "adds two" { void add(void) { x = x + 2; } }
patch unused "of something else" { void nothing(void) { x = 9; } }
void nothing(void) { x = 8; }
void add(void) { x = x + 1; }
scenario "variants" {
	thread a { add(); }
	thread b { add(); }
	finally { assert(x < 9); }
${more.map((one) => `\t${one}\n`).join('')}}
`;

describe('a variant', () => {
  test('that is the same program as another is told', () => {
    expect(saidOf(variants('variant "older" { kernel v5.10; }'))).toMatchInlineSnapshot(`
      "	variant "older" { kernel v5.10; }
      	        ^^^^^^^ RW0908: "older" is the same program as "as written": what it changes is not what the threads run
      "variants": "as written" is here"
    `);
    const twice = 'void add(void) { x = x + 2; }';
    const [one, other] = ['variant "patch" { patch twice; }', `variant "body" { ${twice} }`];
    expect(saidOf(variants(one, other))).toMatchInlineSnapshot(`
      "	variant "body" { void add(void) { x = x + 2; } }
      	        ^^^^^^ RW0908: "body" is the same program as "patch": what it changes is not what the threads run
      "patch": "patch" is here"
    `);
  });

  test('that changes what runs is not', () => {
    expect(saidOf(variants('variant "patch" { patch twice; }'))).toBe('');
    expect(saidOf(variants('variant "watched" { forbid livelock; }'))).toBe('');
    const release = `scenario "s" {
	kernel v5.13;
	setup (parent) { buf = mmap(PROT_READ | PROT_WRITE | PROT_MTE, MAP_SHARED | MAP_ANONYMOUS); }
	thread a (parent) { user_stg(buf, 3); }
	variant "two-bit lock" { kernel v6.2; }
}
`;
    expect(saidOf(release)).toBe('');
  });

  test('of which RW0607 says it already is not told twice', () => {
    expect(saidOf(variants('variant "unused" { patch unused; }'))).toBe('');
  });
});
