// Diagnostics about meaning: names, types, steps, scenarios, releases, limits.
import type { CatalogEntry } from './catalog.ts';

const entry = (severity: CatalogEntry['severity'], title: string, explanation: string) => ({
  severity,
  title,
  explanation,
});

export const meaningCatalog = {
  RW0201: entry(
    'error',
    'unknown name',
    'Nothing of this name is declared here, in an included file, or in the kernel library. Check the spelling; declare a variable, or include the file that has it.',
  ),
  RW0202: entry(
    'error',
    'declared twice',
    'Two declarations of the same name stand in one scope. Function bodies may repeat a name only with release ranges that do not overlap.',
  ),
  RW0203: entry(
    'error',
    'unknown function',
    'No function of this name is declared here or in the kernel library. A function that is not modelled must be written: a body with the shared accesses that matter is enough.',
  ),
  RW0204: entry(
    'error',
    'no such field',
    'The struct or word has no field of this name. The library models only the fields that matter for the races it covers; a struct of your own can have others.',
  ),
  RW0205: entry(
    'error',
    'include not found',
    'The included file does not exist. Paths are relative to the including file; the kernel library needs no include.',
  ),
  RW0206: entry('error', 'include cycle', 'A file includes itself, directly or through others.'),
  RW0207: entry(
    'information',
    'replaces a library function',
    'A function with the name of a library function takes its place everywhere in this file, in calls made by the library too. Put it into a variant if only that variant should have it.',
  ),
  RW0208: entry(
    'error',
    'wrong kind of name',
    'The name means something else than what is needed here: a type where a value is wanted, a variable where a property is wanted.',
  ),
  RW0301: entry(
    'error',
    'types do not fit',
    'The value has a type that cannot be converted to the one that is needed here.',
  ),
  RW0302: entry(
    'error',
    'wrong number of arguments',
    'A call must give one argument for each parameter.',
  ),
  RW0303: entry(
    'error',
    'not a constant',
    'Array lengths, widths, enumerators, case labels and initializers of globals must be known when the text is read.',
  ),
  RW0304: entry(
    'error',
    'unknown type',
    'No type of this name is declared here or in the kernel library.',
  ),
  RW0305: entry(
    'error',
    'value out of range',
    'The constant does not fit into the type. Integers are modelled with at most 32 bits; nothing wraps silently.',
  ),
  RW0306: entry(
    'error',
    'type not possible here',
    'Objects (struct) live in variables, pools and fields and are reached by pointers; words (typedef struct) are values. Arrays have a constant length and stand in globals and fields.',
  ),
  RW0307: entry(
    'error',
    'cannot be assigned',
    'The left side must be a variable, a field, an array element or what a pointer points to, and not const.',
  ),
  RW0308: entry(
    'error',
    'part of a word written alone',
    'A word such as pte_t is one memory location: hardware and other CPUs see it change as a whole. Read it, change the copy, and write it back; then the steps are those of the real code.',
  ),
  RW0401: entry(
    'error',
    'ghost state read by code',
    'Ghost state records what a property needs. Code may write it but never depend on it, or the model would behave differently from the code it stands for.',
  ),
  RW0402: entry(
    'error',
    'real state written in a ghost context',
    'ghost { }, properties, observations, witnesses and finally only look: they cannot change real state, wait, or choose.',
  ),
  RW0403: entry(
    'error',
    'may be read before it is set',
    'On some path the variable is used before it has a value. In C that is undefined; give it an initial value.',
  ),
  RW0404: entry(
    'error',
    'recursion',
    'Calls are expanded, so a function cannot call itself, directly or through others. Write the repetition as a loop.',
  ),
  RW0405: entry(
    'error',
    'statement out of place',
    'break and continue belong into loops (break into switch, too), goto needs its label in the same function and cannot jump into atomic { } from outside, return values must match the function.',
  ),
  RW0406: entry(
    'error',
    'loop without a step never ends',
    'Nothing in this loop reads or writes shared state, and nothing leaves it: the thread would never take another step.',
  ),
  RW0407: entry(
    'error',
    'not modelled',
    'This construct of C has no meaning in the model. The message says what to write instead.',
  ),
  RW0408: entry(
    'error',
    'choice in setup',
    'setup runs once, before exploration, so it must have one result. Move any() and choose into a thread.',
  ),
  RW0409: entry(
    'error',
    'setup fails',
    'setup must run to its end: an assertion failed, a NULL pointer was followed, or it waits for something that nobody can do.',
  ),
  RW0501: entry(
    'warning',
    'scenario forbids nothing',
    'Without forbid, assert, BUG_ON, invariant or finally, nothing that matters to this scenario can fail; only deadlocks and misuse of memory would be noticed.',
  ),
  RW0502: entry(
    'error',
    'unknown property',
    'forbid and expect name properties: declared ones of this file or the library, or built-in ones (deadlock, assertion, use_after_free, null_dereference, out_of_bounds, overflow, lock_misuse, warning).',
  ),
  RW0503: entry(
    'error',
    'expected but not forbidden',
    'Only forbidden (and built-in) properties are watched, so this one can never be reported. Add it to forbid.',
  ),
  RW0504: entry('error', 'scenario has no threads', 'A scenario needs at least one thread.'),
  RW0505: entry('error', 'given twice', 'This clause may stand only once here.'),
  RW0506: entry(
    'error',
    'no processes',
    'setup (NAME) and thread NAME (process) need a kernel library: a function create_process() and a thread_local variable current.',
  ),
  RW0507: entry(
    'error',
    'out of place in a variant',
    'A variant changes the kernel: release, patches, function bodies, and what is forbidden and expected. Threads and setup are the scenario’s.',
  ),
  RW0508: entry(
    'warning',
    'property declared but not forbidden',
    'A property is watched only where forbid names it. Write invariant instead of property, or add it to forbid.',
  ),
  RW0509: entry(
    'error',
    'memory model not supported',
    'Only memory sc (sequential consistency) exists so far. A verdict under sc says nothing about missing barriers.',
  ),
  RW0510: entry(
    'error',
    'columns can not be followed',
    'The cells of CPU columns in a schedule are held against the program, step by step. At this cell its thread can not do what the cell says: it would do something else next, or with other values, or it is over or has to wait. Columns are of one variant: where another can not follow them, write the schedule into the variant.',
  ),
  RW0511: entry(
    'warning',
    'ghost state that nothing reads',
    'Ghost state exists for properties, and no code may depend on it. This variable is written, but no property, assertion, observation or witness of this text looks at it, so it can show nothing. Is the property that should read it missing, or does it read another one?',
  ),
  RW0601: entry(
    'error',
    'function not in this release',
    'The function has no body for the release in force. Choose another release with kernel, or call what took its place.',
  ),
  RW0602: entry(
    'information',
    'no release chosen',
    'A function that differs between releases is used, and the scenario names none. The newest body is taken. Write kernel v5.13; to choose.',
  ),
  RW0603: entry(
    'error',
    'unknown patch',
    'No patch of this name is declared in this file, its includes or the library.',
  ),
  RW0604: entry(
    'error',
    'body does not match',
    'A body that replaces another must have the same parameters and result.',
  ),
  RW0605: entry(
    'error',
    'patches collide',
    'Two of the patches replace the same function. Write a patch that does both.',
  ),
  RW0606: entry(
    'error',
    'patch without effect in this release',
    'Every body of the patch is for other releases than the one in force, so the patch would change nothing. Choose a release it was written for, or give it a body for this one.',
  ),
  RW0607: entry(
    'warning',
    'body is never called',
    'The function, or every function of the patch, is not called by any thread of this scenario, so the variant behaves as without it. Is the name right, and the release?',
  ),
  RW0701: entry(
    'error',
    'program too large',
    'Calls are expanded in place, and the expanded program has more instructions than program_instructions_max. Call less, or split the scenario.',
  ),
  RW0702: entry(
    'error',
    'too many threads',
    'The number of interleavings grows with every thread; threads_max bounds them.',
  ),
  RW0703: entry(
    'error',
    'too many objects',
    'Globals and pools of this scenario need more slots than slots_max. Make the pools smaller.',
  ),
  RW0704: entry('error', 'file too large', 'Files over source_bytes_max are not read.'),
} as const satisfies Record<string, CatalogEntry>;
