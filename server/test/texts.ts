// Scenarios that tests talk about.

/** A lost update, and its cure. */
export const counter = `int counter;

/// Adds one, in two steps.
void increment(void)
{
  counter = counter + 1;
}

scenario "two increments" {
  thread cpu0 { increment(); }
  thread cpu1 { increment(); }

  finally { assert(counter == 2); }
  expect assertion;

  variant "in one step" {
    void increment(void)
    {
      atomic { counter = counter + 1; }
    }
    expect pass;
  }
}
`;

/** More states than any test waits for. */
export const endless = `int a = 0; int b; int c; int d;
scenario "much" {
  thread cpu0 { a = any(0, 200); b = any(0, 200); }
  thread cpu1 { c = any(0, 200); d = any(0, 200); }
  forbid deadlock;
}
`;

/** Objects with fields, and a property of them. */
export const pages = `struct page { int users; bool dirty; };
struct page pages[2];

property few "a page has at most one user" { forall (p in pages) p->users <= 1 }

scenario "two users" {
  thread cpu0 { pages[0].users += 1; }
  thread cpu1 { pages[0].users += 1; }
  forbid few;
  expect few;
}
`;
