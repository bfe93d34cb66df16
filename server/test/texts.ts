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

/** Processes, releases and properties of the kernel library. */
export const guest = `/// Two processes share a page.
scenario "both protect" {
	source "Re: [PATCH v11 2/6] arm64: kvm: Introduce MTE VM feature, 6 May 2021";
	kernel v5.13;

	setup (vmm) {
		buf = mmap(PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS);
		child = fork();
	}

	thread cpu0 (vmm) {
		mprotect(buf, PROT_READ);
	}

	thread cpu1 (child) {
		user_ldg(buf);
	}

	forbid tag_leak, deadlock;

	variant "later" {
		kernel v6.12;
		expect pass;
	}
	variant "with a lock" {
		patch tag_sync_lock;
		expect pass;
	}
}
`;

/** Locks, flags, ghost state. */
export const locks = `struct spinlock_like { thread_t owner; };
flags state { DIRTY, CLEAN };
struct object {
	struct spinlock_like lock;
	state bits;
	ghost u8 seen;
};
struct object object;
const int limit = 3;

static void touch(struct object *o)
{
	int old = 0;

	if (o->bits & DIRTY)
		goto out;
	WRITE_ONCE(o->bits, DIRTY | CLEAN);
	o->seen = limit;
out:
	old++;
}
`;
