// What the checker carries along while it walks a tree.
import type { Code } from '../diagnostics/codes.ts';
import { severityOf } from '../diagnostics/codes.ts';
import type { Diagnostic, RelatedPlace } from '../diagnostics/diagnostic.ts';
import type { AtomicStatement, Span } from '../syntax/tree.ts';
import type { Scope } from './scope.ts';
import type { Bindings, LabelSymbol } from './symbols.ts';
import type { Type } from './types.ts';

export interface CheckContext {
  readonly file: string;
  readonly scope: Scope;
  readonly bindings: Bindings;
  readonly diagnostics: Diagnostic[];
  /** Is this the library's own text? */
  readonly library: boolean;
  /** May ghost state be read here? */
  readonly ghost: boolean;
  /** Undeclared names that are assigned become the scenario's variables; undefined outside setup. */
  readonly setup: Scope | undefined;
  /** Releases this code is written for: the bodies that a call may mean. */
  readonly from: number;
  readonly to: number;
  readonly body: BodyContext | undefined;
  /** An expression about a state that is there, of a debugger: objects of pools have an index, too. */
  readonly inspects: boolean;
  /** Types whose fields are not resolved yet, with how to do it: they may be used before. */
  readonly unresolved: Map<Type, () => void>;
}

/** Inside a function, thread, setup or finally. */
export interface BodyContext {
  readonly name: string;
  readonly result: Type;
  readonly labels: ReadonlyMap<string, LabelSymbol>;
  readonly inLoop: boolean;
  readonly inSwitch: boolean;
  /** Inside `ghost { }`, which control enters at the top and leaves at the bottom. */
  readonly inGhost: boolean;
  readonly atomics: readonly AtomicStatement[];
}

/** The context of a part that may read ghost state, or may not. */
export function withGhost(context: CheckContext, ghost: boolean): CheckContext {
  return context.ghost === ghost ? context : { ...context, ghost };
}

export function report(
  context: CheckContext,
  code: Code,
  span: Span,
  message: string,
  related: readonly RelatedPlace[] = [],
): void {
  context.diagnostics.push({
    code,
    severity: severityOf(code),
    message,
    file: context.file,
    start: span.start,
    end: span.end,
    related,
  });
}
