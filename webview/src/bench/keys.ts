// Keys of the table, as where they lead. Rows and columns count from 0.

export interface Place {
  readonly row: number;
  readonly column: number;
}

export interface Size {
  readonly rows: number;
  readonly columns: number;
}

export interface Pressed {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

const pageRows = 5;

/** `open`: what is at the place; undefined: the key is not ours. */
export function meaningOf(pressed: Pressed, at: Place, size: Size): Place | 'open' | undefined {
  const { key, altKey, shiftKey } = pressed;
  const isControl = pressed.ctrlKey || pressed.metaKey;
  if (altKey || shiftKey) return undefined;
  const last = { row: size.rows - 1, column: size.columns - 1 };
  if (isControl) {
    if (key === 'Home') return { row: 0, column: 0 };
    return key === 'End' ? last : undefined;
  }
  const to = (row: number, column: number): Place => ({
    row: Math.max(0, Math.min(last.row, row)),
    column: Math.max(0, Math.min(last.column, column)),
  });
  switch (key) {
    case 'ArrowUp':
      return to(at.row - 1, at.column);
    case 'ArrowDown':
      return to(at.row + 1, at.column);
    case 'ArrowLeft':
      return to(at.row, at.column - 1);
    case 'ArrowRight':
      return to(at.row, at.column + 1);
    case 'PageUp':
      return to(at.row - pageRows, at.column);
    case 'PageDown':
      return to(at.row + pageRows, at.column);
    case 'Home':
      return to(at.row, 0);
    case 'End':
      return to(at.row, last.column);
    case 'Enter':
    case ' ':
      return 'open';
    default:
      return undefined;
  }
}
