// What a reader has set: size, folds and filter. The shown step is not here, so that stepping
// lays nothing out anew.

/** Which calls are folded: those from a depth on, except those that were turned the other way. */
export interface Folds {
  /** 0-based depth from which calls are folded; undefined: none is. */
  readonly depth: number | undefined;
  /** Keys of `CallSpan`s. */
  readonly turned: readonly string[];
}

export interface View {
  /** Pixels that the picture may take; narrower lanes than can be read are not made. */
  readonly width: number;
  /** Pixels of a line. */
  readonly lineHeight: number;
  /** Pixels of a character of the lanes' font, which is fixed. */
  readonly charWidth: number;
  readonly folds: Folds;
  /** Only steps that this text, object or lock is about; empty: all. */
  readonly filter: string;
}

export const nothingFolded: Folds = { depth: undefined, turned: [] };

/** Of zooming; the style sheet has a class for each. */
export const lineHeights = { min: 14, usual: 22, max: 42, by: 4 } as const;

/** The font of a line, and what a character of it is wide in most fixed fonts. */
export function fontSizeOf(lineHeight: number): number {
  return Math.max(8, Math.min(18, Math.round(lineHeight * 0.58)));
}

const widthOfSize = 0.602;

/** For where no font can be measured: a file, a test. */
export function charWidthOf(lineHeight: number): number {
  return fontSizeOf(lineHeight) * widthOfSize;
}

export function withFoldTurned(folds: Folds, key: string): Folds {
  const { depth, turned } = folds;
  const isTurned = turned.includes(key);
  return { depth, turned: isTurned ? turned.filter((one) => one !== key) : [...turned, key] };
}
