// A Program as a JSON document for other programs: what it holds, where its threads can be
// interrupted, what is judged. schemas/racewalk.model-1.schema.json is its description. Keys stand
// in a fixed order, for the document's bytes depend on it.
import { initialState, type Program, type Range } from '@racewalk/simulator';
import type { Exported, ExportOptions } from './promela.ts';
import { type RestOf, restsOf } from './rests.ts';
import { instructionAt, type StepReach, stepReach } from './step-graph.ts';
import { Unsupported } from './unsupported.ts';

/** Fields are only ever added under one version. */
const modelSchema = 'racewalk.model/1';

/** The same program gives the same text. */
export function modelJson(program: Program, options: ExportOptions): Exported {
  try {
    const start = initialState(program);
    const rests = restsOf(program, start, (pc) => stepReach(program, pc));
    const document = {
      schema: modelSchema,
      title: options.title,
      slots: program.slots.map(({ name, range, ghost, object }, slot) => ({
        name,
        ...rangeOf(range),
        initial: start.slots[slot] ?? 0,
        ghost,
        object: object ?? null,
      })),
      pools: program.pools.map(({ name, domain, members }) => ({
        name,
        objects: members.map((one) => program.domains[domain]?.targets[one - 1]?.name ?? ''),
      })),
      threads: program.threads.map(({ name, role }, thread) => ({
        name,
        role: role ?? null,
        start: start.threads[thread]?.pc ?? 0,
        steps: rests.filter((rest) => rest.thread === thread).map(stepOf(program, options)),
      })),
      properties: program.properties.map((property) => ({
        name: property.name,
        sentence: property.sentence,
        declared: property.declared,
        watched: property.watched,
      })),
      observations: program.observations.map(({ name }) => name),
      witnesses: program.witnesses.map(({ name }) => name),
      schedule: program.schedule,
    };
    const text = `${JSON.stringify(document, undefined, 2)}\n`;
    return { kind: 'model', text, compilerOptions: [] };
  } catch (error) {
    if (error instanceof Unsupported) return { kind: 'unsupported', reason: error.message };
    throw error;
  }
}

function stepOf(
  program: Program,
  { textOf }: ExportOptions,
): (rest: RestOf<StepReach>) => Record<string, unknown> {
  return ({ pc, over, graph }) => {
    const { site, live } = instructionAt(program, pc);
    const file = program.files[site.file] ?? '';
    const texts = (graph?.inside ?? []).flatMap((inside) => {
      const instruction = instructionAt(program, inside);
      return 'text' in instruction && instruction.text !== '' ? [instruction.text] : [];
    });
    return {
      place: pc,
      over,
      file,
      line: site.line + 1,
      source: textOf(file)?.split('\n')[site.line]?.trim() ?? '',
      function: program.frames[site.frame]?.name ?? '',
      does: texts,
      next: graph?.landings ?? [],
      needs: live.map((register) => {
        const { name, range } = program.registers[register] ?? { name: undefined, range: none };
        return { name: name ?? null, ...rangeOf(range) };
      }),
    };
  };
}

const none: Range = { min: 0, max: 0 };

function rangeOf({ min, max }: Range): Range {
  return { min, max };
}
