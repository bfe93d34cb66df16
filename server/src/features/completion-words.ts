// Words of the language and snippets, by what stands around.
import { namedIntegers, type Visible } from '@racewalk/language';
import { type Completion, plain, ranks, snippet } from './completion-item.ts';
import type { Frame } from './cursor.ts';

/** What can begin a declaration, in any place that has declarations. */
const declarations = 'struct enum flags typedef pool ghost thread_local const static inline'.split(
  ' ',
);

const wordsByFrame: Readonly<Record<Frame, readonly string[]>> = {
  file: ['scenario', 'property', 'invariant', 'patch', 'kernel', ...declarations],
  scenario: [
    ...'source kernel memory setup thread finally forbid expect observe witness schedule'.split(
      ' ',
    ),
    ...'variant patch property invariant'.split(' '),
    ...declarations,
  ],
  variant: ['kernel', 'patch', 'forbid', 'expect', 'source', 'property', 'invariant', 'static'],
  patch: ['kernel', 'static', 'inline'],
  code: [
    ...'if else while do for switch case default break continue goto return'.split(' '),
    ...'atomic choose ghost struct enum const'.split(' '),
  ],
  property: ['forall', 'exists', 'eventually', 'leads_to'],
  fields: ['ghost', 'struct', 'enum'],
  schedule: [],
  members: [],
  list: [],
};

const snippetsByFrame: Readonly<Partial<Record<Frame, readonly Completion[]>>> = {
  file: [
    snippet(
      'scenario ... two threads',
      'scenario "<what races with what>" {\n\tkernel <v6.1>;\n\n\tsetup (<init>) {\n\t\t<>\n\t}\n\n\tthread <cpu0> (<init>) {\n\t\t<>\n\t}\n\n\tthread <cpu1> (<init>) {\n\t\t<>\n\t}\n\n\tforbid <deadlock>;\n\texpect <pass>;\n}',
      'with processes of the kernel library',
    ),
    snippet(
      'scenario ... plain threads',
      'scenario "<what races with what>" {\n\tthread <cpu0> {\n\t\t<>\n\t}\n\n\tthread <cpu1> {\n\t\t<>\n\t}\n\n\tfinally { assert(<condition>); }\n\texpect <pass>;\n}',
      'over globals of this file',
    ),
    snippet('property ... in every state', 'property <name> "<sentence>" {\n\t<condition>\n}', ''),
    snippet('patch ... bodies', 'patch <name> "<title>" {\n\t<>\n}', ''),
  ],
  scenario: [
    snippet('thread ... of a process', 'thread <cpu0> (<process>) {\n\t<>\n}', ''),
    snippet('thread ... plain', 'thread <cpu0> {\n\t<>\n}', ''),
    snippet('setup ... of a process', 'setup (<process>) {\n\t<>\n}', ''),
    snippet(
      'variant ... another release',
      'variant "<title>" {\n\tkernel <v6.2>;\n\texpect <pass>;\n}',
      '',
    ),
    snippet('variant ... a patch', 'variant "<title>" {\n\tpatch <name>;\n\texpect <pass>;\n}', ''),
    snippet('finally ... assert', 'finally { assert(<condition>); }', ''),
    snippet('observe ... as', 'observe <expression> as "<name>";', ''),
    snippet('witness ... as', 'witness <expression> as "<name>";', ''),
  ],
  code: [
    snippet('atomic ... one step', 'atomic {\n\t<>\n}', ''),
    snippet('choose ... or', 'choose {\n\t<>\n} or {\n\t<>\n}', ''),
    snippet('ghost ... block', 'ghost {\n\t<>\n}', ''),
    snippet('if ... block', 'if (<condition>) {\n\t<>\n}', ''),
    snippet('while ... block', 'while (<condition>) {\n\t<>\n}', ''),
  ],
};

/** Where a clause, declaration or statement begins. */
export function wordCompletions(frame: Frame): readonly Completion[] {
  const words = wordsByFrame[frame].map((word) => plain(word, 'word', '', ranks.word));
  return [...words, ...(snippetsByFrame[frame] ?? [])];
}

const arithmetic = 'void int bool unsigned long short char'.split(' ');

/** Types that can stand first in a declaration. */
export function typeCompletions({ values, tags }: Visible): readonly Completion[] {
  const named = [...values.values()].filter(({ kind }) => kind === 'type');
  return [
    ...arithmetic.map((word) => plain(word, 'type', '', ranks.word)),
    ...[...namedIntegers.keys()]
      .filter((name) => name !== 'bool')
      .map((name) => plain(name, 'type', '', ranks.word)),
    ...named.map(({ name }) => plain(name, 'type', '', ranks.library)),
    ...[...tags.values()]
      .filter(({ tag }) => tag === 'struct')
      .map(({ name }) => plain(`struct ${name}`, 'type', '', ranks.library)),
  ];
}

/** After `struct` or `enum`. */
export function tagCompletions({ tags }: Visible, tag: string): readonly Completion[] {
  return [...tags.values()]
    .filter((symbol) => symbol.tag === tag)
    .map(({ name }) => plain(name, 'type', '', ranks.own));
}
