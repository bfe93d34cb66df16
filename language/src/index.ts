// The language: text in, diagnostics and a finite Program out. Nothing here does IO or throws on a text.

export type { Model } from './analyse.ts';
export { analyse, modelOf, resolvePath, sourceBytesMax } from './analyse.ts';
export type * from './analysis.ts';
export { allBuiltinProperties, isAlwaysWatched } from './check/builtin-properties.ts';
export { builtins, builtinValues } from './check/builtins.ts';
export { loadLibrary } from './check/library.ts';
export { namesInScope } from './check/names-in-scope.ts';
export type { Scope } from './check/scope.ts';
export type {
  AnySymbol,
  FieldSymbol,
  FunctionBody,
  FunctionSymbol,
  PatchSymbol,
  PropertySymbol,
  ThreadSymbol,
  TypeSymbol,
  VariableSymbol,
} from './check/symbols.ts';
export type { Type } from './check/types.ts';
export { assignable, namedIntegers, typeName } from './check/types.ts';
export type { Code } from './diagnostics/codes.ts';
export { allCodes } from './diagnostics/codes.ts';
export type * from './diagnostics/diagnostic.ts';
export { formatRangeEdits, formatTypedEdits, typedKeys } from './format/as-typed.ts';
export { format, formatEdits, type TextEdit } from './format/format.ts';
export { keptWith } from './kept.ts';
export { engineName } from './lower/compile.ts';
export { SetupRuns } from './lower/kept-setup.ts';
export { metStandIns, standInProperty } from './lower/not-lowered.ts';
export { StatementRecorder } from './lower/recorded-statements.ts';
export { StandIns } from './lower/stand-ins.ts';
export * from './query/calls.ts';
export * from './query/changed.ts';
export * from './query/comments.ts';
export * from './query/in-scope.ts';
export type { Access } from './query/names.ts';
export { libraryReleases, releaseBefore } from './query/releases.ts';
export * from './query/symbol-at.ts';
export * from './query/uses.ts';
export { lex } from './syntax/lexer.ts';
export { LineIndex } from './syntax/lines.ts';
export { parse } from './syntax/parse.ts';
export type { Token } from './syntax/token.ts';
export { isReserved } from './syntax/token.ts';
export type * as tree from './syntax/tree.ts';
export { children, descendants, type Node, nodeAt } from './syntax/walk.ts';
