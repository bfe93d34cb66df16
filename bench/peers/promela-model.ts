// The scenario of race-model.ts as somebody who knows Spin well would write it for speed: scalars of
// one bit, so that constant places need no index; what only one process uses is local to it, which
// its partial order reduction can see; a step that is one step is a d_step; a local is zero where it
// is dead. One statement is one step of the scenario, so distinct states and transitions are equal.
import { below, type Size, sizeName } from './size.ts';

export function promelaModel(size: Size): string {
  const { processes, pages } = size;
  const names = (prefix: string, width = ''): string =>
    below(pages)
      .map((page) => `${prefix}${page}${width}`)
      .join(', ');
  return `/* The race of the bench, ${sizeName(size)}: processes x pages. */
#define STALE    0
#define CLEARING 1
#define CLEARED  2
#define STORED   3

#define take(lock) d_step { !lock; lock = 1 }

#define sync_tags(tags, mte_lock, mte_tagged) \\
	if \\
	:: mte_tagged \\
	:: else -> \\
		if \\
		:: mte_lock -> mte_tagged \\
		:: d_step { !mte_lock; mte_lock = 1 }; \\
			d_step { assert(tags != STORED); tags = CLEARING }; \\
			tags = CLEARED; \\
			mte_tagged = 1 \\
		fi \\
	fi

#define load_tags(tags) assert(tags == CLEARED || tags == STORED)

unsigned ${names('tags', ' : 2')};
bit ${names('mte_lock')};
bit ${names('mte_tagged')};
bit ${names('pte')};
bit ${names('stage2_')};
bit page_table_lock, mmu_lock, invalidate_in_progress;
byte invalidate_seq;

${proctype('vmm', size, '', touchLocked)}
${proctype('vcpu', size, '\tbyte seq;\n', guestStore)}
${proctype('mprotect', size, '', protect)}
${below(processes - 1)
  .map((child) => proctype(`child${child + 1}`, size, `\tbit ${names('own_pte')};\n`, touch))
  .join('\n')}`;
}

function proctype(
  name: string,
  size: Size,
  locals: string,
  body: (page: number, size: Size) => string,
): string {
  const bodies = below(size.pages).map((page) => `${body(page, size)};\n`);
  return `active proctype ${name}()\n{\n${locals}${bodies.join('')}end:\tfalse\n}\n`;
}

function syncTags(page: number): string {
  return `sync_tags(tags${page}, mte_lock${page}, mte_tagged${page})`;
}

function touch(page: number): string {
  return `	${syncTags(page)};
	own_pte${page} = 1;
	load_tags(tags${page})`;
}

function touchLocked(page: number): string {
  return `	take(page_table_lock);
	${syncTags(page)};
	pte${page} = 1;
	page_table_lock = 0;
	load_tags(tags${page})`;
}

function guestStore(page: number, { pages }: Size): string {
  const next = page + 1 === pages ? 'end' : `fault${page + 1}`;
  return `fault${page}:
	seq = invalidate_seq;
	if
	:: d_step { invalidate_in_progress; seq = 0 } -> goto fault${page}
	:: else
	fi;
	if
	:: d_step { !pte${page}; seq = 0 } -> goto fault${page}
	:: else
	fi;
	take(mmu_lock);
	if
	:: d_step { invalidate_in_progress; seq = 0 } -> goto retry${page}
	:: else
	fi;
	if
	:: d_step { invalidate_seq != seq; seq = 0 } -> goto retry${page}
	:: d_step { invalidate_seq == seq; seq = 0 }
	fi;
	${syncTags(page)};
	stage2_${page} = 1;
	mmu_lock = 0;
	if
	:: d_step { stage2_${page}; tags${page} = STORED } -> goto ${next}
	:: !stage2_${page} -> goto fault${page}
	fi;
retry${page}:
	mmu_lock = 0;
	goto fault${page}`;
}

function protect(page: number): string {
  return `	take(mmu_lock);
	invalidate_in_progress = 1;
	stage2_${page} = 0;
	mmu_lock = 0;
	take(page_table_lock);
	if
	:: pte${page} ->
		pte${page} = 0;
		pte${page} = 1
	:: else
	fi;
	page_table_lock = 0;
	take(mmu_lock);
	invalidate_seq++;
	invalidate_in_progress = 0;
	mmu_lock = 0`;
}
