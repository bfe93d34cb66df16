// Small scenarios for the command's tests.

const body = `int x;
void add(void) { int old = x; x = old + 1; }
scenario "two increments" {
	kernel v5.13;
	thread a { add(); }
	thread b { add(); }
	finally { assert(x == 2); }
`;

export const asExpected = `${body}	expect assertion;
	variant "atomic" { void add(void) { atomic { x++; } } expect pass; }
}
`;

export const notAsExpected = asExpected.replace('expect assertion', 'expect pass');

export const invalid =
  'scenario "s" {\n\tkernel v5.13;\n\tthread a { y = 1; }\n\texpect pass;\n}\n';

/** More states than any test waits for. */
export const endless = `int a, b, c, d;
scenario "endless" {
	kernel v5.13;
	thread one { for (;;) { a = any(0, 99); b = any(0, 99); } }
	thread two { for (;;) { c = any(0, 99); d = any(0, 99); } }
	expect pass;
}
`;
