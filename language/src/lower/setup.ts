// setup is run while compiling: what it leaves in memory is where all runs begin.
import type { Program } from '@racewalk/simulator';
import { takeSingleStep } from '@racewalk/simulator';
import { allBuiltinProperties } from '../check/builtin-properties.ts';
import type { CheckedScenario } from '../check/scenario.ts';
import type { CallExpression, SetupBlock } from '../syntax/tree.ts';
import { lowerCall } from './call.ts';
import { write } from './expression.ts';
import { draftProgram } from './finish.ts';
import type { Linker } from './linker.ts';
import { metStandIns, withNotLowered } from './not-lowered.ts';
import { variablePlace } from './place.ts';
import { lowerBlock } from './statement.ts';
import { lowerThreadLocals, setCurrent } from './thread-locals.ts';
import { Unit } from './unit.ts';

export function runSetup(scenario: CheckedScenario, linker: Linker): void {
  const { setup } = scenario;
  if (setup === undefined) return;
  const unit = new Unit(linker, {
    mode: 'setup',
    thread: scenario.threads.length + 1,
    name: 'setup',
    span: { start: setup.start, end: setup.start + 'setup'.length },
    file: linker.mainFile,
  });
  const entry = lowerSetup(scenario, setup, unit, linker);
  if (linker.failed) return;
  for (const symbol of allBuiltinProperties()) linker.property(symbol);
  const program = draftProgram(linker, {
    threads: [{ name: 'setup', role: undefined, entry }],
    properties: withNotLowered(
      linker.properties.map((symbol) => ({
        name: symbol.name,
        sentence: symbol.sentence,
        declared: symbol.declaration !== undefined,
        watched: linker.isWatched(symbol),
        state: undefined,
      })),
      linker,
    ),
    observations: [],
    witnesses: [],
    finally: [],
    schedule: [],
  });
  if (linker.failed) return;
  execute(program, setup, linker);
  // Only what it left in memory matters from here on.
  linker.builder.clear();
  linker.undefinedSets.length = 0;
}

/** One single step, so that nothing comes between. */
function lowerSetup(
  scenario: CheckedScenario,
  setup: SetupBlock,
  unit: Unit,
  linker: Linker,
): number {
  const { builder } = linker;
  const start = builder.code.length;
  builder.emit({ op: 'mark', text: 'setup' }, unit.site(setup), true);
  if (setup.process !== undefined && scenario.process !== undefined) {
    const call: CallExpression = {
      kind: 'Call',
      callee: setup.process,
      arguments: [],
      start: setup.process.start,
      end: setup.process.end,
    };
    const process = lowerCreation(call, unit, linker);
    const current = linker.variable('current');
    write(variablePlace(scenario.process, unit), process, setup.process, unit);
    if (current !== undefined) setCurrent(unit, current, process, setup.process);
  }
  lowerBlock(setup.body, unit);
  builder.place(unit.activation.exit);
  builder.reachable = true;
  unit.local({ op: 'end' }, { start: setup.end - 1, end: setup.end });
  linker.undefinedSets.push(...unit.undefinedSets);
  return lowerThreadLocals(unit, start, setup);
}

/** `setup (vmm)` begins with a call of the library's create_process(). */
function lowerCreation(call: CallExpression, unit: Unit, linker: Linker) {
  const symbol = linker.function('create_process');
  const named = { ...call, callee: { ...call.callee, text: 'create_process' } };
  if (symbol !== undefined) linker.bind(named.callee, symbol);
  return lowerCall(named, unit);
}

function execute(program: Program, setup: SetupBlock, linker: Linker): void {
  const place = { start: setup.start, end: setup.start + 'setup'.length };
  const step = takeSingleStep(program);
  if (step === undefined) {
    const message =
      'setup cannot finish: it waits for something that nobody can do, or does not come to its end';
    linker.report('RW0409', linker.mainFile, place, message);
    return;
  }
  linker.metInSetup = metStandIns(program, step.ran);
  for (const event of step.events) {
    const name = program.properties[event.property]?.name ?? '';
    const site = program.code[event.pc]?.site;
    const message = `${name} in setup: ${event.message}`;
    if (site === undefined) linker.report('RW0409', linker.mainFile, place, message);
    else linker.reportAtSite('RW0409', site, message);
  }
  if (step.isCut) {
    const message = 'setup cannot finish: a pool has no object left; declare more objects';
    linker.report('RW0409', linker.mainFile, place, message);
  }
  linker.statements?.endSetup(program, linker.builder, step.ran);
  step.slots.forEach((value, slot) => {
    linker.builder.initial[slot] = value;
  });
}
