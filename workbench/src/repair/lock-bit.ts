// Repair by a second bit: whoever sets it first does the work and sets the flag; the others wait for the flag.
import { bodiesInForce, modelOf, textOf } from '@racewalk/language';
import type { Program } from '@racewalk/simulator';
import type { Subject } from '../edits/apply.ts';
import type { Code, Edit, Repair } from '../edits/edit.ts';
import { calledByThreads } from '../edits/run-code.ts';
import { flaggedIn, replacing } from './flag-order.ts';

export function lockBits(
  subject: Subject,
  program: Program,
  code: Code,
  text: string,
): readonly Edit<Repair>[] {
  return flaggedIn(code, text).flatMap(({ statement, flag, work }): readonly Edit<Repair>[] => {
    const [bit = '', ...rest] = flag.split(',');
    const word = rest.join(',').trim();
    const free = freeBit(subject, program, bit.trim());
    if (free === undefined || !word.startsWith('&')) return [];
    const lock = `test_and_set_bit(${free}, ${word})`;
    const isSet = `(${word.slice(1)} >> ${bit.trim()}) & 1`;
    const inner = [...work, `set_bit(${flag});`].join('\n');
    return [
      replacing(code, statement, 'lock bit', {
        text: `if (!test_bit(${flag})) {\nif (!${lock}) {\n${inner}\n} else {\nwait_until(${isSet});\n}\n}`,
        sentence: `${free} elects who does the work and sets ${bit.trim()}; the others wait for it`,
      }),
    ];
  });
}

/** A bit of the same flags that nothing in the program uses: one that is called a lock, if there is one. */
function freeBit(subject: Subject, program: Program, bit: string): string | undefined {
  const used = usedWords(subject, program);
  const free = bitsBeside(subject, bit).filter((name) => !used.has(name));
  return free.find((name) => /lock/iu.test(name)) ?? free[0];
}

/** All bits of the enum that declares the bit. */
function bitsBeside({ analysis }: Subject, bit: string): readonly string[] {
  const { trees, library } = modelOf(analysis);
  for (const { tree } of [...trees.values(), ...library.files.values()]) {
    for (const item of tree.items) {
      if (item.kind !== 'Enum' && item.kind !== 'Flags') continue;
      const names = item.members.map(({ name }) => name.text);
      if (names.includes(bit)) return names;
    }
  }
  return [];
}

function usedWords(subject: Subject, program: Program): ReadonlySet<string> {
  const { analysis, scenario, variant } = subject;
  const bodies = bodiesInForce(analysis, scenario, variant, calledByThreads(program));
  const words = bodies.flatMap(({ file, declaration }) => {
    const text = textOf(analysis, file) ?? '';
    return text.slice(declaration.start, declaration.end).match(/\bPG_\w+|\b[A-Z]\w+/gu) ?? [];
  });
  return new Set(words);
}
