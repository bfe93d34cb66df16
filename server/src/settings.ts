// The user's settings, read tolerantly: what is absent or senseless has its default.
import { isIndex, isRecord } from './protocol.ts';

export interface Settings {
  /** Distinct states that a run which starts by itself may visit; 0: no such runs. */
  readonly automaticStates: number;
  /** Distinct states that a run which was asked for may visit. */
  readonly states: number;
}

export const defaultSettings: Settings = { automaticStates: 200_000, states: 5_000_000 };

/** Above this the engine refuses. */
const statesMax = 100_000_000;

/** From the section `racewalk`: `{ states: 5000000, automatic: { states: 200000 } }`. */
export function settingsFrom(section: unknown): Settings {
  if (!isRecord(section)) return defaultSettings;
  const automatic = isRecord(section.automatic) ? section.automatic : {};
  return {
    automaticStates: count(automatic.states, 0, defaultSettings.automaticStates),
    states: count(section.states, 1, defaultSettings.states),
  };
}

function count(value: unknown, least: number, otherwise: number): number {
  return isIndex(value) ? Math.min(Math.max(value, least), statesMax) : otherwise;
}
