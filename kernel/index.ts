// The kernel library as data: the texts of this folder under their names.
// `scripts/kernel-library.mjs` writes the list from the `.race` files before a build, a type check
// and a test run, so nothing reads files at run time, and it works in a browser as it does in Node.
import { files } from './files.generated.ts';

/** A text under its name: `kernel:/mm/mprotect.race`. */
export interface KernelFile {
  readonly name: string;
  readonly text: string;
}

/** All library texts, ordered by name. `kernelLibrary.find((file) => file.name === 'kernel:/mm/mprotect.race')` */
export const kernelLibrary: readonly KernelFile[] = files;
