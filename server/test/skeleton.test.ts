import { kernelLibrary } from '@racewalk/kernel';
import { analyse } from '@racewalk/language';
import { describe, expect, it } from 'vitest';
import { skeletonOf } from '../src/features/skeleton.ts';

const pasted = `On Tue, somebody wrote:

CPU 0 (vmm)                    CPU 1 (child)
-----------                    -------------
increment()
  read counter: 0
                               increment()
`;

describe('a scenario from pasted columns', () => {
  it('has a thread for each column, and the columns as its schedule', () => {
    expect(skeletonOf(pasted)).toMatchInlineSnapshot(`
      "/// From columns: write what each thread does; errors in the schedule say what is still missing.
      scenario "from columns" {
      	thread vmm {
      		// increment()
      		// read counter: 0
      	}

      	thread child {
      		// increment()
      	}

      	schedule {
      CPU 0 (vmm)                    CPU 1 (child)
      -----------                    -------------
      increment()
        read counter: 0
                                     increment()
      	}
      }
      "
    `);
  });

  it('is a text of the language: only what the threads do is missing', () => {
    const text = skeletonOf(pasted) ?? '';
    const analysis = analyse({ name: 'a', text }, () => undefined, kernelLibrary);
    const errors = analysis.diagnostics.filter(({ severity }) => severity === 'error');
    expect(errors).toEqual([]);
    expect(analysis.scenarios).toHaveLength(1);
  });

  it('needs columns', () => {
    expect(skeletonOf('no columns\nat all\n')).toBeUndefined();
  });
});
