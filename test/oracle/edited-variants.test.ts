// A variant that carries the functions its threads run, unchanged, has the runs of the variant: what edits are made of
// adds nothing of its own.

import { kernelLibrary } from '@racewalk/kernel';
import { analyse } from '@racewalk/language';
import { programIdentity } from '@racewalk/simulator';
import { applied, type Edit, removalsOf } from '@racewalk/workbench';
import { describe, expect, test } from 'vitest';
import { bundledFiles, bundledVariants } from './bundled-variants.ts';

describe.each(bundledFiles)('%s', (name) => {
  test('is the same with its functions written out', () => {
    const text = [...bundledVariants(name)][0]?.text ?? '';
    const analysis = analyse({ name, text }, () => undefined, kernelLibrary);
    for (const [scenario, { variants }] of analysis.scenarios.entries()) {
      // The last one: a variant with clauses and functions of its own, where there is one.
      const variant = variants.length - 1;
      const subject = { analysis, scenario, variant };
      const { program } = analysis.compile(scenario, variant);
      if (program === undefined) throw new Error(`${name} does not compile`);
      const bodies = new Map<object, Edit>();
      for (const edit of removalsOf(subject, program)) bodies.set(edit.code.block, edit);
      const unchanged = [...bodies.values()].map((edit) => {
        const { start } = edit.code.block;
        return { ...edit, changes: [{ start, end: start, text: '' }] };
      });
      const after = applied(subject, unchanged, 'written out');
      const errors = after.analysis.diagnostics.filter(({ severity }) => severity === 'error');
      expect(errors.map(({ message }) => message)).toEqual([]);
      const same = after.analysis.compile(scenario, after.variant).program;
      expect(same && programIdentity(same) === programIdentity(program)).toBe(true);
    }
  }, 120_000);
});
