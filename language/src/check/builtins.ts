// The functions that the language itself has. They are called like any other; the checker and the
// compiler know what each means.

export type BuiltinMeaning =
  /** The value of the argument: READ_ONCE, likely. */
  | 'value'
  /** Writes the first argument, a place. */
  | 'write'
  | 'load_pointer'
  | 'store_pointer'
  | 'exchange'
  | 'compare_exchange'
  | 'assert'
  | 'bug_on'
  | 'bug'
  | 'warn_on'
  | 'wait_until'
  | 'violate'
  | 'require'
  | 'any'
  | 'allocate'
  | 'free'
  | 'barrier'
  | 'progress'
  | 'nothing';

export interface Builtin {
  readonly name: string;
  readonly meaning: BuiltinMeaning;
  readonly arguments: number;
  /** As hover shows it. */
  readonly signature: string;
  readonly summary: string;
}

const list: readonly Builtin[] = [
  b('READ_ONCE', 'value', 1, 'READ_ONCE(x)', 'Reads x: one step.'),
  b('WRITE_ONCE', 'write', 2, 'WRITE_ONCE(x, v)', 'Writes v to x: one step.'),
  b('likely', 'value', 1, 'likely(x)', 'The value of x.'),
  b('unlikely', 'value', 1, 'unlikely(x)', 'The value of x.'),
  b(
    'smp_load_acquire',
    'load_pointer',
    1,
    'smp_load_acquire(p)',
    'Reads *p: one step. Its ordering is not judged under memory sc.',
  ),
  b(
    'smp_store_release',
    'store_pointer',
    2,
    'smp_store_release(p, v)',
    'Writes v to *p: one step. Its ordering is not judged under memory sc.',
  ),
  b('data_race', 'value', 1, 'data_race(x)', 'The value of x: a race that is meant.'),
  b(
    'rcu_dereference',
    'value',
    1,
    'rcu_dereference(p)',
    'Reads p, a pointer that RCU protects: one step.',
  ),
  b(
    'rcu_access_pointer',
    'value',
    1,
    'rcu_access_pointer(p)',
    'Reads p, to look at it, not through it: one step.',
  ),
  b(
    'rcu_assign_pointer',
    'write',
    2,
    'rcu_assign_pointer(p, v)',
    'Writes v to p, so that readers find it initialised: one step.',
  ),
  b('xchg', 'exchange', 2, 'xchg(p, v)', 'Writes v to *p and returns the old value, in one step.'),
  b(
    'cmpxchg',
    'compare_exchange',
    3,
    'cmpxchg(p, old, new)',
    'If *p is old, writes new; returns what *p was; one step.',
  ),
  b(
    'assert',
    'assert',
    1,
    'assert(condition)',
    'Breaks the property assertion and ends the run unless the condition holds.',
  ),
  b(
    'BUG_ON',
    'bug_on',
    1,
    'BUG_ON(condition)',
    'Breaks the property assertion and ends the run if the condition holds.',
  ),
  b('VM_BUG_ON', 'bug_on', 1, 'VM_BUG_ON(condition)', 'As BUG_ON().'),
  b('BUG', 'bug', 0, 'BUG()', 'Breaks the property assertion and ends the run.'),
  b(
    'WARN_ON',
    'warn_on',
    1,
    'WARN_ON(condition)',
    'Breaks the property warning if the condition holds; returns the condition.',
  ),
  b('WARN_ON_ONCE', 'warn_on', 1, 'WARN_ON_ONCE(condition)', 'As WARN_ON().'),
  b('VM_WARN_ON_ONCE', 'warn_on', 1, 'VM_WARN_ON_ONCE(condition)', 'As WARN_ON().'),
  b(
    'wait_until',
    'wait_until',
    1,
    'wait_until(condition)',
    'One step that exists only while the condition holds.',
  ),
  b(
    'violate',
    'violate',
    1,
    'violate(property)',
    'Marks the step before as one that breaks the property; the run goes on.',
  ),
  b(
    'require',
    'require',
    2,
    'require(property, condition)',
    'Breaks the property unless the condition holds; may read ghost state; no step; the run goes on.',
  ),
  b(
    'any',
    'any',
    2,
    'any(low, high)',
    'Some value of low .. high; every one is explored. One step.',
  ),
  b(
    'pool_alloc',
    'allocate',
    1,
    'pool_alloc(pool)',
    'A free object of the pool, with the contents it had. One step. An exhausted pool makes the verdict bounded.',
  ),
  b(
    'pool_free',
    'free',
    1,
    'pool_free(p)',
    'Gives the object back to its pool: using it afterwards is use_after_free. One step.',
  ),
  b('smp_mb', 'barrier', 0, 'smp_mb()', 'A barrier: no step, and not judged under memory sc.'),
  b('smp_wmb', 'barrier', 0, 'smp_wmb()', 'A barrier: no step, and not judged under memory sc.'),
  b('smp_rmb', 'barrier', 0, 'smp_rmb()', 'A barrier: no step, and not judged under memory sc.'),
  b(
    'smp_mb__before_atomic',
    'barrier',
    0,
    'smp_mb__before_atomic()',
    'A barrier: no step, and not judged under memory sc.',
  ),
  b(
    'smp_mb__after_atomic',
    'barrier',
    0,
    'smp_mb__after_atomic()',
    'A barrier: no step, and not judged under memory sc.',
  ),
  b('dsb', 'barrier', 1, 'dsb(ishst)', 'A barrier: no step, and not judged under memory sc.'),
  b('isb', 'barrier', 0, 'isb()', 'A barrier: no step, and not judged under memory sc.'),
  b('barrier', 'barrier', 0, 'barrier()', 'A compiler barrier: no step.'),
  b(
    'progress',
    'progress',
    0,
    'progress()',
    'Marks the step before as progress: what repeats it for ever is no livelock. No step.',
  ),
  b('cpu_relax', 'nothing', 0, 'cpu_relax()', 'No step.'),
];

function b(
  name: string,
  meaning: BuiltinMeaning,
  count: number,
  signature: string,
  summary: string,
): Builtin {
  return { name, meaning, arguments: count, signature, summary };
}

export const builtins: ReadonlyMap<string, Builtin> = new Map(
  list.map((entry) => [entry.name, entry]),
);

/** Names of values that the language has. */
export const builtinValues = ['NULL', 'true', 'false', 'this_thread', 'NO_THREAD'] as const;
