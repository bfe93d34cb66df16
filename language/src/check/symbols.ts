// What a name can mean. Symbols are made once a declaration and compared by identity.
import type {
  AtomicStatement,
  Expression,
  FunctionDeclaration,
  LabeledStatement,
  Name,
  PatchDeclaration,
  PropertyDeclaration,
  Span,
  ThreadBlock,
  TypeExpression,
} from '../syntax/tree.ts';
import { NodeTable } from './node-table.ts';
import type { StructType, Type, WordType } from './types.ts';

export type AnySymbol =
  | VariableSymbol
  | ConstantSymbol
  | FunctionSymbol
  | TypeSymbol
  | FieldSymbol
  | PropertySymbol
  | PatchSymbol
  | ThreadSymbol
  | LabelSymbol
  | BuiltinSymbol;

interface Declared {
  readonly name: string;
  /** File of the declaration. */
  readonly file: string;
  /** Place of the declaring name. */
  readonly span: Span;
  readonly doc: readonly string[];
}

/**
 * global: shared. setup: introduced by setup without a declaration, fixed afterwards. thread_local: one
 * private copy for each thread. quantifier: the variable of forall and exists.
 */
export type VariableStorage =
  | 'global'
  | 'setup'
  | 'thread_local'
  | 'local'
  | 'parameter'
  | 'quantifier';

export interface VariableSymbol extends Declared {
  readonly kind: 'variable';
  readonly storage: VariableStorage;
  type: Type;
  readonly ghost: boolean;
  /** `const`: never changes once setup is over. */
  readonly constant: boolean;
  /** A dynamic pool: its elements are taken with pool_alloc(). */
  readonly pool: boolean;
  readonly initializer: Expression | undefined;
}

/** A variable without storage words, documentation or initializer. */
export function plainVariable(
  name: Name,
  file: string,
  storage: VariableStorage,
  type: Type,
): VariableSymbol {
  return {
    kind: 'variable',
    name: name.text,
    file,
    span: { start: name.start, end: name.end },
    doc: [],
    storage,
    type,
    ghost: false,
    constant: false,
    pool: false,
    initializer: undefined,
  };
}

export interface ConstantSymbol extends Declared {
  readonly kind: 'constant';
  readonly value: number;
  readonly type: Type;
}

/** One body of a function, in force in some releases. */
export interface FunctionBody extends Declared {
  readonly kind: 'body';
  readonly declaration: FunctionDeclaration;
  readonly result: Type;
  readonly parameters: readonly VariableSymbol[];
  /** Release numbers, both ends included; -Infinity and Infinity where open. */
  readonly from: number;
  readonly to: number;
  /** The patch it belongs to, if any. */
  readonly patch: string | undefined;
  /** Written in the library? */
  readonly library: boolean;
}

/** All bodies of one name that stand in one scope. */
export interface FunctionSymbol extends Declared {
  readonly kind: 'function';
  readonly bodies: FunctionBody[];
  /** The function of the same name in the scope around, which these bodies replace. */
  readonly outer: FunctionSymbol | undefined;
}

export interface TypeSymbol extends Declared {
  readonly kind: 'type';
  readonly tag: 'struct' | 'enum' | 'named';
  readonly type: Type;
}

export interface FieldSymbol extends Declared {
  readonly kind: 'field';
  readonly owner: StructType | WordType;
  readonly type: Type;
  readonly ghost: boolean;
}

export interface PropertySymbol extends Declared {
  readonly kind: 'property';
  /** Undefined for a built-in one. */
  readonly declaration: PropertyDeclaration | undefined;
  readonly sentence: string;
  /** An invariant is watched where it stands. */
  readonly invariant: boolean;
}

export interface PatchSymbol extends Declared {
  readonly kind: 'patch';
  readonly title: string;
  readonly declaration: PatchDeclaration;
  readonly bodies: readonly FunctionBody[];
}

export interface ThreadSymbol extends Declared {
  readonly kind: 'thread';
  readonly index: number;
  readonly block: ThreadBlock;
}

export interface LabelSymbol extends Declared {
  readonly kind: 'label';
  readonly statement: LabeledStatement;
}

export interface BuiltinSymbol extends Declared {
  readonly kind: 'builtin';
}

/** What the checker found out about trees; keyed by the identity of nodes and symbols. */
export interface Bindings {
  readonly types: NodeTable<Expression, Type>;
  /** Uses and declarations alike. */
  readonly names: NodeTable<Name, AnySymbol>;
  /** Casts and compound literals: the named type. */
  readonly written: Map<TypeExpression, Type>;
  /** Variables that are the target of an assignment, apart from their initializer. */
  readonly assigned: Set<VariableSymbol>;
  /** Variables and fields whose address is taken somewhere. */
  readonly addressTaken: Set<VariableSymbol | FieldSymbol>;
  /** Inside which `atomic` statements a label stands, outermost first. */
  readonly labelContext: Map<LabeledStatement, readonly AtomicStatement[]>;
}

export function emptyBindings(): Bindings {
  return {
    types: new NodeTable(),
    names: new NodeTable(),
    written: new Map(),
    assigned: new Set(),
    addressTaken: new Set(),
    labelContext: new Map(),
  };
}
