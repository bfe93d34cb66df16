// A diagnostic that needs complete searches of all variants of a scenario, or of all scenarios of a file.
import type { Analysis, tree } from '@racewalk/language';
import type { Finding, MmEntry } from './mm-diagnostic.ts';
import type { VariantSeen } from './variant-seen.ts';

export interface SeenScenario {
  readonly declaration: tree.ScenarioDeclaration;
  /** By variant; never empty. */
  readonly variants: readonly VariantSeen[];
}

export interface SeenFile {
  readonly analysis: Analysis;
  readonly items: readonly tree.Item[];
  /** Those of which every variant was seen in full. */
  readonly scenarios: readonly SeenScenario[];
  /** All scenarios of the file are among them. */
  readonly isWhole: boolean;
}

export interface SeenRule {
  readonly entry: MmEntry;
  find(seen: SeenFile): readonly Finding[];
}
