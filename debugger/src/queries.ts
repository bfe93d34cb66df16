// Expressions of the language, asked of states: watch, hover, conditions, log points, the console.
// The language compiles them, the simulator runs them; nothing here knows what they mean.
import type {
  Compilation,
  FrameVariable,
  Query,
  QueryError,
  QueryScope,
  ScopeName,
} from '@racewalk/language';
import {
  type Display,
  type Evaluated,
  Evaluator,
  type Fragment,
  formatValue,
  type Program,
  type RegisterId,
  type State,
} from '@racewalk/simulator';

/** A value, or why there is none. */
export type Answer =
  | {
      readonly kind: 'value';
      readonly value: number;
      readonly text: string;
      readonly query: Query;
    }
  /** A struct, a word or an array: its integers and pointers. */
  | { readonly kind: 'parts'; readonly parts: readonly Part[]; readonly query: Query }
  | { readonly kind: 'none'; readonly why: string };

export interface Part {
  /** `.flags`, `[2].owner`. */
  readonly suffix: string;
  readonly type: string;
  readonly text: string;
  readonly display: Display;
  /** Undefined where it has none here. */
  readonly value: number | undefined;
}

/** What an expression shows whose locals the thread does not need any more, or not yet. */
export const notLive = 'not live here';

/** What was compiled is kept: a watch is asked again behind every step. */
export class Queries {
  readonly #compilation: Compilation;
  readonly #compiled = new Map<string, Query | QueryError>();
  readonly #evaluators = new WeakMap<Program, Evaluator>();

  constructor(compilation: Compilation) {
    this.#compilation = compilation;
  }

  /** Those whose names can be used where the thread rests. */
  variables(frame: number, pc: number): readonly FrameVariable[] {
    return this.#compilation.variables(frame, pc);
  }

  threadVariables(thread: number): readonly FrameVariable[] {
    return this.#compilation.threadVariables(thread);
  }

  namesIn(scope: QueryScope): readonly ScopeName[] {
    return this.#compilation.namesIn(scope);
  }

  compile(text: string, scope: QueryScope): Query | QueryError {
    const key = JSON.stringify([text, scope.thread, scope.frame, scope.pc]);
    let query = this.#compiled.get(key);
    if (query === undefined) {
      query = this.#compilation.query(text, scope);
      if (this.#compiled.size >= compiledMax) this.#compiled.clear();
      this.#compiled.set(key, query);
    }
    return query;
  }

  evaluate(text: string, scope: QueryScope, state: State): Answer {
    const query = this.compile(text, scope);
    if (isError(query)) return { kind: 'none', why: query.message };
    const evaluator = this.#evaluatorOf(query.program);
    if (query.leaves !== undefined) {
      const parts = query.leaves.map(({ suffix, type, display, fragment, reads }): Part => {
        const found = evaluated(evaluator, fragment, reads, state);
        const shown = found.fault ?? formatValue(query.program, display, found.value);
        return { suffix, type, display, text: shown, value: found.value };
      });
      return { kind: 'parts', parts, query };
    }
    const found = evaluated(evaluator, query.fragment, query.reads, state);
    if (found.fault !== undefined) return { kind: 'none', why: found.fault };
    const shown = formatValue(query.program, query.display, found.value);
    return { kind: 'value', value: found.value, text: shown, query };
  }

  #evaluatorOf(program: Program): Evaluator {
    let evaluator = this.#evaluators.get(program);
    if (evaluator === undefined) {
      evaluator = new Evaluator(program);
      this.#evaluators.set(program, evaluator);
    }
    return evaluator;
  }
}

/** Each holds a program; a session asks the same few again and again. */
const compiledMax = 500;

function evaluated(
  evaluator: Evaluator,
  fragment: Fragment,
  reads: readonly RegisterId[],
  state: State,
): Evaluated {
  const isLive = (register: RegisterId) =>
    state.threads.some(({ registers }) => registers.has(register));
  if (!reads.every(isLive)) return { value: undefined, fault: notLive };
  return evaluator.evaluate(fragment, state);
}

export function isError(query: Query | QueryError): query is QueryError {
  return 'message' in query;
}
