// The race of the bench as a scenario: processes that initialise the tags of shared pages under the
// two-bit lock of v6.2, a vCPU of the first process that maps and writes them, and an mprotect()
// of that process with its MMU notifier. It needs no library, so that promela-model.ts and
// tla-model.ts can say exactly the same by hand.
import { below, type Size, sizeName } from './size.ts';

export function raceModel(size: Size): string {
  return [declarations(size), code, scenario(size)].join('\n');
}

function declarations({ processes, pages }: Size): string {
  return `enum tags { STALE, CLEARING, CLEARED, STORED };

struct page {
	enum tags tags;
	bool mte_lock;
	bool mte_tagged;
};

struct mm {
	bool page_table_lock;
	bool pte[${pages}];
};

struct page pages[${pages}];
struct mm mms[${processes}];

bool mmu_lock;
bool invalidate_in_progress;
u8 invalidate_seq;
bool stage2[${pages}];
`;
}

const code = `static void lock(bool *lock)
{
	atomic {
		wait_until(!*lock);
		*lock = true;
	}
}

static void sync_tags(struct page *page)
{
	bool locked;

	if (page->mte_tagged)
		return;
	atomic {
		locked = page->mte_lock;
		page->mte_lock = true;
	}
	if (locked) {
		wait_until(page->mte_tagged);
		return;
	}
	atomic {
		assert(page->tags != STORED);
		page->tags = CLEARING;
	}
	page->tags = CLEARED;
	page->mte_tagged = true;
}

static void load_tags(struct page *page)
{
	enum tags seen = page->tags;

	assert(seen == CLEARED || seen == STORED);
}

static void touch(struct mm *mm, int p)
{
	sync_tags(&pages[p]);
	mm->pte[p] = true;
	load_tags(&pages[p]);
}

static void touch_locked(struct mm *mm, int p)
{
	lock(&mm->page_table_lock);
	sync_tags(&pages[p]);
	mm->pte[p] = true;
	mm->page_table_lock = false;
	load_tags(&pages[p]);
}

static void guest_store(struct mm *mm, int p)
{
	u8 seq;
	bool stored;

fault:
	seq = invalidate_seq;
	if (invalidate_in_progress)
		goto fault;
	if (!mm->pte[p])
		goto fault;
	lock(&mmu_lock);
	if (invalidate_in_progress || invalidate_seq != seq) {
		mmu_lock = false;
		goto fault;
	}
	sync_tags(&pages[p]);
	stage2[p] = true;
	mmu_lock = false;
	atomic {
		stored = stage2[p];
		if (stored)
			pages[p].tags = STORED;
	}
	if (!stored)
		goto fault;
}

static void protect(struct mm *mm, int p)
{
	lock(&mmu_lock);
	invalidate_in_progress = true;
	stage2[p] = false;
	mmu_lock = false;
	lock(&mm->page_table_lock);
	if (mm->pte[p]) {
		mm->pte[p] = false;
		mm->pte[p] = true;
	}
	mm->page_table_lock = false;
	lock(&mmu_lock);
	atomic { invalidate_seq++; }
	invalidate_in_progress = false;
	mmu_lock = false;
}
`;

function scenario(size: Size): string {
  const children = below(size.processes - 1).map((child) =>
    thread(`child${child + 1}`, size, (page) => `touch(&mms[${child + 1}], ${page});`),
  );
  const threads = [
    thread('vmm', size, (page) => `touch_locked(&mms[0], ${page});`),
    thread('vcpu', size, (page) => `guest_store(&mms[0], ${page});`),
    thread('mprotect', size, (page) => `protect(&mms[0], ${page});`),
    ...children,
  ];
  return `scenario "tag lock, ${sizeName(size)}" {
${threads.join('\n')}
	forbid deadlock;
	expect pass;
}
`;
}

function thread(name: string, { pages }: Size, call: (page: number) => string): string {
  const calls = below(pages).map((page) => `\t\t${call(page)}\n`);
  return `\tthread ${name} {\n${calls.join('')}\t}\n`;
}
