// Locks that exist and that a function can name: global ones, and those in objects that its variables point to.
import { type Analysis, modelOf, symbolAt, type Type } from '@racewalk/language';
import type { Subject } from '../edits/apply.ts';
import type { Code } from '../edits/edit.ts';
import { realNodes } from '../edits/statements.ts';

/** Statements that take a lock and give it back. */
export interface LockCalls {
  readonly take: string;
  readonly give: string;
}

const kinds: readonly (readonly [string, string, string])[] = [
  ['spinlock', 'spin_lock', 'spin_unlock'],
  ['rwlock', 'write_lock', 'write_unlock'],
  ['mutex', 'mutex_lock', 'mutex_unlock'],
  ['rw_semaphore', 'down_write', 'up_write'],
];

/** Those in scope at an offset of the code. */
export function locksInReach(subject: Subject, code: Code, offset: number): readonly LockCalls[] {
  const ofVariables = variablesOf(subject.analysis, code, offset).flatMap(({ name, type }) =>
    locksOf(name, type),
  );
  return [...globalLocks(subject), ...ofVariables];
}

function globalLocks({ analysis, scenario }: Subject): readonly LockCalls[] {
  const { scenarios, scope } = modelOf(analysis);
  const found: LockCalls[] = [];
  for (let open = scenarios[scenario]?.scope ?? scope; ; ) {
    for (const symbol of open.values.values()) {
      if (symbol.kind === 'variable' && symbol.storage === 'global')
        found.push(...callsFor(`&${symbol.name}`, symbol.type));
    }
    if (open.parent === undefined) return found;
    open = open.parent;
  }
}

function callsFor(target: string, type: Type): readonly LockCalls[] {
  if (type.kind !== 'struct') return [];
  const { name } = type;
  return kinds
    .filter(([kind]) => kind === name)
    .map(([, take, give]) => ({ take: `${take}(${target});`, give: `${give}(${target});` }));
}

function locksOf(variable: string, type: Type): readonly LockCalls[] {
  if (type.kind !== 'pointer' || type.to.kind !== 'struct') return [];
  const inside = type.to.fields.flatMap((field) =>
    callsFor(`&${variable}->${field.name}`, field.type),
  );
  // The lock of a page is a bit of its flags.
  const page =
    type.to.name === 'page'
      ? [{ take: `lock_page(${variable});`, give: `unlock_page(${variable});` }]
      : [];
  return [...inside, ...page];
}

interface Variable {
  readonly name: string;
  readonly type: Type;
}

/** Parameters, and locals that are declared before the offset. */
function variablesOf(analysis: Analysis, code: Code, offset: number): readonly Variable[] {
  const parameters = code.kind === 'function' ? code.body.parameters : [];
  const locals = realNodes(code.block).flatMap((node): readonly Variable[] => {
    if (node.kind !== 'InitializedDeclarator' || node.end > offset) return [];
    const symbol = symbolAt(analysis, code.file, node.declarator.name.start)?.symbol;
    return symbol?.kind === 'variable' ? [symbol] : [];
  });
  return [...parameters, ...locals];
}
