// The language: text in, diagnostics and a finite Program out. Nothing here does IO or throws on a text.
export type * from './analysis.ts';
export type * from './diagnostics/diagnostic.ts';
export type * as tree from './syntax/tree.ts';
