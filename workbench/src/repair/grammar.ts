// The grammar of repairs: which edits of a failing variant are candidates. Code that the failing run does
// not go through is left alone: what is changed there leaves the run as it is.
import { textOf } from '@racewalk/language';
import { type Program, type Run, replay } from '@racewalk/simulator';
import type { Subject } from '../edits/apply.ts';
import { type Code, type Edit, numbered, type Repair } from '../edits/edit.ts';
import { type Statements, statementsOf } from '../edits/reached.ts';
import { runCode } from '../edits/run-code.ts';
import { mergedTests, movedStatements, splitTests } from './flag-order.ts';
import { lockedStatements, rechecked } from './lock-around.ts';
import { lockBits } from './lock-bit.ts';

/** Repairs that bring no lock: the order of what is there. */
export const orders: ReadonlySet<Repair> = new Set<Repair>([
  'move a statement',
  'split test and set',
  'merge test and set',
]);

/** All candidates of the grammar for one failing run, cheapest kinds first. */
export function repairsOf(subject: Subject, program: Program, run: Run): readonly Edit<Repair>[] {
  const met = metBy(program, run);
  const edits = runCode(subject, program)
    .filter(({ kind }) => kind === 'function')
    .flatMap((code) => made(subject, program, code))
    .filter(({ code, around }) => met.begun(code, around) === 'yes');
  return numbered(edits).toSorted((a, b) => rank(a.kind) - rank(b.kind));
}

function made(subject: Subject, program: Program, code: Code): readonly Edit<Repair>[] {
  const text = textOf(subject.analysis, code.file) ?? '';
  return [
    ...movedStatements(code, text),
    ...splitTests(code, text),
    ...mergedTests(code, text),
    ...lockBits(subject, program, code, text),
    ...rechecked(subject, code, text),
    ...lockedStatements(subject, code, text),
  ];
}

function rank(kind: Repair): number {
  switch (kind) {
    case 'split test and set':
      return 0;
    case 'merge test and set':
      return 1;
    case 'move a statement':
      return 2;
    case 'lock bit':
      return 3;
    case 'recheck after a lock':
      return 4;
    case 'take a lock':
      return 5;
  }
}

/** The statements of the run, by the steps and effects in them. */
function metBy(program: Program, run: Run): Statements {
  const pcs = replay(program, run).steps.flatMap(({ pc, effects }) => [
    pc,
    ...effects.map((effect) => effect.pc),
  ]);
  return statementsOf(program, new Set(pcs));
}
