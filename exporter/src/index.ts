// A Program as a model for another checker. Pure text: who calls writes it to a file.

/** The state graph for Graphviz: `dot(program, { title, textOf })`. */
export { dot } from './dot.ts';
/** The program for other programs, in JSON: `modelJson(program, { title, textOf })`. */
export { modelJson } from './model-json.ts';
/** The model for Spin: `promela(program, { title, textOf })`. */
export { type Exported, type ExportOptions, promela } from './promela.ts';
/** The module for TLC with its configuration: `tla(program, { title, textOf, name })`. */
export { type ExportedTla, isModuleName, moduleName, type TlaModule, tla } from './tla/tla.ts';
