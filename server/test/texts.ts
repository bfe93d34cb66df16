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
