// Fixes for what only exploring tells: each is made, and what it mends is gone from the text that is left.
import { describe, expect, it } from 'vitest';
import { DiagnosticTag } from 'vscode-languageserver';
import { lspDiagnostics } from '../src/lsp/convert.ts';
import { known, name, shown } from './check.ts';
import { actedAt, actionsAt } from './check-editing.ts';

/** Codes of what the text shows once its runs are over. */
function codesOf(text: string): readonly string[] {
  return shown({ ...known(text), file: name, offset: 0 }).map(({ code }) => code);
}

/** The text after the fix at the place of the first diagnostic with the code. */
function mended(text: string, code: string, title: string): string {
  const found = shown({ ...known(text), file: name, offset: 0 }).find((one) => one.code === code);
  if (found === undefined) throw new Error(`nothing of ${code}`);
  const marked = `${text.slice(0, found.start)}$0${text.slice(found.start)}`;
  const after = actedAt(marked, title, {}, true);
  expect(codesOf(after)).not.toContain(code);
  expect(codesOf(after).filter((one) => /^RW0[1-4]/u.test(one))).toEqual([]);
  return after;
}

const steps = (body: string) => `int x;
int y;

scenario "steps" {
	thread a {
		${body}
	}
	thread b { x = 1; }
	forbid deadlock;
}
`;

describe('of statements', () => {
  const title = 'remove what no interleaving reaches';
  it('takes them out of their block', () => {
    const text = steps('if (x != 2)\n\t\t\treturn;\n\t\ty = 1;\n\t\ty = 2;');
    expect(mended(text, 'RW0905', title)).toBe(steps('if (x != 2)\n\t\t\treturn;'));
  });

  it('takes a branch away, and leaves one that has to stand there', () => {
    const text = steps('if (x < 2) y = 1; else y = 2;');
    expect(mended(text, 'RW0905', title)).toBe(steps('if (x < 2) y = 1;'));
    const [idle] = shown({ ...known(text), file: name, offset: 0 });
    const texts = { text: () => text, uri: (file: string) => file };
    expect(idle && lspDiagnostics([idle], text, texts)).toMatchObject([
      { code: 'RW0905', tags: [DiagnosticTag.Unnecessary] },
    ]);
    const only = steps('if (x == 2) $0y = 1;');
    const { actions, input } = actionsAt(only, {}, true);
    expect(input.shown.map(({ code }) => code)).toContain('RW0905');
    expect(actions.map((one) => one.title)).not.toContain(title);
  });
});

it('of a property leaves it out of the clause', () => {
  const text = (forbid: string) => `int x;
int fixed;
property p "p" { fixed == 0 };
property q "q" { x < 2 };

scenario "properties" {
	thread a { x = 1; }
	thread b { x = 0; }
	forbid ${forbid};
}
`;
  expect(mended(text('p, q'), 'RW0907', 'do not forbid p')).toBe(text('q'));
  expect(mended(text('q, p'), 'RW0907', 'do not forbid p')).toBe(text('q'));
});

it('of a variant that is another one removes it', () => {
  const text = (more: string) => `int x;
void add(void) { x = x + 1; }
scenario "variants" {
	thread a { add(); }
	thread b { add(); }
	finally { assert(x < 9); }
${more}}
`;
  const same = '\t/// Nothing else.\n\tvariant "same" {\n\t\tkernel v5.10;\n\t}\n';
  expect(mended(text(same), 'RW0908', 'remove this variant')).toBe(text(''));
});

const entries = (body: string) => `scenario "entries" {
	kernel v6.1;
	setup (parent) {
		buf = mmap(PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS);
		populate(parent, buf);
		page = parent->mm->pte[0].page;
	}
	void protect(struct mm_struct *mm, int addr)
	{
		pte_t pte;

		${body}
	}
	thread a (parent) { protect(current->mm, 0); }
	thread b (parent) { user_load(buf); }
	forbid deadlock;
}
`;

describe('of locks', () => {
  it('holds the page-table lock around reading and writing an entry', () => {
    const text = entries('pte = mm->pte[addr];\n\t\tmm->pte[addr] = pte;');
    expect(mended(text, 'RW0901', 'hold mm->page_table_lock here')).toBe(
      entries(
        'spin_lock(&mm->page_table_lock);\n\t\tpte = mm->pte[addr];\n\t\tmm->pte[addr] = pte;\n\t\tspin_unlock(&mm->page_table_lock);',
      ),
    );
  });

  it('takes two of them in the documented order', () => {
    const [page, mmap] = ['lock_page(page);', 'mmap_read_lock(current->mm);'];
    const text = entries(`${page}\n\t\t${mmap}`);
    const title = 'call mmap_read_lock() before lock_page()';
    expect(mended(text, 'RW0903', title)).toBe(entries(`${mmap}\n\t\t${page}`));
  });

  it('tests and sets a flag in one step', () => {
    const text = (body: string) => `scenario "flags" {
	unsigned long word;
	int work;
	void once(void)
	{
		${body}
	}
	thread a { once(); }
	thread b { once(); }
	finally { assert(work <= 2); }
}
`;
    const apart = 'if (!test_bit(0, &word)) {\n\t\t\twork = 1;\n\t\t\tset_bit(0, &word);\n\t\t}';
    const once = 'if (!test_and_set_bit(0, &word)) {\n\t\t\twork = 1;\n\t\t}';
    expect(mended(text(apart), 'RW0904', 'use test_and_set_bit()')).toBe(text(once));
  });
});
