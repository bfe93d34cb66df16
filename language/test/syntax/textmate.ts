// As much of a TextMate engine as the grammar needs, on JavaScript's expressions: enough to test
// scopes without a new dependency. No nested captures, no `while`, no injections.

export interface Rule {
  readonly name?: string;
  readonly include?: string;
  readonly match?: string;
  readonly begin?: string;
  readonly end?: string;
  readonly captures?: Readonly<Record<string, { readonly name: string }>>;
  readonly beginCaptures?: Readonly<Record<string, { readonly name: string }>>;
  readonly endCaptures?: Readonly<Record<string, { readonly name: string }>>;
  readonly patterns?: readonly Rule[];
}

export interface Grammar extends Rule {
  readonly scopeName: string;
  readonly repository: Readonly<Record<string, Rule>>;
}

export interface Scoped {
  readonly text: string;
  readonly scope: string;
}

interface Candidate {
  readonly rule: Rule | undefined;
  readonly found: RegExpExecArray;
}

/** The pieces of a text that have a scope, innermost scope each. */
export function scopes(grammar: Grammar, text: string): readonly Scoped[] {
  const open: Rule[] = [{ patterns: grammar.patterns ?? [] }];
  const pieces: Scoped[] = [];
  for (const line of text.split('\n')) scopeLine(grammar, open, line, pieces);
  return pieces;
}

function scopeLine(grammar: Grammar, open: Rule[], line: string, pieces: Scoped[]): void {
  let at = 0;
  for (let step = 0; step < 1000; step += 1) {
    const top = open.at(-1) ?? grammar;
    const best = earliest(grammar, top, line, at);
    if (best === undefined) break;
    const { rule, found } = best;
    add(pieces, line.slice(at, found.index), top.name);
    at = found.index + found[0].length;
    if (rule === undefined) {
      add(pieces, found[0], top.endCaptures?.[0]?.name ?? top.name);
      open.pop();
    } else if (rule.begin !== undefined) {
      add(pieces, found[0], rule.beginCaptures?.[0]?.name ?? rule.name);
      open.push(rule);
    } else {
      addCaptures(pieces, found, rule);
    }
    if (at >= line.length && rule === undefined) break;
  }
  add(pieces, line.slice(at), open.at(-1)?.name);
}

/**
 * The rule that matches first; the end of the open rule before all others, then those named first.
 */
function earliest(grammar: Grammar, top: Rule, line: string, at: number): Candidate | undefined {
  let best: Candidate | undefined;
  if (top.end !== undefined) {
    const found = search(top.end, line, at);
    if (found !== null) best = { rule: undefined, found };
  }
  for (const rule of flatten(grammar, top.patterns ?? [])) {
    const found = search(rule.match ?? rule.begin ?? '$^', line, at);
    if (found === null || found[0] === '') continue;
    if (best === undefined || found.index < best.found.index) best = { rule, found };
  }
  return best;
}

function search(pattern: string, line: string, at: number): RegExpExecArray | null {
  const expression = new RegExp(pattern, 'dg');
  expression.lastIndex = at;
  return expression.exec(line);
}

function flatten(grammar: Grammar, rules: readonly Rule[]): readonly Rule[] {
  return rules.flatMap((rule) => {
    const included = rule.include === undefined ? rule : grammar.repository[rule.include.slice(1)];
    if (included === undefined) throw new Error(`no rule ${rule.include}`);
    const isGroup = included.match === undefined && included.begin === undefined;
    return isGroup ? flatten(grammar, included.patterns ?? []) : [included];
  });
}

function addCaptures(pieces: Scoped[], found: RegExpExecArray, rule: Rule): void {
  let at = found.index;
  const end = found.index + found[0].length;
  for (const [index, { name }] of Object.entries(rule.captures ?? {})) {
    const [from, to] = found.indices?.[Number(index)] ?? [at, at];
    add(pieces, found[0].slice(at - found.index, from - found.index), rule.name);
    add(pieces, found[0].slice(from - found.index, to - found.index), name);
    at = Math.max(at, to);
  }
  add(pieces, found[0].slice(at - found.index, end - found.index), rule.name);
}

function add(pieces: Scoped[], text: string, scope: string | undefined): void {
  if (text.trim() !== '' && scope !== undefined) pieces.push({ text: text.trim(), scope });
}
