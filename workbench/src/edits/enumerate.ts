// All edits of the code that a variant runs which take something away.
import { textOf } from '@racewalk/language';
import type { Program } from '@racewalk/simulator';
import type { Subject } from './apply.ts';
import { withoutCalls } from './calls.ts';
import { type Code, type Edit, numbered, type Removal } from './edit.ts';
import { withoutLocks } from './locks.ts';
import { withoutAtomicity, withoutOrder } from './order.ts';
import { runCode } from './run-code.ts';
import { withoutTests } from './tests.ts';

const makers: readonly ((code: Code, text: string) => readonly Edit<Removal>[])[] = [
  withoutLocks,
  withoutTests,
  withoutCalls,
  withoutAtomicity,
  withoutOrder,
];

/**
 * In the order of the code, then of kinds, then of the text.
 * Example: `removalsOf(subject, program).map(nameOf)`.
 */
export function removalsOf(subject: Subject, program: Program): readonly Edit<Removal>[] {
  return numbered(
    runCode(subject, program).flatMap((code) => {
      const text = textOf(subject.analysis, code.file) ?? '';
      return makers.flatMap((make) => make(code, text));
    }),
  );
}
