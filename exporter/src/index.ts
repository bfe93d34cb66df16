// A Program as a model for another checker. Pure text: who calls writes it to a file.

/** The model for Spin: `promela(program, { title, textOf })`. */
export { type Exported, type ExportOptions, promela } from './promela.ts';
