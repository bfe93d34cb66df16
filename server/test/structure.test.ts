import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inlayHints, stepHints } from '../src/features/inlay-hints.ts';
import { tokenTypes } from '../src/features/semantic-tokens.ts';
import { bestSymbols, filesOf, symbolsIn } from '../src/features/workspace-symbols.ts';
import { known, name } from './check.ts';
import {
  analysed,
  foldsOf,
  linksOf,
  openTexts,
  selectionsAt,
  tokensOf,
  withHints,
} from './check-editing.ts';
import { counter, guest, locks } from './texts.ts';

describe('semantic tokens', () => {
  it('tell locks, flags, ghost state, labels and what is written', () => {
    expect(tokensOf(locks)).toMatchInlineSnapshot(`
      "spinlock_like: struct declaration
      owner: property declaration shared
      state: type declaration
      DIRTY: flag declaration readonly
      CLEAN: flag declaration readonly
      object: struct declaration
      spinlock_like: struct
      lock: lock declaration shared
      state: type
      bits: property declaration shared
      seen: ghost declaration
      object: struct
      object: variable declaration shared
      limit: variable declaration readonly
      touch: function declaration
      object: struct
      o: parameter declaration
      old: variable declaration
      o: parameter
      bits: property shared
      DIRTY: flag readonly
      out: label
      WRITE_ONCE: macro defaultLibrary
      o: parameter
      bits: property modification shared
      DIRTY: flag readonly
      CLEAN: flag readonly
      o: parameter
      seen: ghost modification
      limit: variable readonly
      out: label declaration
      old: variable modification"
    `);
  });

  it('tell kernel functions, threads, properties and patches', () => {
    expect(tokensOf(guest)).toMatchInlineSnapshot(`
      "vmm: variable declaration
      buf: variable declaration
      mmap: kernelFunction defaultLibrary
      PROT_READ: flag readonly defaultLibrary
      PROT_WRITE: flag readonly defaultLibrary
      MAP_SHARED: flag readonly defaultLibrary
      MAP_ANONYMOUS: flag readonly defaultLibrary
      child: variable declaration
      fork: kernelFunction defaultLibrary
      cpu0: thread declaration
      vmm: variable
      mprotect: kernelFunction defaultLibrary
      buf: variable
      PROT_READ: flag readonly defaultLibrary
      cpu1: thread declaration
      child: variable
      user_ldg: kernelFunction defaultLibrary
      buf: variable
      tag_leak: watchedProperty defaultLibrary
      deadlock: watchedProperty defaultLibrary
      tag_sync_lock: patch defaultLibrary"
    `);
  });
});

describe('token types of the language', () => {
  it('are declared in the manifest, each with a colour for themes that do not know it', () => {
    const manifest = JSON.parse(readFileSync('package.json', 'utf8')).contributes;
    const own = manifest.semanticTokenTypes.map(({ id }: { id: string }) => id);
    expect(own).toEqual(tokenTypes.slice(tokenTypes.indexOf('lock')));
    const [{ scopes }] = manifest.semanticTokenScopes;
    expect(own.filter((id: string) => !(id in scopes))).toEqual([]);
    expect(manifest.semanticTokenModifiers.map(({ id }: { id: string }) => id)).toEqual(['shared']);
  });
});

describe('folds', () => {
  it('are scenarios, bodies, comments and includes', () => {
    const text = `#include <linux/mm.h>\n#include <linux/ksm.h>\n\n// One\n// comment.\n\n${counter}/*\n * Long.\n */\n`;
    expect(foldsOf(text)).toMatchInlineSnapshot(`
      "1-2 includes: #include <linux/mm.h> ... #include <linux/ksm.h>
      4-5 comment: // One ... // comment.
      11-12 code: { ... counter = counter + 1;
      15-28 code: scenario "two increments" { ... }
      22-27 code: variant "in one step" { ... expect pass;
      24-25 code: { ... atomic { counter = counter + 1; }
      30-32 comment: /* ... */"
    `);
  });
});

describe('a growing selection', () => {
  it('goes from the word to the text', () => {
    const found = selectionsAt(counter.replace('counter + 1;\n}', 'cou$0nter + 1;\n}'));
    expect(found.split('\n').slice(0, -1).join('\n')).toMatchInlineSnapshot(`
      ""counter"
      "counter + 1"
      "counter = counter + 1"
      "counter = counter + 1;"
      "{\\n  counter = counter + 1;\\n}"
      "void increment(void)\\n{\\n  counter = counter + 1;\\n}""
    `);
  });
});

describe('links', () => {
  it('lead to the kernel, to commits and to mails', () => {
    const text = `/// source: mm/memory.c wp_page_copy(), v6.10 on (f7842747d13d)
void f(void)
{
}

/// source: mm/ksm.c replace_page()
kernel v5.10 .. v6.1
void g(void)
{
}

scenario "s" {
	source "Re: [PATCH v11 2/6] arm64: kvm: Introduce MTE VM feature, 6 May 2021";
	source "<20210416154309.22129-3-steven.price@arm.com>, https://example.org/x";
	kernel v5.13;
	source "mm/mmap.c";
}
`;
    expect(linksOf(text)).toMatchInlineSnapshot(`
      "mm/memory.c -> https://elixir.bootlin.com/linux/v6.10/source/mm/memory.c (open mm/memory.c, v6.10)
      wp_page_copy -> https://elixir.bootlin.com/linux/v6.10/C/ident/wp_page_copy (find wp_page_copy(), v6.10)
      f7842747d13d -> https://git.kernel.org/linus/f7842747d13d (open commit f7842747d13d)
      mm/ksm.c -> https://elixir.bootlin.com/linux/v5.10/source/mm/ksm.c (open mm/ksm.c, v5.10)
      replace_page -> https://elixir.bootlin.com/linux/v5.10/C/ident/replace_page (find replace_page(), v5.10)
      Re: [PATCH v11 2/6] arm64: kvm: Introduce MTE VM feature -> https://lore.kernel.org/all/?q=s%3A%22%5BPATCH%20v11%202%2F6%5D%20arm64%3A%20kvm%3A%20Introduce%20MTE%20VM%20feature%22 (find the thread)
      <20210416154309.22129-3-steven.price@arm.com> -> https://lore.kernel.org/all/20210416154309.22129-3-steven.price@arm.com/ (open the thread of 20210416154309.22129-3-steven.price@arm.com)
      https://example.org/x -> https://example.org/x (open the page)
      mm/mmap.c -> https://elixir.bootlin.com/linux/v5.13/source/mm/mmap.c (open mm/mmap.c, v5.13)"
    `);
  });

  it('lead to included files', () => {
    const text = '#include "common.race"\n#include "absent.race"\n#include <linux/mm.h>\n';
    expect(linksOf(text, { 'common.race': 'int x;\n' })).toMatchInlineSnapshot(
      `""common.race" -> file:///project/common.race (open common.race)"`,
    );
  });

  it('are none in other comments and strings', () => {
    expect(linksOf('// see mm/memory.c and f7842747d13d\nscenario "mm/ksm.c" { }\n')).toBe('');
  });
});

describe('inlay hints', () => {
  it('name arguments, and the release where nothing says it', () => {
    const text = guest.replace('mprotect(buf, PROT_READ)', 'mprotect(4096 + 1, PROT_READ)');
    const analysis = analysed(text);
    const hints = inlayHints(
      { analysis, file: name, results: undefined },
      { from: 0, to: text.length },
    );
    expect(withHints(text, hints)).toMatchInlineSnapshot(`
      "/// Two processes share a page.
      scenario "both protect" {
      	source "Re: [PATCH v11 2/6] arm64: kvm: Introduce MTE VM feature, 6 May 2021";
      	kernel v5.13;

      	setup (vmm) {
      		buf = mmap(‹prot:›PROT_READ | PROT_WRITE, ‹flags:›MAP_SHARED | MAP_ANONYMOUS);
      		child = fork();
      	}

      	thread cpu0 (vmm) {
      		mprotect(‹addr:›4096 + 1, ‹prot:›PROT_READ);
      	}

      	thread cpu1 (child) {
      		user_ldg(buf);
      	}

      	forbid tag_leak, deadlock;

      	variant "later" {
      		kernel v6.12;
      		expect pass;
      	}
      	variant "with a lock"‹v5.13 + tag_sync_lock› {
      		patch tag_sync_lock;
      		expect pass;
      	}
      }
      "
    `);
  });

  it('number the steps of the shown run', () => {
    const { results } = known(counter);
    const state = results.entries[0]?.[0]?.state;
    const trace = state?.kind === 'done' ? (state.result.report.violations[0]?.trace ?? []) : [];
    expect(withHints(counter, stepHints(trace, name, counter))).toMatchInlineSnapshot(`
      "int counter;

      /// Adds one, in two steps.
      void increment(void)
      {
        counter = counter + 1;‹1 cpu0, 2 cpu1, 3 cpu1, 4 cpu0›
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
      "
    `);
    expect(stepHints(trace, name, counter)[0]?.tooltip).toMatchInlineSnapshot(`
      "1 cpu0: read counter: 0
      2 cpu1: read counter: 0
      3 cpu1: counter = 1
      4 cpu0: counter = 1"
    `);
    expect(stepHints(trace, 'file:///other.race', counter)).toEqual([]);
  });
});

describe('workspace symbols', () => {
  const others = { 'common.race': 'int shared;\n', 'main.race': '#include "common.race"\n' };
  const found = (query: string): readonly string[] =>
    bestSymbols(
      filesOf([analysed(counter), ...openTexts(others)]).flatMap((one) => symbolsIn(query, one)),
    )
      .slice(0, 4)
      .map(({ symbol: one }) => `${one.kind} ${one.name} in ${one.container}`);

  it('are those of open texts, included files and the library, the best first', () => {
    expect(found('increment')).toMatchInlineSnapshot(`
      [
        "function increment in test.race",
        "function increment in in one step (two increments (test.race))",
        "scenario two increments in test.race",
      ]
    `);
    expect(found('shared')).toMatchInlineSnapshot(`
      [
        "variable shared in common.race",
        "patch allow_vm_shared in arch/arm64/kvm/mmu.race",
        "patch refuse_vm_shared in arch/arm64/kvm/mmu.race",
        "function do_read_or_shared_fault in mm/memory.race",
      ]
    `);
    expect(found('set_pte_at')).toMatchInlineSnapshot(`
      [
        "function set_pte_at in arch/arm64/include/asm/pgtable.race",
        "function set_pte_at in arch/arm64/include/asm/pgtable.race",
        "function set_pte_at in arch/arm64/include/asm/pgtable.race",
        "function set_pte_at_notify in include/linux/mmu_notifier.race",
      ]
    `);
    expect(found('sptat')).toMatchInlineSnapshot(`
      [
        "function set_pte_at in arch/arm64/include/asm/pgtable.race",
        "function set_pte_at in arch/arm64/include/asm/pgtable.race",
        "function set_pte_at in arch/arm64/include/asm/pgtable.race",
        "function set_pte_at_notify in include/linux/mmu_notifier.race",
      ]
    `);
    expect(found('no such thing')).toEqual([]);
  });
});
