// Runs once before any test: the library's texts must be those on the disk.
import { writeKernelLibrary } from './kernel-library.mjs';

export function setup() {
  writeKernelLibrary();
}
