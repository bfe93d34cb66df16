// The state graph of a small program for Graphviz: what is broken is red, a node tells the values
// that differ somewhere, an edge the thread and the line of its step.
import { formatValue, type Program } from '@racewalk/simulator';
import { commentText } from './names.ts';
import type { Exported, ExportOptions } from './promela.ts';
import { type GraphEdge, type GraphNode, stateGraph } from './state-graph.ts';
import { instructionAt } from './step-graph.ts';
import { Unsupported } from './unsupported.ts';

/** The same program gives the same text. Example: `dot -Tsvg`. */
export function dot(program: Program, { title, textOf }: ExportOptions): Exported {
  try {
    const nodes = stateGraph(program);
    const drawing = new Drawing(program, nodes, textOf);
    const lines = nodes.flatMap((node, index) => drawing.node(node, index));
    const text = [
      `// ${commentText(title)}`,
      '// Written by racewalk export. To draw it: dot -Tsvg FILE -o FILE.svg',
      'digraph states {',
      `\tlabel=${quoted([title])}; labelloc=t;`,
      '\tnode [shape=box, fontname="monospace", fontsize=10];',
      '\tedge [fontname="monospace", fontsize=9];',
      ...lines,
      '}',
    ].join('\n');
    return { kind: 'model', text: `${text}\n`, compilerOptions: [] };
  } catch (error) {
    if (error instanceof Unsupported) return { kind: 'unsupported', reason: error.message };
    throw error;
  }
}

const red = 'color=red, fontcolor=red';
/** Longer lines of a text are cut: they make boxes that nobody can overlook. */
const lineMax = 60;

class Drawing {
  private readonly program: Program;
  private readonly textOf: ExportOptions['textOf'];
  /** Slots with different values in different states. */
  private readonly varying: readonly number[];

  constructor(program: Program, nodes: readonly GraphNode[], textOf: ExportOptions['textOf']) {
    this.program = program;
    this.textOf = textOf;
    this.varying = program.slots.flatMap((_, slot) => {
      const values = new Set(nodes.map(({ state }) => state.slots[slot]));
      return values.size > 1 ? [slot] : [];
    });
  }

  node({ state, broken, edges }: GraphNode, index: number): readonly string[] {
    const { program } = this;
    const values = this.varying.map((slot) => {
      const { name, display } = program.slots[slot] ?? { name: '', display: number };
      return `${name} = ${formatValue(program, display, state.slots[slot] ?? 0)}`;
    });
    const isOver = state.threads.every(({ over }) => over);
    const style = [
      ...(index === 0 ? ['style=bold'] : []),
      ...(isOver ? ['peripheries=2'] : []),
      ...(broken.length > 0 ? [red] : []),
    ];
    const label = quoted([`${index}`, ...broken.map((name) => `!!! ${name}`), ...values]);
    const drawn = `\ts${index} [${[`label=${label}`, ...style].join(', ')}];`;
    return [drawn, ...edges.flatMap((edge, at) => this.edge(edge, index, at))];
  }

  private edge(edge: GraphEdge, from: number, at: number): readonly string[] {
    const { action, pc, to, end, broken } = edge;
    const thread = this.program.threads[action.thread]?.name ?? '';
    const { site } = instructionAt(this.program, pc);
    const file = this.program.files[site.file] ?? '';
    const source = this.textOf(file)?.split('\n')[site.line]?.trim() ?? '';
    const choice = action.choice === 0 ? '' : ` (choice ${action.choice})`;
    const where = `${file.split('/').at(-1) ?? ''}:${site.line + 1}`;
    const label = quoted([`${thread}${choice}`, where, source.slice(0, lineMax)]);
    const colour = broken.length > 0 ? `, ${red}` : '';
    const drawn = `\ts${from} -> ${to === undefined ? `e${from}_${at}` : `s${to}`} [label=${label}${colour}];`;
    if (to !== undefined) return [drawn];
    const ends = end === 'pool' ? ['a pool is exhausted'] : broken.map((name) => `!!! ${name}`);
    const octagon = `shape=octagon, ${end === 'pool' ? 'color=grey' : red}`;
    return [`\te${from}_${at} [label=${quoted([...ends, 'the run ends'])}, ${octagon}];`, drawn];
  }
}

const number = { kind: 'number' } as const;

/** A string of Graphviz, its lines set to the left. */
function quoted(lines: readonly string[]): string {
  const escaped = lines.map((line) =>
    line
      .replace(/[^\x20-\x7e]+/gu, ' ')
      .replaceAll('\\', '\\\\')
      .replaceAll('"', '\\"'),
  );
  return `"${escaped.map((line) => `${line}\\l`).join('')}"`;
}
