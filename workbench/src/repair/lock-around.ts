// Repairs by a lock that exists: around neighbouring statements, or with the test repeated under it.
import type { Node, tree } from '@racewalk/language';
import type { Subject } from '../edits/apply.ts';
import { type Code, type Edit, oneLine, type Repair } from '../edits/edit.ts';
import { headOf, movable } from '../edits/order.ts';
import { calledBy, realNodes, sequences } from '../edits/statements.ts';
import { pairs } from '../edits/vocabulary.ts';
import { replacing } from './flag-order.ts';
import { locksInReach } from './locks-in-reach.ts';

/** Statements that a lock is taken around: more are a function of their own. */
const lockedMax = 3;

export function lockedStatements(
  subject: Subject,
  code: Code,
  text: string,
): readonly Edit<Repair>[] {
  return sequences(code.block).flatMap((statements) =>
    runsOf(statements).flatMap((run) => {
      const first = run[0];
      const last = run.at(-1);
      if (first === undefined || last === undefined) return [];
      const span = { start: first.start, end: last.end };
      const own = text.slice(span.start, span.end);
      return locksInReach(subject, code, span.start).map(({ take, give }) =>
        replacing(code, span, 'take a lock', {
          text: `${take}\n${own}\n${give}`,
          sentence: `${take.slice(0, -1)} around ${run.map((one) => headOf(one, text)).join('; ')}`,
        }),
      );
    }),
  );
}

/** Neighbours that control neither leaves nor enters from elsewhere. */
function runsOf(statements: readonly tree.Statement[]): readonly (readonly tree.Statement[])[] {
  return statements.flatMap((_, from) =>
    Array.from({ length: lockedMax }, (_none, more) => statements.slice(from, from + more + 1))
      .filter((run, more) => run.length === more + 1)
      .filter((run) => run.every((one) => lockable(one))),
  );
}

/** A declaration stays where it is: the lock is taken before it. */
function lockable(statement: tree.Statement): boolean {
  const may = movable(statement) || statement.kind === 'Variable';
  return may && !leaves(statement) && !isLocking(statement);
}

const jumps: ReadonlySet<Node['kind']> = new Set<tree.Statement['kind']>([
  'Return',
  'Goto',
  'Break',
  'Continue',
  'Labeled',
]);

function leaves(statement: tree.Statement): boolean {
  return realNodes(statement).some(({ kind }) => jumps.has(kind));
}

const locking: ReadonlySet<string> = new Set(pairs.flat());

function isLocking(statement: tree.Statement): boolean {
  return locking.has(calledBy(statement)?.callee.text ?? '');
}

/**
 * `if (test) { lock; if (test) work; unlock; }` for a test that changes nothing: under the lock that is taken there,
 * or under another.
 */
export function rechecked(subject: Subject, code: Code, text: string): readonly Edit<Repair>[] {
  return realNodes(code.block).flatMap((node) => {
    if (node.kind !== 'If' || node.alternative !== undefined) return [];
    if (changes(node.condition) || leaves(node.consequent)) return [];
    const test = text.slice(node.condition.start, node.condition.end);
    const work = text.slice(node.consequent.start, node.consequent.end);
    const under = lockedInside(node.consequent, text);
    const inside = under.map(({ lock, span }) =>
      replacing(code, span, 'recheck after a lock', {
        text: `if (${test}) {\n${text.slice(span.start, span.end)}\n}`,
        sentence: `under ${lock} once more if (${oneLine(test)})`,
      }),
    );
    const around = locksInReach(subject, code, node.start).map(({ take, give }) =>
      replacing(code, node, 'recheck after a lock', {
        text: `if (${test}) {\n${take}\nif (${test})\n${work}\n${give}\n}`,
        sentence: `${take.slice(0, -1)} and once more if (${oneLine(test)})`,
      }),
    );
    return [...inside, ...around];
  });
}

/** What stands between a lock that a block begins with and ends with: `spin_lock(&lru_lock)`. */
function lockedInside(
  statement: tree.Statement,
  text: string,
): readonly { readonly lock: string; readonly span: tree.Span }[] {
  if (statement.kind !== 'Block') return [];
  const { statements } = statement;
  const [take, give] = [statements[0], statements.at(-1)].map((one) =>
    one === undefined ? undefined : calledBy(one),
  );
  const [first, last] = [statements[1], statements.at(-2)];
  if (take === undefined || give === undefined || statements.length < 3) return [];
  if (first === undefined || last === undefined) return [];
  const isPair = pairs.some(([a, b]) => a === take.callee.text && b === give.callee.text);
  const [taken, given] = [take, give].map(({ callee, end }) =>
    oneLine(text.slice(callee.end, end)),
  );
  if (!isPair || taken !== given) return [];
  return [{ lock: `${take.callee.text}${taken}`, span: { start: first.start, end: last.end } }];
}

function changes(condition: tree.Expression): boolean {
  return realNodes(condition).some(
    (node) =>
      node.kind === 'Assignment' ||
      node.kind === 'Update' ||
      (node.kind === 'Call' && /test_and_|trylock|_unless_|^try_/u.test(node.callee.text)),
  );
}
