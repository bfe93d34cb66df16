// The breakpoints a client sets: where each of them really is, or why it can't be.
import type { DebugProtocol } from '@vscode/debugprotocol';
import { type Condition, conditionOf } from '../breakpoints/condition.ts';
import { type Access, dataTrigger, watchedOf } from '../breakpoints/data.ts';
import { anyFilter, exceptionTrigger, propertyFilters } from '../breakpoints/exception.ts';
import { functionTrigger, isCalled } from '../breakpoints/function.ts';
import { type HitCondition, hitConditionOf } from '../breakpoints/hit-count.ts';
import { linesWithSteps, lineTrigger } from '../breakpoints/line.ts';
import { logMessageOf } from '../breakpoints/log.ts';
import type { Breakpoint, Trigger } from '../breakpoints/table.ts';
import type { Context } from '../context.ts';
import { type OrRefused, Refused } from '../refused.ts';
import { slotsBelow } from '../scopes/slot-tree.ts';

export function setBreakpoints(
  context: Context,
  { source, breakpoints }: DebugProtocol.SetBreakpointsArguments,
): DebugProtocol.SetBreakpointsResponse['body'] {
  const file = context.sources.fileOf(source);
  const { debuggee, bases } = context;
  const wanted = breakpoints ?? [];
  if (file === undefined || !context.sources.all().includes(file)) {
    const message = 'no step of this scenario is in this file';
    return { breakpoints: wanted.map(() => ({ verified: false, message })) };
  }
  const { program } = debuggee.walk;
  const lines = linesWithSteps(program, file, debuggee.reached);
  const made: Breakpoint[] = [];
  const answers = wanted.map((one): DebugProtocol.Breakpoint => {
    const asked = bases.lineFrom(one.line);
    const line = lines.find((at) => at >= asked);
    if (line === undefined) return unverified('no thread of this scenario steps here or below');
    const breakpoint = withExtras(
      context,
      lineTrigger(file, line),
      one,
      framesOn(context, file, line),
    );
    if (breakpoint instanceof Refused) return unverified(breakpoint.reason);
    made.push(breakpoint);
    return { id: breakpoint.id, verified: true, line: bases.line(line), source };
  });
  debuggee.table.replace(`lines:${file}`, made);
  return { breakpoints: answers };
}

function unverified(message: string): DebugProtocol.Breakpoint {
  return { verified: false, message };
}

/** The calls in which a line may be met: a condition has to mean something in one of them. */
function framesOn(context: Context, file: string, line: number): readonly number[] {
  const { walk, reached } = context.debuggee;
  const { code, files, frames } = walk.program;
  const found = new Set<number>();
  code.forEach(({ site }, pc) => {
    if (reached[pc] === 1 && site.line === line && files[site.file] === file) found.add(site.frame);
  });
  for (const { file: at, line: on, parent } of frames) {
    if (on === line && files[at] === file && parent !== undefined) found.add(parent);
  }
  return [...found];
}

interface Extras {
  readonly condition?: string | undefined;
  readonly hitCondition?: string | undefined;
  readonly logMessage?: string | undefined;
}

function withExtras(
  { debuggee }: Context,
  trigger: Trigger,
  extras: Extras,
  frames: readonly (number | undefined)[],
): OrRefused<Breakpoint> {
  const { queries, table } = debuggee;
  const texts = { condition: said(extras.condition), hit: said(extras.hitCondition) };
  const log = said(extras.logMessage);
  let condition: OrRefused<Condition> | undefined;
  let hitCondition: OrRefused<HitCondition> | undefined;
  if (texts.condition !== undefined) condition = conditionOf(texts.condition, queries, frames);
  if (condition instanceof Refused) return condition;
  if (texts.hit !== undefined) hitCondition = hitConditionOf(texts.hit);
  if (hitCondition instanceof Refused) return hitCondition;
  return {
    id: table.nextId(),
    trigger,
    condition,
    hitCondition,
    log: log === undefined ? undefined : logMessageOf(log, queries),
  };
}

function said(text: string | undefined): string | undefined {
  return text === undefined || text.trim() === '' ? undefined : text;
}

export function setFunctionBreakpoints(
  context: Context,
  { breakpoints }: DebugProtocol.SetFunctionBreakpointsArguments,
): DebugProtocol.SetFunctionBreakpointsResponse['body'] {
  const { debuggee } = context;
  const { program } = debuggee.walk;
  const made: Breakpoint[] = [];
  const answers = breakpoints.map((one): DebugProtocol.Breakpoint => {
    const name = one.name.trim().replace(/\(\s*\)$/u, '');
    if (!isCalled(program, name, debuggee.reached)) {
      return unverified(`no thread of this scenario calls ${name}()`);
    }
    const frames = program.frames.flatMap((frame, index) => (frame.name === name ? [index] : []));
    const breakpoint = withExtras(context, functionTrigger(name), one, frames);
    if (breakpoint instanceof Refused) return unverified(breakpoint.reason);
    made.push(breakpoint);
    return { id: breakpoint.id, verified: true };
  });
  debuggee.table.replace('functions', made);
  return { breakpoints: answers };
}

export function setDataBreakpoints(
  context: Context,
  { breakpoints }: DebugProtocol.SetDataBreakpointsArguments,
): DebugProtocol.SetDataBreakpointsResponse['body'] {
  const { debuggee } = context;
  const { queries, tree } = debuggee;
  const slotsOf = (path: string) => {
    const node = tree.byPath.get(path);
    return node === undefined ? [] : slotsBelow(node);
  };
  const made: Breakpoint[] = [];
  const answers = breakpoints.map((one): DebugProtocol.Breakpoint => {
    const watched = watchedOf(one.dataId, slotsOf, queries);
    if (watched instanceof Refused) return unverified(watched.reason);
    const access: Access = one.accessType ?? 'write';
    const breakpoint = withExtras(context, dataTrigger(watched, access), one, [undefined]);
    if (breakpoint instanceof Refused) return unverified(breakpoint.reason);
    made.push(breakpoint);
    return { id: breakpoint.id, verified: true };
  });
  debuggee.table.replace('data', made);
  return { breakpoints: answers };
}

export function setExceptionBreakpoints(
  context: Context,
  { filters, filterOptions }: DebugProtocol.SetExceptionBreakpointsArguments,
): DebugProtocol.SetExceptionBreakpointsResponse['body'] {
  const { debuggee } = context;
  const known = propertyFilters(debuggee.walk.program).map(({ filter }) => filter);
  const wanted = [
    ...filters.map((filterId) => ({ filterId, condition: undefined })),
    ...(filterOptions ?? []).map(({ filterId, condition }) => ({ filterId, condition })),
  ];
  const made: Breakpoint[] = [];
  const set = new Set<string>();
  const answers = wanted.map(({ filterId, condition }): DebugProtocol.Breakpoint => {
    const names = filterId === anyFilter.filter ? known : known.filter((one) => one === filterId);
    if (names.length === 0) return unverified(`this scenario does not forbid ${filterId}`);
    for (const name of names) {
      const breakpoint = withExtras(context, exceptionTrigger(name), { condition }, [undefined]);
      if (breakpoint instanceof Refused) return unverified(breakpoint.reason);
      made.push(breakpoint);
      set.add(name);
    }
    return { verified: true };
  });
  debuggee.filters = set;
  debuggee.table.replace('exceptions', made);
  return { breakpoints: answers };
}

/** Lines on which a step begins, or a call stands. */
export function breakpointLocations(
  { sources, bases, debuggee }: Context,
  { source, line, endLine }: DebugProtocol.BreakpointLocationsArguments,
): DebugProtocol.BreakpointLocationsResponse['body'] {
  const file = sources.fileOf(source);
  if (file === undefined) return { breakpoints: [] };
  const first = bases.lineFrom(line);
  const last = endLine === undefined ? first : bases.lineFrom(endLine);
  const lines = linesWithSteps(debuggee.walk.program, file, debuggee.reached);
  return {
    breakpoints: lines
      .filter((at) => at >= first && at <= last)
      .map((at) => ({ line: bases.line(at) })),
  };
}
