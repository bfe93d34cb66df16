// The texts of the design must be programs: a kernel hunk, the example scenario, a library
// function.
import { expect, test } from 'vitest';
import { parse } from '../../src/syntax/parse.ts';
import { checkSyntax } from '../check.ts';
import { scenario } from './sample.ts';
import { outline } from './show.ts';

test('a hunk of kernel C is a function body word for word', () => {
  checkSyntax(`
void sync_icache(struct page *page)
{
if (!test_bit(PG_dcache_clean, &page->flags)) {
        sync_icache_aliases(page_address(page), page_size(page));
        set_bit(PG_dcache_clean, &page->flags);
}
}
`);
});

test('the example scenario is read whole', () => {
  const { tree, diagnostics } = parse(scenario, 'test.race');
  expect(diagnostics).toEqual([]);
  expect(outline(tree)).toMatchInlineSnapshot(`
    [
      "Scenario guest fault in the parent races the child's mprotect(PROT_MTE)",
      "  SourceClause",
      "  KernelClause",
      "  Setup",
      "  Thread vcpu0",
      "  Thread cpu1",
      "  ForbidClause",
      "  Variant flag first, as in 5.10 to 6.1",
      "    PatchClause",
      "    ExpectClause",
      "  Variant clear first, then set the flag",
      "    PatchClause",
      "    ExpectClause",
      "  Variant tag_sync_lock, proposed, not merged",
      "    PatchClause",
      "    ExpectClause",
      "  Variant two-bit page lock, as in 6.2",
      "    KernelClause",
      "    ExpectClause",
      "  Variant my own idea",
      "    Function mte_sync_page_tags",
      "    ExpectClause",
    ]
  `);
});

test('a library function may have a body for each range of releases', () => {
  checkSyntax(`
/// Make the allocation tags of @page valid before a tagged mapping of it becomes visible.
/// source: arch/arm64/kernel/mte.c mte_sync_page_tags()
kernel v5.10 .. v6.1
static void mte_sync_page_tags(struct page *page, pte_t old_pte, bool check_swap)
{
	if (check_swap && is_swap_pte(old_pte) && mte_restore_tags(old_pte.swp, page))
		return;
	if (!test_and_set_bit(PG_mte_tagged, &page->flags))
		mte_clear_page_tags(page);
}

kernel v6.2 ..
static void mte_sync_page_tags(pte_t pte)
{
	struct page *page = pte_page(pte);
	long i, nr_pages = compound_nr(page);

	for (i = 0; i < nr_pages; i++, page++) {
	                           //^ error RW0111: the comma operator is not in the language: write separate statements instead of ','
		if (try_page_mte_tagging(page)) {
			mte_clear_page_tags(page_address(page));
			set_page_mte_tagged(page);
		}
	}
}
`);
});

test('attributes and sparse annotations of pasted code are ignored', () => {
  checkSyntax(`
static __always_inline int __must_check __get(struct page *page, void __user *addr)
	__must_hold(ptl) __releases(ptl)
{
	const volatile unsigned long __user *p = addr;
	int unused __maybe_unused, ret = 0;
	pte_t __rcu *pte;
	u8 __aligned(8) byte;
	__maybe_unused struct page *q = NULL;

	return ret;
}
static noinline pte_t
__other(pte_t pte)
{
	unsigned long __flags = (unsigned long)READ_ONCE(*(const volatile unsigned long *)&pte);
	return (pte_t) { .flags = __flags & ~PTE_VALID };
}
asmlinkage void __init start(void) { }
int __read_mostly x;
`);
});

test('kernel statements need no rewriting', () => {
  checkSyntax(`
static int do_swap_page(struct vm_fault *vmf)
{
	vm_fault_t ret = 0;
	void *shadow = NULL;
	bool exclusive = false;

	if (!pte_unmap_same(vmf))
		goto out;

	do {
		entry = READ_ONCE(*vmf->pte);
	} while (unlikely(entry.present) && --retries > 0);

	switch (ret & VM_FAULT_ERROR) {
	case VM_FAULT_OOM:
	case VM_FAULT_SIGBUS: {
		int code = -ENOMEM;
		return code;
	}
	default:
		break;
	}

	while (ret)
		if (ret == 1)
			ret--;
		else
			ret >>= 1;
	(*vmf->count)++;
	*vmf->flags |= exclusive ? RMAP_EXCLUSIVE : (rmap_t)RMAP_NONE;
	(void)shadow;
	(vmf)->pte = (pte_t *)((unsigned long)vmf->pte + 1);
out_page:
	unlock_page(page);
out:
	return ret;
}
`);
});
