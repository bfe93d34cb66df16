// The syntax tree: declarations, scenarios, statements; expressions are in tree-expressions.ts. Nodes
// are immutable, carry offsets into their file, and say nothing about meaning.
// A construct that could not be read is an Error node: it spoils itself, not what stands around it.
import type { Expression, StringLiteral } from './tree-expressions.ts';

// One name for the whole tree, wherever its parts stand.
export type * from './tree-expressions.ts';

export interface Span {
  /** Offset of the first character, and one past the last. */
  readonly start: number;
  readonly end: number;
}

/** One occurrence of an identifier. An absent one (after an error) has the empty text. */
export interface Name extends Span {
  readonly kind: 'Name';
  readonly text: string;
}

/** Text of the `///` lines directly above a declaration, without the slashes, one entry a line. */
export interface Doc extends Span {
  readonly lines: readonly string[];
}

export interface SourceTree extends Span {
  readonly kind: 'SourceTree';
  readonly items: readonly Item[];
}

// Declarations

export type Item =
  | IncludeItem
  | DefineItem
  | StructDeclaration
  | WordDeclaration
  | TypedefDeclaration
  | EnumDeclaration
  | FlagsDeclaration
  | VariableDeclaration
  | FunctionDeclaration
  | PatchDeclaration
  | PropertyDeclaration
  | ScenarioDeclaration
  | ErrorItem;

export interface ErrorItem extends Span {
  readonly kind: 'ErrorItem';
}

/** `#include "other.race"`; `#include <linux/mm.h>` has `system: true` and is ignored. */
export interface IncludeItem extends Span {
  readonly kind: 'Include';
  readonly path: string;
  readonly pathSpan: Span;
  readonly system: boolean;
}

/** `#define NAME expression`: a named constant. */
export interface DefineItem extends Span {
  readonly kind: 'Define';
  readonly doc: Doc | undefined;
  readonly name: Name;
  readonly value: Expression;
}

/** `struct name { ... };` Objects with identity: they live in variables and pools. */
export interface StructDeclaration extends Span {
  readonly kind: 'Struct';
  readonly doc: Doc | undefined;
  readonly name: Name;
  readonly fields: readonly Field[];
}

/** `typedef struct { ... } name;` A value, such as pte_t: read and written in one step. */
export interface WordDeclaration extends Span {
  readonly kind: 'Word';
  readonly doc: Doc | undefined;
  readonly name: Name;
  readonly fields: readonly Field[];
}

/** `typedef unsigned long pgoff_t;`, also with a width. */
export interface TypedefDeclaration extends Span {
  readonly kind: 'Typedef';
  readonly doc: Doc | undefined;
  readonly type: TypeExpression;
  readonly declarator: Declarator;
}

export interface Field extends Span {
  readonly kind: 'Field';
  readonly doc: Doc | undefined;
  readonly ghost: boolean;
  readonly type: TypeExpression;
  readonly declarator: Declarator;
}

/** `enum name { A, B = 3 };`; the name may be absent. */
export interface EnumDeclaration extends Span {
  readonly kind: 'Enum';
  readonly doc: Doc | undefined;
  readonly name: Name | undefined;
  readonly members: readonly Enumerator[];
}

/** `flags name { A, B };`: an unsigned type whose values are sets of A (1), B (2), C (4), ... */
export interface FlagsDeclaration extends Span {
  readonly kind: 'Flags';
  readonly doc: Doc | undefined;
  readonly name: Name;
  readonly members: readonly Enumerator[];
}

export interface Enumerator extends Span {
  readonly kind: 'Enumerator';
  readonly doc: Doc | undefined;
  readonly name: Name;
  readonly value: Expression | undefined;
}

export type Storage =
  | 'static'
  | 'extern'
  | 'inline'
  | 'const'
  | 'volatile'
  | 'ghost'
  | 'pool'
  | 'thread_local';

/** One or more variables of one type: `ghost int a, b[3] = { 1 };`. Also stands in statements. */
export interface VariableDeclaration extends Span {
  readonly kind: 'Variable';
  readonly doc: Doc | undefined;
  readonly storage: readonly Storage[];
  readonly type: TypeExpression;
  readonly declarators: readonly InitializedDeclarator[];
}

export interface InitializedDeclarator extends Span {
  readonly kind: 'InitializedDeclarator';
  readonly declarator: Declarator;
  /** An expression or an InitializerList. */
  readonly initializer: Expression | undefined;
}

/** What follows a type: stars, a name, array lengths, and a width that bounds the values. */
export interface Declarator extends Span {
  readonly kind: 'Declarator';
  readonly pointers: number;
  readonly name: Name;
  /** Lengths of `[a][b]`, outermost first; undefined for `[]`. */
  readonly dimensions: readonly (Expression | undefined)[];
  readonly width: Width | undefined;
}

/** `: 3` bits, or `: enum pageflags`, one bit per enumerator. */
export type Width =
  | ({ readonly kind: 'Bits'; readonly bits: Expression } & Span)
  | ({ readonly kind: 'EnumBits'; readonly name: Name } & Span);

/** A type without its declarator. */
export interface TypeExpression extends Span {
  readonly kind: 'Type';
  readonly base: /** C's own: `unsigned long`, `bool`, `void`, words in the order written. */
    | { readonly kind: 'Arithmetic'; readonly words: readonly string[] }
    /** `struct page` or `enum pageflags`. */
    | { readonly kind: 'Tagged'; readonly tag: 'struct' | 'enum'; readonly name: Name }
    /** A name from a typedef, word or flags declaration: `pte_t`, `u8`. */
    | { readonly kind: 'Named'; readonly name: Name };
  /** Stars that belong to an abstract type (in a cast): `(struct page *)`. 0 in declarations. */
  readonly pointers: number;
}

/**
 * `kernel v5.10 .. v6.1`, `kernel v6.2 ..`, `kernel .. v5.12`, `kernel v5.13`: releases, both ends
 * included.
 */
export interface ReleaseRange extends Span {
  readonly kind: 'ReleaseRange';
  readonly from: Release | undefined;
  readonly to: Release | undefined;
}

/** `v5.13`; `number` orders releases: major * 1000 + minor. */
export interface Release extends Span {
  readonly kind: 'Release';
  readonly text: string;
  readonly number: number;
}

export interface FunctionDeclaration extends Span {
  readonly kind: 'Function';
  readonly doc: Doc | undefined;
  readonly releases: ReleaseRange | undefined;
  readonly storage: readonly Storage[];
  readonly type: TypeExpression;
  /** Stars of the return type. */
  readonly pointers: number;
  readonly name: Name;
  readonly parameters: readonly Parameter[];
  /** Undefined for a prototype, which is accepted and ignored. */
  readonly body: Block | undefined;
}

export interface Parameter extends Span {
  readonly kind: 'Parameter';
  readonly type: TypeExpression;
  readonly declarator: Declarator;
}

/** `patch name "title" { functions }`. */
export interface PatchDeclaration extends Span {
  readonly kind: 'Patch';
  readonly doc: Doc | undefined;
  readonly name: Name;
  readonly title: StringLiteral | undefined;
  readonly items: readonly Item[];
}

/**
 * `property name "sentence" { expression }` holds in every state; `property name "sentence";` is
 * broken by `violate` and `require` alone. `invariant` is a property that is forbidden to break where
 * it stands, without `forbid`.
 */
export interface PropertyDeclaration extends Span {
  readonly kind: 'Property';
  readonly doc: Doc | undefined;
  readonly word: 'property' | 'invariant';
  readonly name: Name;
  readonly sentence: StringLiteral | undefined;
  /** Undefined also where it is about whole runs. */
  readonly condition: Expression | undefined;
  readonly liveness: LivenessBody | undefined;
}

/** What every complete run has to come to: `eventually (goal)`, `leads_to (trigger, goal)`. */
export type LivenessBody = EventuallyBody | LeadsToBody;

export interface EventuallyBody extends Span {
  readonly kind: 'Eventually';
  readonly goal: Expression;
}

export interface LeadsToBody extends Span {
  readonly kind: 'LeadsTo';
  readonly trigger: Expression;
  readonly goal: Expression;
}

// Scenarios

export interface ScenarioDeclaration extends Span {
  readonly kind: 'Scenario';
  readonly doc: Doc | undefined;
  readonly title: StringLiteral;
  readonly items: readonly ScenarioItem[];
}

export type ScenarioItem =
  | SourceClause
  | KernelClause
  | MemoryClause
  | PatchClause
  | ForbidClause
  | ExpectClause
  | ObserveClause
  | WitnessClause
  | ScheduleClause
  | SetupBlock
  | ThreadBlock
  | FinallyBlock
  | VariantBlock
  | DefineItem
  | StructDeclaration
  | WordDeclaration
  | TypedefDeclaration
  | EnumDeclaration
  | FlagsDeclaration
  | VariableDeclaration
  | FunctionDeclaration
  | PropertyDeclaration
  | ErrorItem;

/** `source "thread or commit";` */
export interface SourceClause extends Span {
  readonly kind: 'SourceClause';
  readonly text: StringLiteral;
}

/** `kernel v5.13;` */
export interface KernelClause extends Span {
  readonly kind: 'KernelClause';
  readonly release: Release;
}

/** `memory sc;` */
export interface MemoryClause extends Span {
  readonly kind: 'MemoryClause';
  readonly model: Name;
}

/** `patch tag_sync_lock;` or `patch a, b;` */
export interface PatchClause extends Span {
  readonly kind: 'PatchClause';
  readonly names: readonly Name[];
}

/** `forbid tag_leak, deadlock;` */
export interface ForbidClause extends Span {
  readonly kind: 'ForbidClause';
  readonly names: readonly Name[];
}

/** `expect pass;` or `expect tag_leak, tag_loss;` (`pass` is a Name here) */
export interface ExpectClause extends Span {
  readonly kind: 'ExpectClause';
  readonly names: readonly Name[];
}

/** `observe EXPR as "name";` the name may be absent: then it is the expression's text. */
export interface ObserveClause extends Span {
  readonly kind: 'ObserveClause';
  readonly value: Expression;
  readonly name: StringLiteral | undefined;
}

/** `witness EXPR as "name";` */
export interface WitnessClause extends Span {
  readonly kind: 'WitnessClause';
  readonly condition: Expression;
  readonly name: StringLiteral | undefined;
}

/**
 * `schedule { cpu0 cpu0 * 3 cpu1 ... }`; the trailing `...` may be left out. Or `schedule {` and, on
 * lines of their own, CPU columns.
 */
export interface ScheduleClause extends Span {
  readonly kind: 'ScheduleClause';
  /** Empty where there are columns. */
  readonly steps: readonly ScheduleStep[];
  readonly columns: ScheduleColumns | undefined;
}

/** A diagram as it was pasted: its first line begins where the span begins. */
export interface ScheduleColumns extends Span {
  readonly kind: 'ScheduleColumns';
  readonly text: string;
}

export interface ScheduleStep extends Span {
  readonly kind: 'ScheduleStep';
  readonly thread: Name;
  readonly count: Expression | undefined;
}

/** `setup (vmm) { ... }` */
export interface SetupBlock extends Span {
  readonly kind: 'Setup';
  readonly process: Name | undefined;
  readonly body: Block;
}

/** `thread vcpu0 (vmm) { ... }` */
export interface ThreadBlock extends Span {
  readonly kind: 'Thread';
  readonly doc: Doc | undefined;
  readonly name: Name;
  readonly process: Expression | undefined;
  readonly body: Block;
}

/** `finally { ... }` */
export interface FinallyBlock extends Span {
  readonly kind: 'Finally';
  readonly body: Block;
}

/** `variant "title" { kernel v6.2; patch p; expect pass; functions }` */
export interface VariantBlock extends Span {
  readonly kind: 'Variant';
  readonly doc: Doc | undefined;
  readonly title: StringLiteral;
  readonly items: readonly ScenarioItem[];
}

// Statements

export type Statement =
  | Block
  | VariableDeclaration
  | ExpressionStatement
  | IfStatement
  | WhileStatement
  | DoStatement
  | ForStatement
  | SwitchStatement
  | BreakStatement
  | ContinueStatement
  | GotoStatement
  | LabeledStatement
  | ReturnStatement
  | AtomicStatement
  | GhostStatement
  | ChooseStatement
  | EmptyStatement
  | ErrorStatement;

export interface Block extends Span {
  readonly kind: 'Block';
  readonly statements: readonly Statement[];
}

export interface ExpressionStatement extends Span {
  readonly kind: 'ExpressionStatement';
  readonly expression: Expression;
}

export interface IfStatement extends Span {
  readonly kind: 'If';
  readonly condition: Expression;
  readonly consequent: Statement;
  readonly alternative: Statement | undefined;
}

export interface WhileStatement extends Span {
  readonly kind: 'While';
  readonly condition: Expression;
  readonly body: Statement;
}

export interface DoStatement extends Span {
  readonly kind: 'Do';
  readonly body: Statement;
  readonly condition: Expression;
}

export interface ForStatement extends Span {
  readonly kind: 'For';
  readonly initializer: VariableDeclaration | ExpressionStatement | undefined;
  readonly condition: Expression | undefined;
  readonly update: Expression | undefined;
  readonly body: Statement;
}

/** `switch`; `case` and `default` labels stand between statements, and control falls through. */
export interface SwitchStatement extends Span {
  readonly kind: 'Switch';
  readonly subject: Expression;
  readonly sections: readonly SwitchSection[];
}

export interface SwitchSection extends Span {
  readonly kind: 'SwitchSection';
  /** `case` values; undefined for `default`. */
  readonly labels: readonly (Expression | undefined)[];
  readonly statements: readonly Statement[];
}

export interface BreakStatement extends Span {
  readonly kind: 'Break';
}

export interface ContinueStatement extends Span {
  readonly kind: 'Continue';
}

export interface GotoStatement extends Span {
  readonly kind: 'Goto';
  readonly label: Name;
}

export interface LabeledStatement extends Span {
  readonly kind: 'Labeled';
  readonly label: Name;
  readonly statement: Statement;
}

export interface ReturnStatement extends Span {
  readonly kind: 'Return';
  readonly value: Expression | undefined;
}

/** `atomic { ... }`: one step. */
export interface AtomicStatement extends Span {
  readonly kind: 'Atomic';
  readonly body: Block;
}

/** `ghost { ... }`: part of the step before it; writes ghost state only. */
export interface GhostStatement extends Span {
  readonly kind: 'Ghost';
  readonly body: Block;
}

/** `choose { } or { } or { }` */
export interface ChooseStatement extends Span {
  readonly kind: 'Choose';
  readonly branches: readonly Block[];
}

export interface EmptyStatement extends Span {
  readonly kind: 'Empty';
}

export interface ErrorStatement extends Span {
  readonly kind: 'ErrorStatement';
}
