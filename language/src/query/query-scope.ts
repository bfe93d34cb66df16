// Which declaration a name means for a debugger: the locals of the open call first, then what its
// file sees, then all that the scenario sees.
import type { QueryScope } from '../analysis.ts';
import { Scope } from '../check/scope.ts';
import type { FunctionSymbol, PatchSymbol } from '../check/symbols.ts';
import type { RecordedCall } from '../lower/recorder.ts';
import type { Unit } from '../lower/unit.ts';
import { type Inspection, type Local, localsOf, visibleAt } from '../lower/variables.ts';
import { positionIn } from './position.ts';

export interface ResolvedScope {
  readonly scope: Scope;
  /** The thread's unit: whose thread_local variables, and `this_thread`. */
  readonly unit: Unit | undefined;
  readonly call: RecordedCall | undefined;
  /** Names of locals that cannot be named where the thread rests. */
  readonly hidden: ReadonlySet<string>;
}

export function resolveScope(inspection: Inspection, where: QueryScope): ResolvedScope {
  const { recorder, program } = inspection;
  const call = where.frame === undefined ? undefined : recorder.calls.get(where.frame);
  const unit = call?.unit ?? recorder.threads[where.thread ?? -1];
  const scope = new Scope(outerScope(inspection, call));
  if (call === undefined) return { scope, unit, call, hidden: new Set() };
  const offset =
    where.pc === undefined ? undefined : positionIn(program, call.activation.frame, where.pc);
  const locals = localsOf(inspection, call);
  const shown: readonly Local[] = offset === undefined ? locals : visibleAt(locals, offset);
  for (const { symbol } of shown) {
    if (!scope.values.has(symbol.name)) scope.values.set(symbol.name, symbol);
  }
  const hidden = locals.map(({ symbol }) => symbol.name).filter((name) => !scope.values.has(name));
  return { scope, unit, call, hidden: new Set(hidden) };
}

/** In a function of the library its own globals come first, then those of the scenario. */
function outerScope({ model, variant }: Inspection, call: RecordedCall | undefined): Scope {
  const scope = new Scope(variant.scope);
  addPatched(variant.patches, scope);
  const file = call?.activation.file;
  if (file === undefined || !model.library.files.has(file)) return scope;
  for (const [name, symbol] of model.library.scope.values) {
    // Which body a call means is not decided by scopes, but by the variant.
    if (symbol.kind !== 'function' && variant.scope.value(name) !== symbol) {
      scope.values.set(name, symbol);
    }
  }
  return scope;
}

/** Functions that only a patch has: those that call them are its own. */
function addPatched(patches: readonly PatchSymbol[], scope: Scope): void {
  for (const body of patches.flatMap(({ bodies }) => bodies)) {
    const { name, file, span, doc } = body;
    if (scope.value(name) !== undefined) continue;
    const bodies = [body];
    const symbol: FunctionSymbol = {
      kind: 'function',
      name,
      file,
      span,
      doc,
      bodies,
      outer: undefined,
    };
    scope.values.set(name, symbol);
  }
}
