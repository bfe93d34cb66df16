// A place somebody points at: the texts, the offset, and the variant whose rules are in force
// there.
import {
  type Analysis,
  type children,
  type NameAt,
  nodeAt,
  symbolAt,
  treeOf,
} from '@racewalk/language';
import { entryOf, type FileResults, type VariantEntry } from '../run/results.ts';

export type Node = ReturnType<typeof children>[number];

export interface Place {
  readonly analysis: Analysis;
  /** The file pointed into: the analysed one, an included one, or one of the library. */
  readonly file: string;
  readonly offset: number;
  /** What is known of this very text; undefined for library texts. */
  readonly results: FileResults | undefined;
}

export interface Variant {
  readonly scenario: number;
  readonly variant: number;
  /** `v5.13`. */
  readonly release: string;
  /** What is known of it at this revision. */
  readonly entry: VariantEntry | undefined;
}

/** From the root to what is at the place; empty where the file is unknown. */
export function pathAt({ analysis, file, offset }: Place): readonly Node[] {
  const tree = treeOf(analysis, file);
  return tree === undefined ? [] : nodeAt(tree, offset);
}

export function nameAt({ analysis, file, offset }: Place): NameAt | undefined {
  return symbolAt(analysis, file, offset);
}

/**
 * The variant around the place, else the scenario as written; outside all, the first of the
 * file.
 */
export function variantAt({ analysis, file, offset, results }: Place): Variant | undefined {
  const { scenarios } = analysis;
  const own = file === analysis.file.name;
  const around = scenarios.findIndex(({ whole }) => own && holds(whole, offset));
  const scenario = Math.max(around, 0);
  const variants = scenarios[scenario]?.variants ?? [];
  // The first variant is the scenario as written: its place is around all the others.
  const inner = around < 0 ? 0 : variants.findLastIndex(({ whole }) => holds(whole, offset));
  const variant = Math.max(inner, 0);
  const info = variants[variant];
  if (info === undefined) return undefined;
  const entry = entryOf(results, { scenario, variant });
  return { scenario, variant, release: info.release, entry };
}

function holds(span: { readonly start: number; readonly end: number }, offset: number): boolean {
  return span.start <= offset && offset <= span.end;
}

export interface FilePlace {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}
