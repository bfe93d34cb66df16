// A Program as a model for Spin, with one transition of Spin per step: its distinct states and
// transitions are the Program's. docs/decisions/0006-exporter-folder.md tells the scheme.
import { initialState, type Program } from '@racewalk/simulator';
import { codeBlocks } from './code-blocks.ts';
import { Model } from './model.ts';
import { commentText } from './names.ts';
import { proctypes } from './proctypes.ts';
import { refuseLiveness, Unsupported } from './unsupported.ts';

export interface ExportOptions {
  /** Stands in the first comment. */
  readonly title: string;
  /** The text behind a name in `program.files`, for the line of each step. */
  readonly textOf: (file: string) => string | undefined;
}

export type Exported =
  | {
      readonly kind: 'model';
      readonly text: string;
      /** What the C compiler has to be given for it: `-DNOREDUCE`. */
      readonly compilerOptions: readonly string[];
    }
  /** Nothing is exported rather than something else. */
  | { readonly kind: 'unsupported'; readonly reason: string };

/** The same program gives the same text. Runnable as it is: its first comment says how. */
export function promela(program: Program, options: ExportOptions): Exported {
  try {
    refuseLiveness(program);
    const model = new Model(program, initialState(program), options.textOf);
    const parts = [
      heading(model, options.title),
      checkMacro,
      variables(model),
      ...codeBlocks(model),
      ...proctypes(model),
    ];
    const text = `${parts.join('\n\n')}\n`;
    return { kind: 'model', text, compilerOptions: compilerOptions(model) };
  } catch (error) {
    if (error instanceof Unsupported) return { kind: 'unsupported', reason: error.message };
    throw error;
  }
}

/** No partial order reduction, for Spin can't see what C touches; room for the state. */
function compilerOptions({ vectorBytes }: Model): readonly string[] {
  const vector = `-DVECTORSZ=${Math.ceil(vectorBytes / 512) * 512}`;
  return vectorBytes > 1000 ? ['-DNOREDUCE', vector] : ['-DNOREDUCE'];
}

function heading(model: Model, title: string): string {
  const { program } = model;
  const properties = program.properties.flatMap(({ name, watched }, index) =>
    watched && name !== 'deadlock' ? [` *   ${index}  ${commentText(name)}`] : [],
  );
  return [
    `/* ${commentText(title)}`,
    ' *',
    ' * Written by racewalk export. To explore every interleaving with Spin, in a file model.pml:',
    ' *   spin -o1 -o2 -o3 -a model.pml',
    ` *   gcc -O2 -w -DSAFETY ${compilerOptions(model).join(' ')} -o pan pan.c`,
    ' *   ./pan -m1000000 -c0',
    ' * A step is one transition, so "states, stored" are the states that racewalk check --json tells,',
    ' * and "transitions" its transitions and one more, the initial one. "racewalk: violated"',
    ' * is printed for each broken property, and an invalid end state is a deadlock.',
    ' *',
    ' * A run that breaks one property, by its number, and the steps of the run:',
    ' *   RACEWALK_STOP=NUMBER ./pan -m1000000 -E; ./pan -r -S',
    ...properties,
    ' *',
    ' * A thread rests at a label. What a step does is C, for arithmetic is exact and a fault ends the',
    ' * run: the function works on a copy of the state and says where the thread rests afterwards;',
    ' * commit() makes the copy the state. A step that ends the run leads to no state, and is a loop.',
    ' */',
  ].join('\n');
}

const checkMacro = '#define CHECK assert(c_expr { HOLDS })';

function variables(model: Model): string {
  const { program, slotNames, stored, registerNames, overNames } = model;
  const slots = program.slots.map(({ name }, slot) => {
    const { type, initial } = model.slotVariable(slot);
    return `${type} ${slotNames[slot] ?? ''} = ${initial}; /* ${commentText(name)} */`;
  });
  const registers = stored.map((register) => {
    const { type, initial } = model.registerVariable(register);
    return `${type} ${registerNames[register] ?? ''} = ${initial};`;
  });
  const over = overNames.map((name, thread) => {
    const isOver = model.start.threads[thread]?.over === true;
    return `bool ${name} = ${isOver};`;
  });
  return [
    '/* Shared state. */',
    ...slots,
    '/* Variables of the threads; zero where they are not needed any more. */',
    ...registers,
    '/* Which threads have ended. */',
    ...over,
  ].join('\n');
}
