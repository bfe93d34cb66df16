// What the client and the server say to each other beyond the LSP.

/** Which run: the variant of a scenario of a text, and the property whose failing run is meant. */
export interface RunOf {
  readonly uri: string;
  /** 0-based. */
  readonly scenario: number;
  /** 0-based; 0 is the scenario as written. */
  readonly variant: number;
  readonly property?: string;
}

/** The failing run as CPU columns. */
export interface Columns {
  readonly title: string;
  readonly text: string;
}

export interface StatusMessage {
  readonly uri: string;
  readonly state: 'idle' | 'running' | 'done' | 'cancelled';
  /** A few words for the status bar. */
  readonly text: string;
  /** Lines for its tooltip. */
  readonly detail: string;
}
