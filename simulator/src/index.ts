// The engine: a Program in, an Outcome out. Knows no text, no files, no clock, no mm.
export * from './program.ts';
export type * from './outcome.ts';
