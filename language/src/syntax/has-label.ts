// Which statements may be entered from outside.
import type { Statement } from './tree.ts';

/** May a goto lead inside? Then the code there is reached though nothing falls into it. */
export function hasLabel(statement: Statement): boolean {
  switch (statement.kind) {
    case 'Labeled':
      return true;
    case 'Block':
      return statement.statements.some(hasLabel);
    case 'If':
      return (
        hasLabel(statement.consequent) ||
        (statement.alternative !== undefined && hasLabel(statement.alternative))
      );
    case 'While':
    case 'Do':
    case 'For':
    case 'Atomic':
    case 'Ghost':
      return hasLabel(statement.body);
    case 'Switch':
      return statement.sections.some((section) => section.statements.some(hasLabel));
    case 'Choose':
      return statement.branches.some(hasLabel);
    default:
      return false;
  }
}
