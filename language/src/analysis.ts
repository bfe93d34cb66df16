// The contract between the language and everything that shows or runs a scenario.
import type { Program } from '@racewalk/simulator';
import type { Diagnostic } from './diagnostics/diagnostic.ts';
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
  /** Errors and warnings of this variant alone, in the scenario's file. */
  readonly diagnostics: readonly Diagnostic[];
  readonly ledger: Ledger;
  /** Place of the k-th `schedule` step, for a step that turns out not to be enabled. */
  readonly schedule: readonly Span[];
  /** The function bodies in use, setup's included, in order of first use. */
  readonly bodies: readonly UsedBody[];
}
