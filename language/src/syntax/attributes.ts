// Words of pasted kernel code that change nothing here: they are read and left out of the tree.
import type { Cursor } from './cursor.ts';

const attributes: ReadonlySet<string> = new Set(
  (
    'noinline asmlinkage notrace noinstr __maybe_unused __always_unused __must_check __init ' +
    '__exit __initdata __initconst __user __iomem __rcu __percpu __force __read_mostly __visible ' +
    '__ro_after_init __cold __hot __pure __weak __sched __noreturn __latent_entropy __ref ' +
    '__refdata __meminit __kprobes __private __kernel __bitwise __nocast __restrict ' +
    '____cacheline_aligned ____cacheline_aligned_in_smp __cacheline_aligned __deprecated ' +
    '__packed noinline_for_stack __no_sanitize_address __no_kasan_or_inline __flatten __malloc __used'
  ).split(' '),
);

const attributesWithArguments: ReadonlySet<string> = new Set(
  (
    '__attribute__ __aligned __acquires __releases __must_hold __acquire __release __printf ' +
    '__section __counted_by __alloc_size __assume_aligned __nonnull'
  ).split(' '),
);

const inlineWords: ReadonlySet<string> = new Set(
  '__always_inline __inline __inline__ __forceinline'.split(' '),
);

/** Attribute words that say what `inline` says. */
export function isInlineWord(word: string): boolean {
  return inlineWords.has(word);
}

/** Skips attribute words. After a declared name every `__word` is one. */
export function skipAttributes(cursor: Cursor): void {
  while (cursor.token.kind === 'word' && isAttribute(cursor, 0)) skipAttribute(cursor);
}

export function skipTrailingAttributes(cursor: Cursor): void {
  while (cursor.token.kind === 'word') {
    if (!isAttribute(cursor, 0) && !cursor.token.text.startsWith('__')) return;
    skipAttribute(cursor);
  }
}

/**
 * Whether the word so many tokens ahead is an attribute. An unknown `__word` is one where something
 * that can only be more of the declaration follows; `__ret = 0` is a name and `__u8 x` has a type.
 */
export function isAttribute(cursor: Cursor, ahead: number): boolean {
  const { text } = cursor.peek(ahead);
  if (attributes.has(text)) return true;
  if (attributesWithArguments.has(text)) return cursor.peekIs(ahead + 1, '(');
  return false;
}

function skipAttribute(cursor: Cursor): void {
  const hasArguments = attributesWithArguments.has(cursor.take().text);
  if (hasArguments && cursor.at('(')) cursor.skipParentheses();
}
