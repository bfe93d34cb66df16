// Identifiers that look like the scenario's names and clash with nothing, and texts for comments.

/** Words of Promela and C, and the macros and fields of the C that Spin writes. */
const reserved = new Set(
  (
    'active assert atomic bit bool byte c_code c_decl c_expr c_state c_track chan d_step do else ' +
    'empty enabled eval false fi full get_priority goto hidden if in init inline int len local ' +
    'ltl mtype nempty never nfull notrace now od of pc_value pid print printf printm priority ' +
    'proctype provided return run select set_priority short show skip timeout trace true typedef ' +
    'unless unsigned xr xs end accept progress for always eventually until weakuntil release ' +
    'implies equivalent next auto break case char const continue default double enum extern float ' +
    'long register restrict signed sizeof static struct switch union void volatile while asm ' +
    'typeof linux unix i386 errno stdin stdout stderr final cas mix rot max min rand uchar uint ' +
    'ulong ushort wasnew getframe pptr qptr q_sz bfs_do_store get16bits get_permuted grab_state ' +
    'iam_alive enter_critical leave_critical pthread_equal main exit state trail'
  ).split(' '),
);

/** Macros are written in capitals, and labels begin like this. */
export function clashesInPromela(word: string): boolean {
  return reserved.has(word) || !/[a-z]/u.test(word) || /^(end|accept|progress)/u.test(word);
}

export class Names {
  private readonly taken: Set<string>;
  private readonly clashes: (word: string) => boolean;

  /** `clashes` tells the words that mean something in the format. */
  constructor(clashes: (word: string) => boolean, taken: Iterable<string> = []) {
    this.clashes = clashes;
    this.taken = new Set(taken);
  }

  /** Names for a part of the text: they clash with none given so far, and others may reuse them. */
  inner(): Names {
    return new Names(this.clashes, this.taken);
  }

  /** A new identifier: `pages[0].flags` is `pages_0_flags`. */
  unique(name: string): string {
    const plain = name.replace(/[^A-Za-z0-9]+/gu, '_').replace(/^_+|_+$/gu, '');
    const word = /^[A-Za-z]/u.test(plain) ? plain : `v${plain}`;
    const base = this.clashes(word) ? `${word}_` : word;
    let made = base;
    for (let count = 2; this.taken.has(made); count++) made = `${base}_${count}`;
    this.taken.add(made);
    return made;
  }
}

/** Text that may stand in a C comment. */
export function commentText(text: string): string {
  return text
    .replaceAll('*/', '* /')
    .replaceAll('/*', '/ *')
    .replace(/[^\x20-\x7e]+/gu, ' ')
    .trim();
}

/** Text that may stand in a string, also of `printf` and inside the braces of `c_code`. */
export function stringText(text: string): string {
  return text
    .replace(/[^\x20-\x7e]+/gu, ' ')
    .replaceAll('\\', '/')
    .replaceAll('"', "'")
    .replaceAll('%', '%%')
    .replace(/[{}]/gu, (brace) => (brace === '{' ? '(' : ')'))
    .trim();
}
