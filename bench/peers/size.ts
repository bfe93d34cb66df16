// How large an instance of a bench model is.

export interface Size {
  /** Processes that map the pages: the VMM, whose threads race, too, and its children. */
  readonly processes: number;
  readonly pages: number;
}

/** `3x1`: in file names, tables and on the command line. */
export function sizeName({ processes, pages }: Size): string {
  return `${processes}x${pages}`;
}

/** The numbers below `count`. */
export function below(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
