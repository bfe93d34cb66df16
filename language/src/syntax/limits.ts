// Limits of the front end. Each becomes a diagnostic, never a crash.

/**
 * Levels of brackets, operators and statements inside one another; keeps recursion off the stack's
 * end.
 */
export const nestingMax = 256;
/** Links of one chain, as in `a + b + c` or `p->a->b`: each makes the tree one level deeper. */
export const chainMax = 1000;
/** Levels of one declaration's tree, chains and nesting together. */
export const treeHeightMax = 1500;
/** Diagnostics of one text; a last one says how many more there are. */
export const diagnosticsMax = 100;
