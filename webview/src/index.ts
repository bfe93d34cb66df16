// The timeline: a run as a picture. Layout is pure; only `main.ts` and what it builds know a DOM.

/** The table of the bench while it is made anew: `merged(older(table), part)`. */
export { merged, older } from './bench/merge.ts';
/** What crosses between the editor and the page of the bench. */
export * from './bench/messages.ts';
export { benchKeptFrom } from './bench/state.ts';
export type * from './bench/table.ts';
/** What is said about one step: `detailsAt(run, 7, 'step').groups`. */
export { detailsAt } from './details.ts';
/** Whether something is a trace: `isTrace(answer.trace)`. */
export { isTrace } from './is-trace.ts';
/** Places everything: `layout(run, { width: 900, lineHeight: 22, charWidth: 7.2, folds, filter })`. */
export { layout } from './layout.ts';
/** What crosses between the editor and the view, with guards for both directions. */
export * from './messages.ts';
export type { RunShown, ShownProperty } from './run-shown.ts';
export type * from './scene.ts';
/** A whole SVG file: `svgOf(run, nothingFolded, '')`. */
export { svgOf } from './svg-of.ts';
export { charWidthOf, type Folds, lineHeights, nothingFolded, type View } from './view.ts';
