// The statements of a text as control comes by them: lists in which one follows the other.
import { descendants, type tree } from '@racewalk/language';

export type Statements = readonly tree.Statement[];

/** A function, a thread or a `finally`, with its statements. */
export interface Body {
  /** Undefined for `finally`. */
  readonly name: string | undefined;
  readonly kind: 'function' | 'outermost';
  readonly block: tree.Block;
}

type Item = tree.Item | tree.ScenarioItem;

/** Those of the items themselves; those of scenarios and variants are other lists of items. */
export function bodiesIn(items: readonly Item[]): readonly Body[] {
  return items.flatMap((item): readonly Body[] => {
    switch (item.kind) {
      case 'Function':
        if (item.body === undefined) return [];
        return [{ name: item.name.text, kind: 'function', block: item.body }];
      case 'Thread':
        return [{ name: item.name.text, kind: 'outermost', block: item.body }];
      case 'Finally':
        return [{ name: undefined, kind: 'outermost', block: item.body }];
      case 'Patch':
        return bodiesIn(item.items);
      default:
        return [];
    }
  });
}

/** The lists directly inside a statement: branches, bodies of loops, sections of a `switch`. */
export function listsIn(statement: tree.Statement): readonly Statements[] {
  switch (statement.kind) {
    case 'Block':
      return [statement.statements];
    case 'If':
      return [statement.consequent, ...(statement.alternative ? [statement.alternative] : [])].map(
        asList,
      );
    case 'While':
    case 'Do':
    case 'For':
      return [asList(statement.body)];
    case 'Atomic':
    case 'Ghost':
      return [statement.body.statements];
    case 'Choose':
      return statement.branches.map(({ statements }) => statements);
    case 'Switch':
      return statement.sections.map(({ statements }) => statements);
    case 'Labeled':
      return [[statement.statement]];
    default:
      return [];
  }
}

function asList(statement: tree.Statement): Statements {
  return statement.kind === 'Block' ? statement.statements : [statement];
}

/** May control come into it otherwise than from above? */
export function hasEntry(statement: tree.Statement): boolean {
  for (const { kind } of descendants(statement)) {
    if (kind === 'Labeled' || kind === 'SwitchSection') return true;
  }
  return false;
}
