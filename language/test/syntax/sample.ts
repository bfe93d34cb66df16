// Texts that several tests cut up.

export const scenario = `/// The race that the MTE/KVM review was left with.
scenario "guest fault in the parent races the child's mprotect(PROT_MTE)" {
	source "Re: [PATCH v11 2/6] arm64: kvm: Introduce MTE VM feature";
	kernel v5.13;

	setup (vmm) {                                     // runs first and alone, as process vmm
		buf = mmap(PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS);
		kvm_create_vm(KVM_CAP_ARM_MTE);
		kvm_set_memslot(GFN(0), buf);
		child = fork();
	}

	thread vcpu0 (vmm) {                              // then these run concurrently
		guest_stg(GFN(0), 3);
		assert(guest_ldg(GFN(0)) == 3);
	}

	thread cpu1 (child) {
		mprotect(buf, PROT_READ | PROT_WRITE | PROT_MTE);
		user_ldg(buf);
	}

	forbid tag_leak, tag_loss, deadlock;

	variant "flag first, as in 5.10 to 6.1"         { patch kvm_mte_flag_first;  expect tag_leak, tag_loss; }
	variant "clear first, then set the flag"        { patch kvm_mte_clear_first; expect tag_loss; }
	variant "tag_sync_lock, proposed, not merged"   { patch tag_sync_lock;       expect pass; }
	variant "two-bit page lock, as in 6.2"          { kernel v6.2;               expect pass; }
	variant "my own idea" {
		void mte_sync_page_tags(struct page *page, pte_t old_pte) { set_bit(3, &page->flags); }
		expect pass;
	}
}
`;

/** A bit of everything. */
export const everything = `#include <linux/mm.h>
#include "other.race"
/// Number of pages.
#define PAGES (2 + 2)
enum pageflags { PG_locked, PG_mte_tagged = 3, };
flags prot { PROT_READ, PROT_WRITE };
struct page {
	unsigned long flags : enum pageflags;
	u8 tag, next;
	ghost u8 last;
	struct page *lru[3];
};
typedef struct { struct page *page; bool write; u8 swp : 3; } pte_t;
typedef unsigned long pgoff_t;
pool struct page pages[PAGES];
ghost int g;
int x, y[3] = { 1, 2 }, *z;
property tag_leak "a tag leaks" {
	forall (p in pages) p->flags == 0 || exists (i in 0 .. 2) y[i] == i
}
property tag_loss "a tag is lost";
invariant small { x < 3; }

/// Sets the flag.
kernel v5.10 .. v6.1
static bool set(struct page *page, pte_t old)
{
	const unsigned long *p = &page->flags;
	int i = 0;

	for (int j = 0; j < 3; j++) {
		if (*p == 0)
			continue;
		else
			break;
	}
	switch (x) {
	case 1:
	case 2:
		x = (u8)-x;
		break;
	default:
		x = (x) - 1;
	}
	do {
		i += y[i] ? i << 1 : ~i;
	} while (i != 0 && !old.write);
	while (x)
		x--;
	atomic { x = 1; y[0] = x; }
	ghost { g = 2; }
	choose { x = 1; } or { goto out; }
	pte_t new = (pte_t){ .page = page, .write = 1 };
	WRITE_ONCE(z, (int *)NULL);
	return new.page == page;
out:
	return false;
}

patch tag_lock "lock first" {
	void lock(void) { wait_until(x == 0); }
}
/// A story.
scenario "one" {
	source "a mail";
	kernel v5.13;
	memory sc;
	int local;
	setup (vmm) { x = 0; }
	/// The first.
	thread a (vmm) { set(pages, y); }
	thread b { x = 1; }
	forbid tag_leak, deadlock;
	observe x + 1 as "sum";
	witness y[0] == 1;
	schedule { a a * 3 b ... }
	finally { assert(x == 1); }
	variant "two" { patch tag_lock; kernel v6.2; expect pass; }
	expect tag_leak;
}
struct last { int a; };
int end;
`;
