// Expressions of a debugger: parsed, typed in the scope of an open call, and lowered behind the code
// of a program that is there.
import { type Instruction, mayBeRead, type Program } from '@racewalk/simulator';
import type { Query, QueryError, QueryScope } from '../analysis.ts';
import { checkPlace } from '../check/expression.ts';
import { fileContext } from '../check/library.ts';
import { refusalOf } from '../check/looking.ts';
import type { Bindings } from '../check/symbols.ts';
import { emptyBindings } from '../check/symbols.ts';
import { type Type, typeName } from '../check/types.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { membersOf } from '../query/members.ts';
import { type ResolvedScope, resolveScope } from '../query/query-scope.ts';
import { parseQuery } from '../syntax/parse-query.ts';
import type { Expression } from '../syntax/tree.ts';
import { ProgramLimit } from './builder.ts';
import { addLateTargets } from './late-targets.ts';
import { Linker } from './linker.ts';
import { type Looked, lowerLook } from './look.ts';
import type { Inspection } from './variables.ts';

interface Typed {
  readonly text: string;
  readonly file: string;
  readonly expression: Expression;
  readonly type: Type;
}

/** One answer for each text. */
export function lowerQueries(
  inspection: Inspection | undefined,
  texts: readonly string[],
  where: QueryScope,
): readonly (Query | QueryError)[] {
  if (inspection === undefined) {
    const message = 'the scenario has errors: there is nothing to look at';
    return texts.map((text) => ({ message, start: 0, end: text.length }));
  }
  const resolved = resolveScope(inspection, where);
  const bindings = emptyBindings();
  const files = new Map(texts.map((text, index) => [`expression ${index + 1}`, text]));
  const typed = [...files].map(([file, text]) =>
    typeQuery(text, file, bindings, resolved, inspection),
  );
  const linker = linkerFor(inspection, files, bindings);
  const looked = typed.map((query) =>
    'message' in query ? query : lowerOne(query, linker, resolved, inspection.program),
  );
  const program = extended(inspection.program, linker);
  const undefinedAt = undefinedReads(linker, program);
  return looked.map((answer): Query | QueryError => {
    if ('message' in answer) return answer;
    const { query, look, from, to } = answer;
    const unset = undefinedAt.find(({ pc }) => pc >= from && pc < to);
    if (unset === undefined) return { program, ...look, ...unfolded(query) };
    return queryError(query.text, `${unset.name} may have no value here`, query.expression);
  });
}

function unfolded({ expression, text, type }: Typed) {
  const { members, omitted } = membersOf(expression, text, type);
  return { type: typeName(type), members, membersOmitted: omitted };
}

function typeQuery(
  text: string,
  file: string,
  bindings: Bindings,
  { scope, unit, hidden }: ResolvedScope,
  { linker }: Inspection,
): Typed | QueryError {
  const { expression, error } = parseQuery(text, file);
  if (expression === undefined) return queryError(text, error.message, error);
  const refused = refusalOf(expression, scope, unit !== undefined);
  if (refused !== undefined) return refused;
  const diagnostics: Diagnostic[] = [];
  const { number } = linker.release;
  const type = checkPlace(expression, {
    ...fileContext(file, scope, bindings, diagnostics, new Map(), false),
    ghost: true,
    inspects: true,
    from: number,
    to: number,
  });
  const [first] = diagnostics
    .filter(({ severity }) => severity === 'error')
    .sort((a, b) => a.start - b.start || a.end - b.end);
  if (first !== undefined) {
    const named = text.slice(first.start, first.end);
    const unseen = first.code === 'RW0201' && hidden.has(named);
    const message = unseen ? `'${named}' is not in scope where the thread rests` : first.message;
    return queryError(text, message, first);
  }
  if (type.kind === 'void') {
    const what = expression.kind === 'Call' ? `${expression.callee.text}()` : 'this';
    return queryError(text, `${what} has no value`, expression);
  }
  if (type.kind === 'error') return queryError(text, 'this has no type', expression);
  return { text, file, expression, type };
}

function queryError(
  text: string,
  message: string,
  { start, end }: { readonly start: number; readonly end: number },
): QueryError {
  const within = (offset: number) => Math.max(0, Math.min(offset, text.length));
  return { message, start: within(start), end: within(Math.max(start, end)) };
}

/** A copy of what the program was made with: nothing of a query stays behind. */
function linkerFor(
  { model, scenario, variant, linker: base }: Inspection,
  texts: ReadonlyMap<string, string>,
  bindings: Bindings,
): Linker {
  const taken = [...bindings.addressTaken].filter((symbol) => !base.addressTaken(symbol));
  const linker = new Linker(model, scenario, variant, { base, texts, bindings });
  addLateTargets(linker.builder, new Set(taken));
  return linker;
}

interface Placed {
  readonly query: Typed;
  readonly look: Looked;
  /** Its instructions. */
  readonly from: number;
  readonly to: number;
}

function lowerOne(
  query: Typed,
  linker: Linker,
  { unit, call }: ResolvedScope,
  program: Program,
): Placed | QueryError {
  const { text, file, expression, type } = query;
  const { builder } = linker;
  const from = builder.code.length;
  const sets = linker.undefinedSets.length;
  linker.diagnostics.length = 0;
  linker.spoilt = false;
  let error: Pick<Diagnostic, 'message' | 'start' | 'end'> | undefined;
  let look: Looked | undefined;
  try {
    const given = { unit, call, program };
    look = lowerLook(expression, type, file, linker, given);
    error = linker.diagnostics.find(({ severity }) => severity === 'error');
    if (error === undefined && linker.spoilt) {
      error = { message: 'what this needs has an error of its own', ...expression };
    }
  } catch (thrown) {
    if (!(thrown instanceof ProgramLimit)) throw thrown;
    error = { message: 'this looks at too much', ...expression };
  }
  if (error === undefined && look !== undefined) {
    return { query, look, from, to: builder.code.length };
  }
  // Half an expression has jumps to nowhere.
  builder.code.length = from;
  linker.undefinedSets.length = sets;
  return queryError(text, error?.message ?? 'this cannot be evaluated', error ?? expression);
}

/** The program, with what the linker has beyond it. */
function extended(program: Program, { builder }: Linker): Program {
  const { slots, initial, registers, code } = program;
  return {
    ...program,
    files: builder.files,
    slots: [...slots, ...builder.finishedSlots().slice(slots.length)],
    initial: [...initial, ...builder.initial.slice(slots.length)],
    registers: [...registers, ...builder.finishedRegisters().slice(registers.length)],
    domains: builder.finishedDomains(),
    pools: builder.pools,
    frames: builder.frames,
    code: [...code, ...builder.finishedCode(code.length)],
  };
}

/** Results of functions that may end without `return`, where they are used all the same. */
function undefinedReads(
  { undefinedSets }: Linker,
  { code }: { readonly code: readonly Instruction[] },
): readonly { readonly pc: number; readonly name: string }[] {
  if (undefinedSets.length === 0) return [];
  const asked = undefinedSets.map(({ pc, register }) => ({ pc: pc + 1, register }));
  const read = mayBeRead(code, asked);
  return undefinedSets.filter((_, index) => read[index] === true);
}
