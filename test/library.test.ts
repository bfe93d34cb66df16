// What the library promises: some bundled scenario steps into each function, what a release does not have is an error,
// and docs/library.md, made from the texts, is fresh. RW_UPDATE=1 writes it.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { functionSteps } from '@racewalk/checker';
import { kernelLibrary } from '@racewalk/kernel';
import { analyse, bodiesOf, bodyInForce, loadLibrary } from '@racewalk/language';
import { explore } from '@racewalk/simulator';
import { expect, test } from 'vitest';
import { keyOf, libraryPage } from './library-page.ts';

const promised = `
  user_mem_abort kvm_phys_addr_ioremap kvm_set_spte_handler kvm_set_spte_gfn kvm_mmu_notifier_change_pte
  kvm_pgtable_stage2_map kvm_pgtable_stage2_relax_perms sanitise_mte_tags gfn_to_pfn_prot hva_to_pfn_fast
  hva_to_pfn_slow get_user_pages get_user_pages_fast get_user_page_fast_only faultin_page handle_mm_fault
  do_wp_page wp_page_copy cow_user_page copy_highpage try_to_merge_one_page write_protect_page memcmp_pages
  replace_page uprobe_write_opcode __replace_page migrate_vma_insert_page migrate_page set_pte_at set_pte_at_notify
  mte_sync_tags mte_sync_page_tags try_page_mte_tagging set_page_mte_tagged mte_save_tags mte_restore_tags
  arch_swap_restore __sync_icache_dcache sync_icache_aliases flush_dcache_page mprotect munmap madvise_dontneed fork
  mmu_notifier_invalidate_range_start mmu_notifier_invalidate_range_end do_swap_page shrink_page is_zero_pfn mmap
  mmap_read_lock mmap_write_lock spin_lock lock_page trylock_page read_lock write_lock mmu_notifier_retry
  kvm_set_memory_region kvm_arch_prepare_memory_region kvm_vma_mte_allowed guest_load guest_store guest_ldg guest_stg
  guest_exec user_load user_store user_ldg user_stg user_exec
  rcu_read_lock rcu_read_unlock synchronize_rcu call_rcu read_seqbegin read_seqretry write_seqlock write_sequnlock
  refcount_inc refcount_inc_not_zero refcount_dec_and_test kref_get kref_put complete wait_for_completion
  prepare_to_wait finish_wait schedule wake_up down down_trylock up down_write_trylock downgrade_write
  inc_tlb_flush_pending dec_tlb_flush_pending mm_tlb_flush_pending tlb_gather_mmu tlb_finish_mmu
  set_tlb_ubc_flush_pending flush_tlb_batched_pending try_to_unmap_flush mremap move_ptes truncate_pagecache
  clear_page_dirty_for_io page_mkclean userfaultfd_writeprotect clear_refs_write pin_user_pages_fast
  unpin_user_page __get_user_pages access_remote_vm copy_present_page swapin_skip_cache swapcache_prepare
  lock_vma_under_rcu vma_start_read vma_start_write change_huge_pmd
`
  .trim()
  .split(/\s+/u);

/** They read nothing shared: a comparison of a pointer. */
const touchesLocalsOnly = new Set(['is_zero_pfn']);

const folder = path.resolve(import.meta.dirname, '../scenarios');

const library = loadLibrary(kernelLibrary);

/** The steps of every body that some bundled scenario steps into, under `file:name:offset`. */
function steppedInto(): ReadonlyMap<string, readonly string[]> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const steps = new Map<string, readonly string[]>();
  for (const name of files.filter((one) => !one.endsWith('matrix.race')).sort()) {
    if (!name.endsWith('.race')) continue;
    const text = readFileSync(path.join(folder, name), 'utf8');
    const analysis = analyse({ name, text }, () => undefined, kernelLibrary);
    analysis.scenarios.forEach(({ variants }, scenario) => {
      variants.forEach((_, variant) => {
        const { program } = analysis.compile(scenario, variant);
        if (program === undefined) return;
        for (const found of functionSteps(program)) {
          const body = bodyInForce(analysis, scenario, variant, found.name);
          if (body !== undefined && (steps.get(keyOf(body)) ?? []).length === 0)
            steps.set(keyOf(body), found.steps);
        }
      });
    });
  }
  return steps;
}

const steps = steppedInto();

test('every function that the library promises is stepped into by a bundled scenario', () => {
  const names = new Set([...steps.keys()].map((key) => key.split(':').at(-2)));
  expect(promised.filter((name) => !names.has(name))).toEqual([]);
});

test('every function that the library promises has steps and a source for its hover', () => {
  for (const name of promised.filter((one) => !touchesLocalsOnly.has(one))) {
    const symbol = library.scope.values.get(name);
    const own = symbol?.kind === 'function' ? bodiesOf(symbol) : [];
    // Some do nothing but with a patch, whose documentation has the source.
    const patched = [...library.scope.patches.values()].flatMap(({ bodies, doc }) =>
      bodies.filter((body) => body.name === name).map((body) => ({ body, doc })),
    );
    const all = [...own.map((body) => ({ body, doc: body.doc })), ...patched];
    const shown = all.filter(({ body }) => (steps.get(keyOf(body)) ?? []).length > 0);
    expect(shown.length, name).toBeGreaterThan(0);
    for (const { doc } of shown)
      expect(doc.filter((line) => /^\s*source:/u.test(line)).length, name).toBeGreaterThan(0);
  }
});

test('every patch and every property of the library is used by a bundled scenario', () => {
  const text = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.race'))
    .map((name) => readFileSync(path.join(folder, name), 'utf8'))
    .join('\n');
  const { patches, properties } = library.scope;
  const own = [...properties.values()].filter(({ file }) => file.startsWith('kernel:'));
  const names = [...patches.values(), ...own].map(({ name }) => name);
  expect(names.filter((name) => !new RegExp(`\\b${name}\\b`, 'u').test(text))).toEqual([]);
});

test('docs/library.md is fresh', () => {
  const file = path.resolve(import.meta.dirname, '../docs/library.md');
  const page = libraryPage((body) => steps.get(keyOf(body)));
  if (process.env.RW_UPDATE === '1') writeFileSync(file, page);
  expect(readFileSync(file, 'utf8')).toBe(page);
});

test('there is a CPU for each of eight threads, an RCU reader and a sleeper', () => {
  const threads = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => `thread ${name} (app) { }`);
  const text = `scenario "s" {
	kernel v6.1;
	patch tlb;
	setup (app) {
		buf = mmap(PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS);
		user_store(buf, 1);
		rcu_read_lock();
		rcu_read_unlock();
		set_current_state(TASK_RUNNING);
	}
	${threads.join('\n\t')}
	thread h (app) {
		user_load(buf);
		rcu_read_lock();
		rcu_read_unlock();
		synchronize_rcu();
		set_current_state(TASK_RUNNING);
		schedule();
	}
	forbid data_leak;
}`;
  const analysis = analyse({ name: 's.race', text }, () => undefined, kernelLibrary);
  const { diagnostics, program } = analysis.compile(0, 0);
  expect([...analysis.diagnostics, ...diagnostics].map(({ message }) => message)).toEqual([]);
  if (program === undefined) throw new Error('it does not compile');
  expect(explore(program).violations).toEqual([]);
});

test('set_pte_at_notify() is an error from v6.10 on, and says what to call', () => {
  const text = `scenario "s" {
	kernel v6.10;
	setup (app) { buf = mmap(PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS); }
	thread t (app) { pte_t pte = app->mm->pte[buf]; set_pte_at_notify(app->mm, buf, &app->mm->pte[buf], pte); }
	forbid refcount_sane;
}`;
  const analysis = analyse({ name: 's.race', text }, () => undefined, kernelLibrary);
  const { diagnostics } = analysis.compile(0, 0);
  expect([...analysis.diagnostics, ...diagnostics].map(({ message }) => message)).toEqual([
    expect.stringMatching(/set_pte_at_notify.*v6\.10.*set_pte_at\(\)/u),
  ]);
});
