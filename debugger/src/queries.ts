// Expressions of the language, asked of states: watch, hover, conditions, log points, the console.
// The language compiles them, the simulator runs them; nothing here knows what they mean.
import type { Compilation } from '@racewalk/language';
import {
  type Display,
  type Expression,
  type Fragment,
  formatValue,
  type Program,
  Replayer,
  type State,
} from '@racewalk/simulator';

export interface FrameVariable {
  readonly name: string;
  readonly type: string;
  readonly parameter: boolean;
  readonly parts: readonly {
    readonly suffix: string;
    readonly value: Expression;
    readonly display: Display;
  }[];
}

export interface Query {
  readonly program: Program;
  readonly fragment: Fragment;
  readonly display: Display;
  readonly type: string;
}

export interface QueryError {
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

export interface QueryScope {
  readonly thread?: number | undefined;
  readonly frame?: number | undefined;
}

interface Queried extends Compilation {
  variables(frame: number): readonly FrameVariable[];
  query(text: string, scope: QueryScope): Query | QueryError;
}

/** A value, or why there is none. */
export type Answer =
  | {
      readonly kind: 'value';
      readonly value: number;
      readonly text: string;
      readonly type: string;
      readonly query: Query;
    }
  | { readonly kind: 'none'; readonly why: string };

/** What was compiled is kept: a watch is asked again behind every step. */
export class Queries {
  readonly #compilation: Queried;
  readonly #compiled = new Map<string, Query | QueryError>();
  readonly #replayers = new Map<Program, Replayer>();

  constructor(compilation: Queried) {
    this.#compilation = compilation;
  }

  variables(frame: number): readonly FrameVariable[] {
    return this.#compilation.variables(frame);
  }

  compile(text: string, scope: QueryScope): Query | QueryError {
    const key = JSON.stringify([text, scope.thread, scope.frame]);
    let query = this.#compiled.get(key);
    if (query === undefined) {
      query = this.#compilation.query(text, scope);
      this.#compiled.set(key, query);
    }
    return query;
  }

  evaluate(text: string, scope: QueryScope, state: State): Answer {
    const query = this.compile(text, scope);
    if (isError(query)) return { kind: 'none', why: query.message };
    const value = this.replayerOf(query).evaluate(query.fragment, state);
    if (value === undefined) return { kind: 'none', why: 'it has no value here' };
    const shown = formatValue(query.program, query.display, value);
    return { kind: 'value', value, text: shown, type: query.type, query };
  }

  private replayerOf({ program }: Query): Replayer {
    let replayer = this.#replayers.get(program);
    if (replayer === undefined) {
      replayer = new Replayer(program);
      this.#replayers.set(program, replayer);
    }
    return replayer;
  }
}

export function isError(query: Query | QueryError): query is QueryError {
  return 'message' in query;
}

function isQueried(compilation: Compilation): compilation is Queried {
  return 'query' in compilation && 'variables' in compilation;
}

export function queriesOf(compilation: Compilation): Queries {
  if (isQueried(compilation)) return new Queries(compilation);
  return new Queries({
    ...compilation,
    variables: () => [],
    query: () => ({ message: 'no queries', start: 0, end: 0 }),
  });
}
