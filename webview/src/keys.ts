// Keys of the timeline, as what they mean.

export type KeyMeaning =
  | { readonly kind: 'stops'; readonly count: number }
  | { readonly kind: 'page'; readonly direction: -1 | 1 }
  | { readonly kind: 'lane'; readonly direction: -1 | 1 }
  | { readonly kind: 'zoom'; readonly direction: -1 | 0 | 1 }
  | { readonly kind: 'first' | 'last' | 'open' | 'fold' | 'foldAll' | 'filter' | 'copy' | 'pick' };

export interface Pressed {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** What a key means in the lanes; undefined: it is not ours. */
export function meaningOf({ key, ctrlKey, metaKey, altKey }: Pressed): KeyMeaning | undefined {
  if (ctrlKey || metaKey || altKey) {
    return (ctrlKey || metaKey) && !altKey && key === 'c' ? { kind: 'copy' } : undefined;
  }
  switch (key) {
    case 'ArrowDown':
      return { kind: 'stops', count: 1 };
    case 'ArrowUp':
      return { kind: 'stops', count: -1 };
    case 'ArrowLeft':
      return { kind: 'lane', direction: -1 };
    case 'ArrowRight':
      return { kind: 'lane', direction: 1 };
    case 'PageDown':
      return { kind: 'page', direction: 1 };
    case 'PageUp':
      return { kind: 'page', direction: -1 };
    case 'Home':
      return { kind: 'first' };
    case 'End':
      return { kind: 'last' };
    case 'Enter':
      return { kind: 'open' };
    case ' ':
    case 'f':
      return { kind: 'fold' };
    case 'F':
      return { kind: 'foldAll' };
    case '/':
      return { kind: 'filter' };
    case 'c':
      return { kind: 'copy' };
    case 'r':
      return { kind: 'pick' };
    case '+':
    case '=':
      return { kind: 'zoom', direction: 1 };
    case '-':
      return { kind: 'zoom', direction: -1 };
    case '0':
      return { kind: 'zoom', direction: 0 };
    default:
      return undefined;
  }
}
