// One line of the variables view, before it is DAP's.

export interface Item {
  readonly name: string;
  readonly value: string;
  readonly type: string | undefined;
  /** An expression that gives the same; undefined where the language has none. */
  readonly evaluateName: string | undefined;
  /** The path of the slots it stands for, for data breakpoints; undefined: none. */
  readonly path: string | undefined;
  /** Undefined: there is nothing below it. */
  readonly children: (() => readonly Item[]) | undefined;
}

export function plainItem(name: string, value: string): Item {
  return {
    name,
    value,
    type: undefined,
    evaluateName: undefined,
    path: undefined,
    children: undefined,
  };
}

/** A heading with lines below it. */
export function groupItem(name: string, value: string, children: () => readonly Item[]): Item {
  return { ...plainItem(name, value), children };
}
