// The lines of the timeline: one for each step, one for each call that is entered, and what is said
// between them. Every step is in exactly one line, also where calls are folded or steps filtered.
import type { Trace, TraceEvent } from '@racewalk/trace';
import { type CallSpan, type CallSpans, foldedOf } from './call-spans.ts';
import { matching } from './filter.ts';
import type { RunShown } from './run-shown.ts';
import type { View } from './view.ts';

export type Line =
  /** The state before any step. */
  | { readonly kind: 'start' }
  | { readonly kind: 'call'; readonly span: CallSpan }
  | { readonly kind: 'step'; readonly row: number }
  /** Steps of a folded call that follow one another. */
  | { readonly kind: 'folded'; readonly span: CallSpan; readonly from: number; readonly to: number }
  /** Steps that the filter leaves out. */
  | { readonly kind: 'gap'; readonly from: number; readonly to: number }
  /** A property that breaks here and was not broken before; row -1: before any step. */
  | { readonly kind: 'event'; readonly row: number; readonly event: TraceEvent }
  | { readonly kind: 'repeats'; readonly row: number }
  /** A thread that can't move where the run ends; index into `Trace.blocked`. */
  | { readonly kind: 'blocked'; readonly index: number };

export interface Lines {
  readonly all: readonly Line[];
  /** For each row the index of the line that it is in. */
  readonly ofRow: readonly number[];
}

export function linesOf(run: RunShown, spans: CallSpans, view: View): Lines {
  return new LineMaker(run, spans, view).make();
}

class LineMaker {
  readonly #run: RunShown;
  readonly #spans: CallSpans;
  readonly #view: View;
  readonly #all: Line[] = [];
  readonly #ofRow: number[] = [];
  readonly #entered = new Set<CallSpan>();

  constructor(run: RunShown, spans: CallSpans, view: View) {
    this.#run = run;
    this.#spans = spans;
    this.#view = view;
  }

  make(): Lines {
    const { trace, repeatsFrom } = this.#run;
    this.#all.push({ kind: 'start' });
    this.#events(-1, trace.initialEvents);
    const shown = matching(trace, this.#view.filter);
    trace.rows.forEach((_, index) => {
      if (index === repeatsFrom) this.#all.push({ kind: 'repeats', row: index });
      const fresh = freshEvents(trace, index);
      if (shown?.[index] === false && fresh.length === 0) this.#gap(index);
      else this.#row(index);
      this.#ofRow.push(this.#all.length - 1);
      this.#events(index, fresh);
    });
    trace.blocked.forEach((_, index) => {
      const stack = this.#spans.ofBlocked[index] ?? [];
      const folded = foldedOf(this.#view.folds, stack);
      this.#enter(folded === undefined ? stack : stack.slice(0, folded.depth));
      this.#all.push({ kind: 'blocked', index });
    });
    return { all: this.#all, ofRow: this.#ofRow };
  }

  #row(row: number): void {
    const stack = this.#spans.ofRow[row] ?? [];
    const span = foldedOf(this.#view.folds, stack);
    if (span === undefined) {
      this.#enter(stack);
      this.#all.push({ kind: 'step', row });
      return;
    }
    this.#enter(stack.slice(0, span.depth));
    const last = this.#all.at(-1);
    if (last?.kind === 'folded' && last.span === span) {
      this.#all[this.#all.length - 1] = { ...last, to: row };
    } else this.#all.push({ kind: 'folded', span, from: row, to: row });
  }

  #gap(row: number): void {
    const last = this.#all.at(-1);
    if (last?.kind === 'gap') this.#all[this.#all.length - 1] = { ...last, to: row };
    else this.#all.push({ kind: 'gap', from: row, to: row });
  }

  /** A call has its line above the first of its steps that is shown. */
  #enter(stack: readonly CallSpan[]): void {
    for (const span of stack) {
      if (this.#entered.has(span)) continue;
      this.#entered.add(span);
      this.#all.push({ kind: 'call', span });
    }
  }

  #events(row: number, events: readonly TraceEvent[]): void {
    for (const event of events) this.#all.push({ kind: 'event', row, event });
  }
}

/** A property that stays broken is marked once, at the step that broke it. */
export function freshEvents(trace: Trace, row: number): readonly TraceEvent[] {
  const before = row === 0 ? trace.initialEvents : (trace.rows[row - 1]?.events ?? []);
  const events = trace.rows[row]?.events ?? [];
  return events.filter(
    ({ property, message }) =>
      !before.some((one) => one.property === property && one.message === message),
  );
}
