// The C of a model: tables, the copy of the state, one function per step and per fragment.
import type { Fragment, RegisterId } from '@racewalk/simulator';
import type { Model, Rest } from './model.ts';
import { commentText, stringText } from './names.ts';
import { guardName } from './proctypes.ts';
import { beginningOf } from './rests.ts';
import { endBlocks, runtimeBlocks } from './runtime.ts';
import { type StepFunction, stepFunction } from './step-code.ts';
import { instructionAt, stepGraph } from './step-graph.ts';
import { unsupported } from './unsupported.ts';

/** Spin reads no longer text between the braces of one `c_code`. */
const blockMax = 60_000;

export function codeBlocks(model: Model): string[] {
  const blocks = [
    ...tables(model),
    ...stateCopy(model),
    ...runtimeBlocks,
    ...storedBlocks(model),
    ...model.rests.map((rest) => restBlock(model, rest)),
    ...model.rests.flatMap((rest) => stepBlock(model, rest)),
    ...fragmentBlocks(model),
    ...beginning(model),
    ...endBlocks,
    ...guards(model),
  ];
  return blocks.flatMap((block) => {
    if (block === '') return [];
    if (block.length > blockMax) return unsupported('a step or a table is too long for Spin');
    return `c_code {\n${block}\n}`;
  });
}

function tables({ program, names }: Model): string[] {
  const watched = (name: string): number =>
    program.properties.findIndex((one) => one.name === name && !one.declared && one.watched);
  const faults = ['null_dereference', 'use_after_free', 'out_of_bounds', 'overflow'];
  const domains = program.domains.map(({ type, targets }, domain) =>
    [
      `/* ${commentText(`${type} *`)} */`,
      numbers(
        `target_${domain}`,
        targets.map(({ slot }) => slot),
      ),
      numbers(
        `status_${domain}`,
        targets.map(({ status }) => status ?? -1),
      ),
      numbers(
        `first_${domain}`,
        targets.map(({ arrayFirst }) => arrayFirst),
      ),
      numbers(
        `last_${domain}`,
        targets.map(({ arrayLast }) => arrayLast),
      ),
    ].join('\n'),
  );
  const pools = program.pools.map(({ members }, pool) => numbers(`members_${pool}`, members));
  return [
    [
      '\\#include <sys/mman.h>',
      'typedef long long i64;',
      `enum { properties = ${program.properties.length}, pools = ${pools.length} };`,
      `static const char *property_names[] = { ${cStrings(program.properties)} };`,
      `static const char *pool_names[] = { ${cStrings(program.pools)} };`,
      '\\#define HOLDS (stop_at < 0 || !now_broken[stop_at])',
      ...faults.map((name) => `enum { on_${name} = ${watched(name)} };`),
    ].join('\n'),
    ...enumerators(names.slots, 'slots_of_all'),
    ...enumerators(names.registers, 'registers_of_all'),
    [
      '/* The copy of the state that a step works on: shared memory, and variables of the threads. */',
      'static i64 m[slots_of_all + 1], r[registers_of_all + 1];',
      `static int over[${program.threads.length} + 1];`,
      numbers(
        'min_of',
        program.slots.map(({ range }) => range.min),
      ),
      numbers(
        'max_of',
        program.slots.map(({ range }) => range.max),
      ),
    ].join('\n'),
    ...domains,
    pools.join('\n'),
  ];
}

/** Never an empty list, which C does not have. */
function cStrings(named: readonly { readonly name: string }[]): string {
  const texts = named.map(({ name }) => `"${stringText(name).replaceAll('%%', '%')}"`);
  return [...texts, '""'].join(', ');
}

/** Names for indices, a few hundred a block. */
function enumerators(names: readonly string[], count: string): string[] {
  const blocks = [`enum { ${count} = ${names.length} };`];
  for (let from = 0; from < names.length; from += 400) {
    const part = names.slice(from, from + 400);
    blocks.push(`enum { ${part.map((name, at) => `${name} = ${from + at}`).join(', ')} };`);
  }
  return blocks;
}

function numbers(name: string, values: readonly number[]): string {
  const texts = (values.length === 0 ? [0] : values).map((value) => `${value}LL`);
  const type = name === 'min_of' || name === 'max_of' ? 'i64' : 'int';
  return `static const ${type} ${name}[] = { ${texts.join(', ')} };`;
}

/** A function without a result, in as many parts as Spin can read. Statements are lines of their own. */
function procedure(name: string, lines: readonly string[]): string[] {
  const parts: string[][] = [[]];
  let length = 0;
  for (const line of lines) {
    length += line.length + 1;
    if (length > blockMax / 2) {
      parts.push([]);
      length = line.length + 1;
    }
    parts.at(-1)?.push(line);
  }
  const text = (of: string, body: readonly string[]): string =>
    [`static void ${of}(void) {`, ...body, '}'].join('\n');
  if (parts.length === 1) return [text(name, lines)];
  return [
    ...parts.map((part, index) => text(`${name}_${index}`, part)),
    text(
      name,
      parts.map((_, index) => `\t${name}_${index}();`),
    ),
  ];
}

function stateCopy(model: Model): string[] {
  const { program, slotNames, registerNames, overNames, names, stored } = model;
  const cells = [
    ...program.slots.map(({ range }, slot) => ({
      copy: `m[${names.slots[slot] ?? ''}]`,
      variable: `now.${slotNames[slot] ?? ''}`,
      unsigned: range.min >= 0 && range.max > 2 ** 31 - 1,
    })),
    ...stored.map((register) => {
      const range = program.registers[register]?.range ?? { min: 0, max: 0 };
      return {
        copy: `r[${names.registers[register] ?? ''}]`,
        variable: `now.${registerNames[register] ?? ''}`,
        unsigned: range.min >= 0 && range.max > 2 ** 31 - 1,
      };
    }),
    ...overNames.map((name, thread) => ({
      copy: `over[${thread}]`,
      variable: `now.${name}`,
      unsigned: false,
    })),
  ];
  const load = cells.map(
    ({ copy, variable, unsigned }) => `\t${copy} = ${unsigned ? '(unsigned) ' : ''}${variable};`,
  );
  const store = cells.map(({ copy, variable }) => `\t${variable} = ${copy};`);
  return [
    ...procedure('copy_in', ['\tmemset(r, 0, sizeof r);', ...load]),
    ...procedure('copy_out', store),
  ];
}

/** Coming to rest: of the thread's variables only those keep their values that are needed there. */
function restBlock(model: Model, { pc, thread, over }: Rest): string {
  const stored = model.storedOf(thread);
  const live = new Set(instructionAt(model.program, pc).live);
  const needed = registerNumbers(
    model,
    'needed',
    stored.filter((register) => live.has(register)),
  );
  const kept = stored.length === 0 ? '' : `${needed} keep(stored_${thread}, needed); `;
  const ended = over ? `over[${thread}] = 1; ` : '';
  return `static int rest_${pc}(void) { ${kept}${ended}return ${pc}; }`;
}

/** What keep() is told; -1 ends a list. */
function storedBlocks(model: Model): string[] {
  return model.program.threads.map((_, thread) =>
    registerNumbers(model, `stored_${thread}`, model.storedOf(thread)),
  );
}

function registerNumbers({ names }: Model, name: string, registers: readonly RegisterId[]): string {
  const texts = registers.map((register) => names.registers[register] ?? '');
  return `static const int ${name}[] = { ${[...texts, '-1'].join(', ')} };`;
}

function stepBlock(model: Model, { pc, graph }: Rest): string[] {
  const made = model.functionOf(pc);
  if (graph === undefined || made === undefined) return [];
  return [functionText(`step_${pc}`, model.siteText(pc), made)];
}

function functionText(name: string, comment: string, { lines }: StepFunction): string {
  const body = lines.map((line) => (/^L\d+: ;$/u.test(line) ? line : `\t${line}`));
  return [`/* ${commentText(comment)} */`, `static int ${name}(void) {`, ...body, '}'].join('\n');
}

function fragmentBlocks(model: Model): string[] {
  const { program, names } = model;
  const blocks: string[] = [];
  const calls: string[] = [];
  const finals: string[] = [];
  const add = ({ entry, result }: Fragment, comment: string, property: number): string => {
    const name = `fragment_${blocks.length}`;
    const start = { pc: entry, thread: undefined };
    const made = stepFunction(program, names, stepGraph(program, entry), start);
    blocks.push(functionText(name, comment, made));
    const value = result === undefined ? '1' : `r[${names.registers[result] ?? ''}]`;
    if (property < 0) return `\tevaluate(${name});`;
    return `\tif (evaluate(${name}) == 0 && ${value} == 0) event(${property});`;
  };
  program.properties.forEach(({ state, watched, name }, property) => {
    if (state !== undefined && watched) calls.push(add(state, `property ${name}`, property));
  });
  for (const { condition, name } of program.witnesses)
    calls.push(add(condition, `witness ${name}`, -1));
  for (const fragment of program.finally) finals.push(add(fragment, 'finally', -1));
  for (const { value, name } of program.observations)
    finals.push(add(value, `observe ${name}`, -1));
  const allOver = program.threads.map((_, thread) => `over[${thread}]`).join(' && ') || '1';
  return [...blocks, ...judgeBlocks(calls, finals, allOver)];
}

function judgeBlocks(calls: string[], finals: string[], allOver: string): string[] {
  return [
    [
      'static i64 kept_m[slots_of_all + 1], kept_r[registers_of_all + 1];',
      '/* Runs a fragment on a copy of the state: 0, or what stopped it. */',
      'static int evaluate(int (*fragment)(void)) {',
      '\tmemcpy(m, kept_m, sizeof m);',
      '\tmemcpy(r, kept_r, sizeof r);',
      '\tcombination = turns = 0;',
      '\treturn fragment();',
      '}',
    ].join('\n'),
    [
      '/* The properties of the state in the copy, and at the end of a run what is asked there. */',
      'static void judge(void) {',
      '\tmemcpy(kept_m, m, sizeof m);',
      '\tmemcpy(kept_r, r, sizeof r);',
      ...calls,
      `\tif (${allOver}) {`,
      ...finals.map((line) => `\t${line}`),
      '\t}',
      '}',
    ].join('\n'),
  ];
}

/** The beginnings of the threads, run again here: they must lead to the values written above. */
function beginning(model: Model): string[] {
  const { program, names, start } = model;
  const blocks: string[] = [];
  const calls: string[] = [];
  program.threads.forEach(({ entry, name }, thread) => {
    const rest = start.threads[thread]?.pc ?? 0;
    const graph = beginningOf(program, thread);
    const call = graph === undefined ? `rest_${entry}()` : `begin_${entry}()`;
    calls.push(`\tif (${call} != ${rest}) wrong_start();`);
    if (graph === undefined) return;
    const made = stepFunction(program, names, graph, { pc: entry, thread });
    for (const pc of graph.landings) {
      // Where no run comes to rest: not where this beginning led.
      if (!model.rests.some((one) => one.pc === pc))
        blocks.push(`static int rest_${pc}(void) { return ${pc}; }`);
    }
    blocks.push(functionText(`begin_${entry}`, `the beginning of ${name}`, made));
  });
  const expected = program.slots.map((_, slot) => start.slots[slot] ?? 0);
  const registers = model.stored.map((register) => {
    const value = model.startOf(register);
    return `\tif (r[${names.registers[register] ?? ''}] != ${value}LL) wrong_start();`;
  });
  return [
    ...blocks,
    [
      `static const i64 first_m[] = { ${[...program.initial, 0].map((one) => `${one}LL`).join(', ')} };`,
      `static const i64 start_m[] = { ${[...expected, 0].map((one) => `${one}LL`).join(', ')} };`,
      'static void wrong_start(void) {',
      '\tfprintf(stderr, "racewalk: the initial state is wrong\\n");',
      '\t_exit(70);',
      '}',
    ].join('\n'),
    ...procedure('begin_run', [
      '\tmemcpy(m, first_m, sizeof m);',
      ...calls,
      '\tif (memcmp(m, start_m, sizeof m) != 0) wrong_start();',
      ...registers,
      '\tmemcpy(kept_r, r, sizeof r);',
      '\tmemset(r, 0, sizeof r);',
      ...model.stored.map((register) => {
        const name = names.registers[register] ?? '';
        return `\tr[${name}] = kept_r[${name}];`;
      }),
    ]),
  ];
}

/**
 * Spin takes no call inside `c_expr`, for it can not know that nothing of the state is changed, so
 * guards are macros that it does not look into.
 */
function guards(model: Model): string[] {
  return model.rests.flatMap(({ pc, graph }) => {
    if (graph === undefined) return [];
    const lines: string[] = [];
    for (let combination = 0; combination < graph.combinations; combination++) {
      const taken = `take(step_${pc}, ${combination})`;
      for (const landing of graph.landings)
        lines.push(`\\#define ${guardName(pc, combination, landing)} (${taken} == ${landing})`);
      if (model.stops(pc))
        lines.push(`\\#define ${guardName(pc, combination, undefined)} (${taken} == run_ended)`);
    }
    return [lines.join('\n')];
  });
}
