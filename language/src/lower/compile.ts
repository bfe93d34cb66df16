// One variant of a scenario becomes a Program: setup is run, threads and properties are lowered.
import type { Fragment, Liveness, Program, Property, Thread } from '@racewalk/simulator';
import type { Model } from '../analyse.ts';
import type { Compilation, CompileOptions, Ledger, UsedBody } from '../analysis.ts';
import { allBuiltinProperties } from '../check/builtin-properties.ts';
import { namesInScope } from '../check/names-in-scope.ts';
import type { CheckedScenario, CheckedVariant } from '../check/scenario.ts';
import type { FunctionBody, ThreadSymbol } from '../check/symbols.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { resolveScope } from '../query/query-scope.ts';
import type { Block, Expression, LivenessBody, Span } from '../syntax/tree.ts';
import { ProgramLimit } from './builder.ts';
import { lowerExpression } from './expression.ts';
import { finishProgram, withoutMarks } from './finish.ts';
import { lowerFragment } from './fragment.ts';
import { SetupRuns } from './kept-setup.ts';
import { Linker } from './linker.ts';
import { withNotLowered } from './not-lowered.ts';
import { lowerQueries } from './query.ts';
import { Recorder } from './recorder.ts';
import { scheduleOf, unscheduled } from './schedule.ts';
import { lowerBlock } from './statement.ts';
import { lowerThreadLocals, setCurrent } from './thread-locals.ts';
import { Unit } from './unit.ts';
import { frameVariables, type Inspection, threadVariables } from './variables.ts';

/** As the ledger names it. */
export const engineName = 'racewalk 0.1.0';

export function compileVariant(
  model: Model,
  scenarioIndex: number,
  variantIndex: number,
  options: CompileOptions = {},
): Compilation {
  const scenario = model.scenarios[scenarioIndex];
  const variant = scenario?.variants[variantIndex];
  if (scenario === undefined || variant === undefined) {
    throw new Error(`no variant ${variantIndex} of scenario ${scenarioIndex}`);
  }
  const linker = new Linker(model, scenario, variant, undefined, options);
  linker.statements = options.statements;
  linker.standing = options.standIns?.begin(model, linker, options.lowered);
  const setups = options.setups ?? new SetupRuns();
  const lowered = lowerVariant(model, { scenario, variant, setups }, linker);
  if (options.statements !== undefined) options.statements.made = { model, linker };
  const schedule = lowered === undefined ? unscheduled : scheduleOf(variant, lowered, linker);
  reportRelease(scenario, variant, linker, model);
  if (lowered !== undefined && !linker.failed) reportUncalled(scenario, variant, linker);
  const program =
    lowered === undefined || linker.failed || linker.spoilt
      ? undefined
      : { ...lowered, schedule: schedule.threads };
  return {
    program,
    unmarked: () => (linker.counting && program ? withoutMarks(linker, program) : program),
    diagnostics: [...linker.diagnostics].sort(byPlace),
    ledger: ledger(linker, variant),
    schedule: schedule.places,
    bodies: [...linker.used].map(usedBody),
    doubtful: doubtful(linker),
    hidesChange: linker.standing?.hidesChange() === true,
    ...inspections(model, scenario, variant, program, options),
  };
}

/** See `Compilation`. Setup is run, and what it breaks it breaks whatever it does not begin. */
function doubtful({ standing, metInSetup, diagnostics }: Linker): readonly number[] {
  if (standing === undefined || metInSetup.length > 0) return metInSetup;
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  return errors.every(({ code }) => code === 'RW0409') ? [] : standing.changedInside();
}

interface Lowered {
  readonly scenario: CheckedScenario;
  readonly variant: CheckedVariant;
  readonly setups: SetupRuns;
}

function lowerVariant(
  model: Model,
  { scenario, variant, setups }: Lowered,
  linker: Linker,
): Program | undefined {
  const broken = model.broken.scenario(scenario) || model.broken.variant(variant);
  if (broken || !checkPatches(variant, linker)) return undefined;
  try {
    return lowerScenario(model, { scenario, setups }, linker);
  } catch (error) {
    if (!(error instanceof ProgramLimit)) throw error;
    linker.report(error.code, linker.mainFile, scenario.declaration.title, error.message);
    return undefined;
  }
}

/** Looking into states needs more than a search does: the variant is lowered again for it, once. */
function inspections(
  model: Model,
  scenario: CheckedScenario,
  variant: CheckedVariant,
  program: Program | undefined,
  options: CompileOptions,
): Pick<Compilation, 'variables' | 'threadVariables' | 'query' | 'queries' | 'namesIn'> {
  let inspection: Inspection | undefined;
  const inspect = (): Inspection | undefined => {
    if (program === undefined || inspection !== undefined) return inspection;
    const linker = new Linker(model, scenario, variant, undefined, options);
    const recorder = new Recorder();
    linker.recorder = recorder;
    // The recorder wants to see setup.
    lowerVariant(model, { scenario, variant, setups: new SetupRuns() }, linker);
    inspection = { model, scenario, variant, linker, recorder, program };
    return inspection;
  };
  const queries: Compilation['queries'] = (texts, scope) => lowerQueries(inspect(), texts, scope);
  return {
    query: (text, scope) => {
      const [answer] = queries([text], scope);
      if (answer === undefined) throw new Error('assertion failed: each text has its answer');
      return answer;
    },
    queries,
    namesIn: (scope) => {
      const inspected = inspect();
      return namesInScope(
        inspected === undefined ? variant.scope : resolveScope(inspected, scope).scope,
      );
    },
    variables: (frame, pc) => frameVariables(inspect(), frame, pc),
    threadVariables: (thread) => threadVariables(inspect(), thread),
  };
}

function usedBody({ name, file, span, library }: FunctionBody): UsedBody {
  return { name, file, start: span.start, library };
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  return a.start - b.start || a.end - b.end || (a.code < b.code ? -1 : Number(a.code > b.code));
}

function checkPatches(variant: CheckedVariant, linker: Linker): boolean {
  const owner = new Map<string, string>();
  for (const patch of variant.patches) {
    linker.use(patch);
    if (!patch.bodies.some((body) => linker.isInForce(body))) {
      const message = `patch '${patch.name}' has no body for ${linker.release.text}`;
      linker.report('RW0606', linker.mainFile, variant.title, message);
      return false;
    }
    for (const body of patch.bodies) {
      const other = owner.get(body.name);
      if (other !== undefined && other !== patch.name) {
        const message = `patches '${other}' and '${patch.name}' both replace ${body.name}()`;
        linker.report('RW0605', linker.mainFile, variant.title, message);
        return false;
      }
      owner.set(body.name, patch.name);
    }
  }
  return true;
}

/** A replacement that nothing calls changes nothing, though the variant reads as if it did. */
function reportUncalled(scenario: CheckedScenario, variant: CheckedVariant, linker: Linker): void {
  const isWritten = variant.scope === scenario.scope;
  for (const symbol of isWritten ? [] : variant.scope.values.values()) {
    if (symbol.kind !== 'function' || symbol.bodies.some((body) => linker.used.has(body))) continue;
    linker.report(
      'RW0607',
      symbol.file,
      symbol.span,
      `${symbol.name}() is not called in this variant`,
    );
  }
  for (const patch of variant.patches) {
    if (patch.bodies.some((body) => linker.used.has(body))) continue;
    const message = `nothing of patch '${patch.name}' is called in this scenario`;
    linker.report('RW0607', linker.mainFile, variant.title, message);
  }
}

/** A scenario that depends on the release but names none gets the newest, and is told so. */
function reportRelease(
  scenario: CheckedScenario,
  variant: CheckedVariant,
  linker: Linker,
  model: Model,
): void {
  if (variant.release !== undefined || variant !== scenario.variants[0]) return;
  const versioned = [...linker.used].find(
    (body) => body.library && (Number.isFinite(body.from) || Number.isFinite(body.to)),
  );
  if (versioned === undefined) return;
  const message = `no 'kernel' release: ${model.library.newest.text} is taken (${versioned.name}() differs between releases)`;
  linker.report('RW0602', linker.mainFile, scenario.declaration.title, message);
}

function lowerScenario(
  model: Model,
  { scenario, setups }: Omit<Lowered, 'variant'>,
  linker: Linker,
): Program {
  setups.run(model, scenario, linker);
  const threads = scenario.threads.map((thread) => lowerThread(thread, linker));
  const text = (span: Span) => linker.textOf(linker.mainFile).slice(span.start, span.end);
  const lower = (body: Expression | Block, name: string) =>
    lowerFragment(body, name, linker.mainFile, linker);
  const properties = withNotLowered(lowerProperties(linker), linker);
  const observations = scenario.observations.map((clause) => ({
    name: clause.name?.text ?? text(clause.value),
    value: lower(clause.value, 'observe'),
    display: linker.displayOf(clause.value),
  }));
  const witnesses = scenario.witnesses.map((clause) => ({
    name: clause.name?.text ?? text(clause.condition),
    condition: lower(clause.condition, 'witness'),
  }));
  return finishProgram(linker, {
    threads,
    properties,
    observations,
    witnesses,
    finally: scenario.finally.map((clause) => lower(clause.body, 'finally')),
    schedule: [],
  });
}

function lowerThread(thread: ThreadSymbol, linker: Linker): Thread {
  const { block, name, index } = thread;
  const file = linker.mainFile;
  const options = { mode: 'thread', thread: index + 1, name, span: block.name, file } as const;
  const { process } = block;
  const unit = new Unit(linker, options);
  const { builder } = linker;
  builder.reachable = true;
  const start = builder.code.length;
  if (process !== undefined) {
    const current = linker.variable('current');
    if (current !== undefined) setCurrent(unit, current, lowerExpression(process, unit), process);
  }
  lowerBlock(block.body, unit);
  builder.place(unit.activation.exit);
  builder.reachable = true;
  unit.local({ op: 'end' }, { start: block.body.end - 1, end: block.body.end });
  linker.undefinedSets.push(...unit.undefinedSets);
  const entry = lowerThreadLocals(unit, start, block.name);
  const role =
    process === undefined ? undefined : linker.textOf(file).slice(process.start, process.end);
  return { name, role, entry };
}

/** All built-in properties, then those that some code or `forbid` names. */
function lowerProperties(linker: Linker): readonly Property[] {
  const declared = [...linker.watched].filter((symbol) => symbol.declaration !== undefined);
  for (const symbol of [...allBuiltinProperties(), ...declared]) linker.property(symbol);
  return linker.properties.map((symbol): Property => {
    const { condition, liveness } = (linker.isWatched(symbol) && symbol.declaration) || unasked;
    const lower = (body: Expression) => lowerFragment(body, symbol.name, symbol.file, linker);
    return {
      name: symbol.name,
      sentence: symbol.sentence,
      declared: symbol.declaration !== undefined,
      watched: linker.isWatched(symbol),
      state: condition && lower(condition),
      liveness: liveness && lowerLiveness(liveness, lower),
    };
  });
}

/** A property that nobody watches is not looked at. */
const unasked = { condition: undefined, liveness: undefined };

function lowerLiveness(body: LivenessBody, lower: (body: Expression) => Fragment): Liveness {
  if (body.kind === 'Eventually') return { kind: 'eventually', goal: lower(body.goal) };
  return { kind: 'leads_to', trigger: lower(body.trigger), goal: lower(body.goal) };
}

/** Of a body, as its doc has them: each variant asks for those of the same ones. */
const abstractions = new WeakMap<FunctionBody, readonly string[]>();

function abstractionsOf(body: FunctionBody): readonly string[] {
  let known = abstractions.get(body);
  if (known === undefined) {
    known = body.doc.flatMap((line) => {
      const what = /^\s*abstracts:\s*(.+?)\s*$/.exec(line)?.[1];
      return what === undefined ? [] : [`${body.name}(): ${what}`];
    });
    abstractions.set(body, known);
  }
  return known;
}

function ledger(linker: Linker, variant: CheckedVariant): Ledger {
  const found = new Set([...linker.used].flatMap(abstractionsOf));
  return {
    engine: engineName,
    release: linker.release.text,
    patches: variant.patches.map((patch) => patch.name),
    memory: 'sc',
    notes: linker.builder.barriers ? ['barriers not judged under memory sc'] : [],
    bounds: [...linker.builder.bounds],
    abstractions: [...found],
  };
}
