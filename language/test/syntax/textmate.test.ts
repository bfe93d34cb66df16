// The highlighting grammar and the editor's language settings.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { everything, scenario } from './sample.ts';
import { type Grammar, type Rule, scopes } from './textmate.ts';

const grammar: Grammar = JSON.parse(read('race.tmLanguage.json'));
const settings: unknown = JSON.parse(read('language-configuration.json'));

/** Pieces of `text` with the last words of their scopes: `thread=keyword.other.scenario`. */
function checkScopes(text: string, ...expected: readonly string[]): void {
  const found = scopes(grammar, text).map((piece) => `${piece.text}=${piece.scope}`);
  const all = found.map((piece) => piece.replaceAll('.race', ''));
  for (const piece of expected) expect(all).toContain(piece);
}

function checkNoScope(text: string, unexpected: string): void {
  const found = scopes(grammar, text).map((piece) => `${piece.text}=${piece.scope}`);
  expect(found.filter((piece) => piece.startsWith(unexpected))).toEqual([]);
}

describe('the files', () => {
  test('every expression of the grammar compiles', () => {
    const patterns = expressionsOf([grammar, ...Object.values(grammar.repository)]);
    expect(patterns.length).toBeGreaterThan(40);
    for (const pattern of patterns) expect(() => new RegExp(pattern)).not.toThrow();
  });

  test('every rule that is included exists, and every rule is included', () => {
    const text = JSON.stringify(grammar);
    const included = Array.from(text.matchAll(/"include":"#(\w+)"/g), (match) => match[1]);
    expect([...new Set(included)].sort()).toEqual(Object.keys(grammar.repository).sort());
  });

  test('every scope ends with the name of the language', () => {
    const names = Array.from(
      JSON.stringify(grammar).matchAll(/"name":"([a-z][^"]*)"/g),
      (match) => match[1],
    );
    expect(
      names.filter((name) => !name?.split(' ').every((scope) => scope.endsWith('.race'))),
    ).toEqual([]);
  });

  test('every expression of the settings compiles', () => {
    const text = JSON.stringify(settings);
    const keys = 'beforeText|afterText|previousLineText|start|end|wordPattern|\\w+IndentPattern';
    const patterns = Array.from(
      text.matchAll(new RegExp(`"(?:${keys})":("(?:\\\\.|[^"\\\\])*")`, 'g')),
    );
    expect(patterns.length).toBeGreaterThan(8);
    for (const [, pattern = ''] of patterns)
      expect(() => new RegExp(JSON.parse(pattern))).not.toThrow();
  });
});

describe('scopes', () => {
  test('scenario words', () => {
    const word = 'keyword.other.scenario';
    checkScopes(
      'scenario "a \\" b" {',
      `scenario=${word}`,
      '"a \\" b"=string.quoted.double.title entity.name.section',
    );
    checkScopes('  thread cpu1 (child) {', `thread=${word}`, 'cpu1=entity.name.function.thread');
    checkScopes('  setup (vmm) {    // first', `setup=${word}`);
    checkScopes('  forbid tag_leak;', `forbid=${word}`);
    checkScopes('  expect pass;', `expect=${word}`, 'pass=constant.language');
    checkScopes(
      '  variant "v" { patch p; kernel v6.2; expect pass; }',
      `patch=${word}`,
      `kernel=${word}`,
      `expect=${word}`,
    );
    checkScopes('  source "a mail";', `source=${word}`, '"a mail"=string.quoted.double.source');
    checkScopes('observe x as "name";', `observe=${word}`, `as=${word}`);
    checkScopes('property p "holds" { x }', `property=${word}`, 'p=entity.name.type');
    checkScopes('  finally { }', `finally=${word}`);
  });

  test('releases', () => {
    const release = 'constant.numeric.release';
    checkScopes(
      'kernel v5.10 .. v6.1',
      'kernel=keyword.other.scenario',
      `v5.10=${release}`,
      '..=keyword.operator.range',
    );
    checkScopes('kernel .. v5.9', `v5.9=${release}`);
  });

  test('words of blocks', () => {
    checkScopes('choose { } or { }', 'choose=keyword.control', 'or=keyword.control');
    checkScopes('ghost int x;', 'ghost=storage.modifier', 'int=storage.type.built-in');
    checkScopes('pool struct page pages[4];', 'pool=storage.modifier', 'page=entity.name.type');
    checkScopes('flags prot { A };', 'flags=storage.type', 'prot=entity.name.type');
    checkScopes(
      'forall (p in pages) p->x',
      'forall=keyword.operator.word',
      'in=keyword.operator.word',
    );
    checkScopes('property p { eventually (x) }', 'eventually=keyword.operator.word');
    checkScopes('  leads_to (x, y);', 'leads_to=keyword.operator.word');
  });

  test('scenario words are plain where they are names', () => {
    checkNoScope('  x = thread + memory;', 'thread=');
    checkNoScope('  x = thread + memory;', 'memory=');
    checkNoScope('  int source, setup;', 'source=');
    checkNoScope('  atomic = choose;', 'atomic=');
    checkScopes(
      '  page->flags = vma->kernel;',
      'flags=variable.other.member',
      'kernel=variable.other.member',
    );
    checkScopes('  setup(4);', 'setup=entity.name.function');
  });

  test('C', () => {
    checkScopes(
      'static inline pte_t *f(u8 x)',
      'static=storage.modifier',
      'pte_t=support.type',
      'f=entity.name.function',
      'u8=support.type',
    );
    checkScopes(
      '  if (x == 0x1fUL) return NULL;',
      'if=keyword.control',
      '0x1fUL=constant.numeric.hex',
      'NULL=constant.language',
    );
    checkScopes("  c = 'a' + PG_locked + PROT_READ;", 'PROT_READ=variable.other.constant');
    checkScopes('out:', 'out=entity.name.label');
    checkScopes('WRITE_ONCE(x, 1);', 'WRITE_ONCE=support.function');
    checkScopes(
      '#include <linux/mm.h>',
      '#include=keyword.control.directive.include',
      '<linux/mm.h>=string.quoted.include',
    );
    checkScopes('#define A 1', 'A=entity.name.function.preprocessor');
    checkScopes('#ifdef A', '#ifdef A=invalid.illegal.directive');
  });

  test('comments', () => {
    checkScopes(
      '/// source: mm/ksm.c f()',
      'source=keyword.other.documentation',
      'mm/ksm.c f()=string.unquoted.documentation',
    );
    checkScopes('/// Maps @page.', '@page=variable.parameter.documentation');
    checkScopes('x; // int y', 'int y=comment.line.double-slash');
    checkScopes('/* a\n int b */ int', 'int b=comment.block', 'int=storage.type.built-in');
    checkScopes('/** a\n * source: b */', 'source=keyword.other.documentation');
  });

  test('a whole file ends outside every comment and string', () => {
    checkScopes(
      `${scenario}${everything}int last;`,
      'int=storage.type.built-in',
      ';=punctuation.terminator',
    );
    expect(scopes(grammar, `${everything}${scenario}int last;`).at(-1)?.scope).toBe(
      'punctuation.terminator.race',
    );
  });
});

function expressionsOf(rules: readonly Rule[]): string[] {
  return rules.flatMap(({ match, begin, end, patterns }) => {
    const own = [match, begin, end].filter((pattern) => pattern !== undefined);
    return [...own, ...expressionsOf(patterns ?? [])];
  });
}

function read(name: string): string {
  return readFileSync(new URL(`../../../syntaxes/${name}`, import.meta.url), 'utf8');
}
