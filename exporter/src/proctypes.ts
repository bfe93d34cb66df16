// One process per thread: a label where it rests, and behind it the ways that its step can go.
import type { Model, Rest } from './model.ts';
import { commentText, stringText } from './names.ts';

export function proctypes(model: Model): string[] {
  return model.program.threads.map(({ name }, thread) => {
    const heading = `active proctype ${model.threadNames[thread] ?? ''}() /* ${commentText(name)} */`;
    const rests = model.restsOf(thread).map((rest) => restText(model, rest));
    return [heading, '{', ...rests, '}'].join('\n');
  });
}

/** How the ways that a step can go are told apart in guards. */
export function guardName(pc: number, combination: number, landing: number | undefined): string {
  return `STEP_${pc}_${combination}_${landing === undefined ? 'STOPS' : `TO_${landing}`}`;
}

function restText(model: Model, { pc, over, graph, thread }: Rest): string {
  if (graph === undefined || over) return `${labelOf(pc, true)}:\n\tfalse;`;
  const site = model.siteText(pc);
  const shown = stringText(`${model.program.threads[thread]?.name ?? ''}  ${site}`);
  const options: string[] = [];
  for (let combination = 0; combination < graph.combinations; combination++) {
    for (const landing of graph.landings) {
      const guard = guardName(pc, combination, landing);
      options.push(
        option(guard, `commit(${thread})`, shown, labelOf(landing, model.isOver(landing))),
      );
    }
    if (model.stops(pc))
      options.push(
        option(
          guardName(pc, combination, undefined),
          `end_run(${thread})`,
          shown,
          labelOf(pc, false),
        ),
      );
  }
  return [`${labelOf(pc, false)}: /* ${commentText(site)} */`, '\tif', ...options, '\tfi;'].join(
    '\n',
  );
}

function option(guard: string, action: string, shown: string, label: string): string {
  const text = action.startsWith('end_run') ? `${shown}  (the run ends here)` : shown;
  return `\t:: d_step { c_expr { ${guard} }; c_code { ${action}; }; CHECK; printf("${text}\\n") }; goto ${label}`;
}

function labelOf(pc: number, over: boolean): string {
  return over ? `end_${pc}` : `S${pc}`;
}
