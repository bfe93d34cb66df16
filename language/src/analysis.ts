// The contract between the language and everything that shows or runs a scenario.
import type { Display, Expression, Fragment, Program, RegisterId } from '@racewalk/simulator';
import type { Diagnostic } from './diagnostics/diagnostic.ts';
import type { SetupRuns } from './lower/kept-setup.ts';
import type { StatementRecorder } from './lower/recorded-statements.ts';
import type { StandIns } from './lower/stand-ins.ts';
import type { Span } from './syntax/tree.ts';

/** A text under a name. Names use `/`; a library file is `kernel:/mm/mprotect.race`. */
export interface SourceFile {
  readonly name: string;
  readonly text: string;
}

/** Gives the text behind the name an `#include` resolves to, or undefined if there is none. */
export type Loader = (name: string) => string | undefined;

/** What a scenario or variant says it expects. */
export interface Expectation extends Span {
  /** The properties that some interleaving violates; empty for `pass`. */
  readonly properties: readonly string[];
}

export interface VariantInfo {
  /** The title; `as written` for the scenario itself. */
  readonly name: string;
  /** The title's place; for `as written`, the scenario's title. */
  readonly title: Span;
  readonly whole: Span;
  /** The release in force: `v5.13`. */
  readonly release: string;
  readonly patches: readonly string[];
  readonly expect: Expectation | undefined;
}

export interface ScenarioInfo {
  readonly name: string;
  readonly title: Span;
  readonly whole: Span;
  /** Lines of the `///` comment above it. */
  readonly story: readonly string[];
  /** Texts of its `source` clauses. */
  readonly sources: readonly string[];
  /** Never empty: the first is the scenario as written. */
  readonly variants: readonly VariantInfo[];
}

/** One text with all it includes, parsed, resolved and typed. */
export interface Analysis {
  readonly file: SourceFile;
  /** The included files, by name. Library files are not among them. */
  readonly includes: readonly SourceFile[];
  /** Names of includes that the loader did not know. */
  readonly missing: readonly string[];
  /** For the file and its includes; ordered by file, then place. */
  readonly diagnostics: readonly Diagnostic[];
  readonly scenarios: readonly ScenarioInfo[];
  /** Compiles one variant. Never throws on user input. Results are not cached. */
  compile(scenario: number, variant: number, options?: CompileOptions): Compilation;
}

export interface CompileOptions {
  /** Marks the end of every call that costs something: `counts:` lines, barriers, xchg, cmpxchg. */
  readonly counting?: boolean;
  /** What setup left before is taken over where it cannot differ; the program has the same runs. */
  readonly setups?: SetupRuns;
  /** Keeps where the statements of threads went: see `StandIns`. */
  readonly statements?: StatementRecorder;
  /**
   * What stands in for statements that no run is thought to begin. Only a search that does not break
   * `standInProperty` has explored the program.
   */
  readonly standIns?: StandIns | undefined;
  /** Numbers of stand-ins in whose place the statement is lowered after all, with all that it calls. */
  readonly lowered?: ReadonlySet<number>;
  /** In place of the release that the variant names. */
  readonly release?: Release;
}

/** Example: `{ text: 'v5.13', number: 5013 }`. */
export interface Release {
  readonly text: string;
  readonly number: number;
}

/** A body of a function that a program was made from. */
export interface UsedBody {
  readonly name: string;
  readonly file: string;
  /** Where its name stands in the file. */
  readonly start: number;
  readonly library: boolean;
}

/** What a verdict rests on; printed with it. */
export interface Ledger {
  readonly engine: string;
  readonly release: string;
  readonly patches: readonly string[];
  /** `sc`; with a note when the program has barriers, which sc does not judge. */
  readonly memory: string;
  readonly notes: readonly string[];
  /** Sizes of the pools and arrays in use: `pages: 4`. */
  readonly bounds: readonly string[];
  /** `abstracts:` lines of the library functions in use. */
  readonly abstractions: readonly string[];
}

export interface Compilation {
  /** Undefined where an error stopped it. */
  readonly program: Program | undefined;
  /** The program without the marks that `CompileOptions.counting` asks for; made when it is asked for. */
  unmarked(): Program | undefined;
  /** Errors and warnings of this variant alone, in the scenario's file. */
  readonly diagnostics: readonly Diagnostic[];
  readonly ledger: Ledger;
  /** Place of the k-th `schedule` step, for a step that turns out not to be enabled. */
  readonly schedule: readonly Span[];
  /** The function bodies in use, setup's included, in order of first use. */
  readonly bodies: readonly UsedBody[];
  /**
   * Numbers of stand-ins (`CompileOptions.standIns`) for which an error may be none of the whole text. Where there are
   * none, it is.
   */
  readonly doubtful: readonly number[];
  /** Nothing was lowered of the functions that are not those of the stand-ins' program: they may have errors. */
  readonly hidesChange: boolean;
  /**
   * The parameters and locals of a call: `frame` is an index into `Program.frames`. With `pc`, where
   * the thread rests, only those whose name can be used there: declared before, and not hidden by
   * another. Empty for frames that are of no thread, and where nothing was compiled.
   */
  variables(frame: number, pc?: number): readonly FrameVariable[];
  /** The thread_local variables that the thread's code uses; `thread` indexes `Program.threads`. */
  threadVariables(thread: number): readonly FrameVariable[];
  /** One expression; see `queries`, which is cheaper for several of one scope. */
  query(text: string, scope: QueryScope): Query | QueryError;
  /**
   * Expressions to evaluate in states of `program`, each with its own answer; those that are fine
   * share one program. Never throws on a text.
   */
  queries(texts: readonly string[], scope: QueryScope): readonly (Query | QueryError)[];
  /** What can be named in an expression there, for completion; ordered by name. */
  namesIn(scope: QueryScope): readonly ScopeName[];
}

/** Where an expression is meant. Without a thread: as a property would mean it. */
export interface QueryScope {
  /** Index into `Program.threads`: whose `current` and `this_thread`. That of `frame`, if left out. */
  readonly thread?: number | undefined;
  /** Index into `Program.frames`: whose locals and parameters. */
  readonly frame?: number | undefined;
  /** Where the thread rests; without it all locals of the frame can be named, the outer of two. */
  readonly pc?: number | undefined;
}

/** An expression that can be evaluated: `new Evaluator(query.program).evaluate(query.fragment, state)`. */
export interface Query {
  /**
   * The compilation's program with code for the expression behind its own. Slots, registers and
   * instructions that were there keep their numbers: states of the one are states of the other.
   */
  readonly program: Program;
  /** For an aggregate it has no result of its own: the leaves have. */
  readonly fragment: Fragment;
  /** As in C: `struct page *`. */
  readonly type: string;
  readonly display: Display;
  /** Registers of threads that it may read; where one is not live in a state, it has no value. */
  readonly reads: readonly RegisterId[];
  /** `&pte`: the value is a pointer to that local, and the leaves are those of what it points to. */
  readonly reference: string | undefined;
  /** The integers and pointers of a struct, word or array; undefined for a plain value. */
  readonly leaves: readonly QueryLeaf[] | undefined;
  /** Leaves beyond the first 256. */
  readonly leavesOmitted: number;
  /** What it unfolds to by one level: fields, elements, what a pointer points to. */
  readonly members: readonly QueryMember[];
  /** Members beyond the first 256. */
  readonly membersOmitted: number;
}

export interface QueryLeaf {
  /** Behind the expression: `.flags`, `[2].owner`. */
  readonly suffix: string;
  readonly type: string;
  readonly display: Display;
  readonly fragment: Fragment;
  readonly reads: readonly RegisterId[];
}

export interface QueryMember {
  /** `flags`, `[2]`, or `*` and the expression. */
  readonly name: string;
  readonly type: string;
  /** An expression for it, in the same scope. */
  readonly text: string;
}

/** Why a text cannot be evaluated; `start` and `end` lie within it. Told by `'message' in answer`. */
export interface QueryError extends Span {
  readonly message: string;
}

export interface ScopeName {
  readonly name: string;
  readonly kind:
    | 'local'
    | 'parameter'
    | 'thread_local'
    | 'global'
    | 'constant'
    | 'function'
    | 'builtin'
    | 'word';
  /** Of its value or result; empty for a word of the language. */
  readonly type: string;
}

/** A local, a parameter or a thread_local variable, and where its value is. */
export interface FrameVariable {
  readonly name: string;
  /** As in C: `struct page *`. */
  readonly type: string;
  readonly parameter: boolean;
  readonly ghost: boolean;
  /** The declaring name, in the file `file`. */
  readonly file: string;
  readonly declared: Span;
  /** Where the name can be used: from behind its declaration to the end of its block. */
  readonly visible: Span;
  /**
   * `&pte`: a pointer to another local, or to a part of one. Then `parts` are those of what it
   * points to: a pointer to a local is no value of the model.
   */
  readonly reference: string | undefined;
  /** One for an integer or a pointer, one for each field of a word or struct. */
  readonly parts: readonly VariablePart[];
}

export interface VariablePart {
  /** Behind the variable's name: empty, or `.write`. */
  readonly suffix: string;
  readonly type: string;
  /**
   * A constant, where the value is known while compiling; else mostly a register. Where a register
   * of it is not live in a state, the variable has no value there that anything depends on.
   */
  readonly value: Expression;
  readonly display: Display;
}
