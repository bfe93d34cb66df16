// Edits of order: two neighbouring statements change places; and of atomicity: one step becomes several.
import { builtins, type tree } from '@racewalk/language';
import { type Code, type Edit, oneLine, type Removal } from './edit.ts';
import { calledBy, realNodes, sequences } from './statements.ts';

export function withoutOrder(code: Code, text: string): readonly Edit<Removal>[] {
  const inside = new Set(
    realNodes(code.block).flatMap((node) =>
      node.kind === 'Atomic' ? realNodes(node.body).filter((one) => one.kind === 'Block') : [],
    ),
  );
  const seen = [...inside].flatMap((block) => (block.kind === 'Block' ? [block.statements] : []));
  return sequences(code.block)
    .filter((statements) => !seen.includes(statements))
    .flatMap((statements) =>
      statements.flatMap((second, index) => {
        const first = statements[index - 1];
        if (first === undefined || !movable(first) || !movable(second)) return [];
        return [swapped(code, text, first, second)];
      }),
    );
}

export function swapped(
  code: Code,
  text: string,
  first: tree.Statement,
  second: tree.Statement,
): Edit<Removal> {
  const words = ({ start, end }: tree.Span) => text.slice(start, end);
  return {
    kind: 'order',
    code,
    changes: [
      { start: first.start, end: first.end, text: words(second) },
      { start: second.start, end: second.end, text: words(first) },
    ],
    sentence: `${headOf(second, text)} before ${headOf(first, text)}`,
    place: { start: first.start, end: second.end },
    around: [first, second],
  };
}

/** What a statement is called in a sentence: a compound one by its condition. */
export function headOf(statement: tree.Statement, text: string): string {
  const head = (end: number) => oneLine(text.slice(statement.start, end));
  switch (statement.kind) {
    case 'If':
    case 'While':
      return head(statement.condition.end + 1);
    default:
      return oneLine(head(statement.end).replace(/;$/u, ''));
  }
}

/** Statements whose order may matter. Checks belong to the step before them, and jumps to their place. */
export function movable(statement: tree.Statement): boolean {
  switch (statement.kind) {
    case 'ExpressionStatement': {
      const meaning = builtins.get(calledBy(statement)?.callee.text ?? '')?.meaning;
      return meaning === undefined || meaning === 'write' || meaning === 'store_pointer';
    }
    case 'If':
    case 'While':
    case 'Do':
    case 'For':
    case 'Atomic':
      return true;
    default:
      return false;
  }
}

export function withoutAtomicity(code: Code, text: string): readonly Edit<Removal>[] {
  return realNodes(code.block).flatMap((node): readonly Edit<Removal>[] => {
    if (node.kind !== 'Atomic') return [];
    return [
      {
        kind: 'atomicity',
        code,
        changes: [{ start: node.start, end: node.body.start, text: '' }],
        sentence: `${oneLine(text.slice(node.start, node.end))} in several steps`,
        place: node,
        around: [node],
      },
    ];
  });
}
