// The timeline as a grid that keys move in: which step is above, below, beside, a page away.
import type { Scene, SceneLine } from './scene.ts';
import { counted } from './words.ts';

/** Steps that a line stands for, counted from 1; undefined: it stands for none, or for the start. */
export function stepsInLine(
  line: SceneLine,
): { readonly first: number; readonly last: number } | undefined {
  switch (line.line.kind) {
    case 'step':
    case 'folded':
    case 'gap':
      return { first: line.firstStep, last: line.step };
    case 'start':
    case 'call':
    case 'event':
    case 'repeats':
    case 'blocked':
      return undefined;
  }
}

/** Lines that can be the present one. */
function isStop({ line }: SceneLine): boolean {
  return (
    line.kind === 'start' || line.kind === 'step' || line.kind === 'folded' || line.kind === 'gap'
  );
}

/** The step so many stops further down, or up where negative. */
export function stepBeyond(scene: Scene, from: number, stops: number): number {
  const direction = Math.sign(stops);
  let at = from;
  let left = Math.abs(stops);
  for (let index = from + direction; left > 0; index += direction) {
    const line = scene.lines[index];
    if (line === undefined) break;
    if (!isStop(line)) continue;
    at = index;
    left -= 1;
  }
  return scene.lines[at]?.step ?? 0;
}

/** The nearest step of the lane to the left or right that has any: the last one before, or else the next. */
export function stepBeside(scene: Scene, from: number, direction: -1 | 1): number | undefined {
  const here = scene.lines[from]?.lane;
  const lanes = scene.lanes.length;
  const start = here ?? (direction === 1 ? -1 : lanes);
  for (let lane = start + direction; lane >= 0 && lane < lanes; lane += direction) {
    const inLane = (line: SceneLine): boolean => isStop(line) && line.lane === lane;
    const found =
      scene.lines.slice(0, from).findLast(inLane) ?? scene.lines.slice(from).find(inLane);
    if (found !== undefined) return found.step;
  }
  return undefined;
}

/** What a screen reader says of a line when it gets there. */
export function cellLabel(scene: Scene, line: SceneLine): string {
  const { full, marks, lane } = line;
  const head = scene.lanes[lane ?? -1];
  const cpu = head === undefined ? '' : `${head.cpu}, `;
  switch (line.line.kind) {
    case 'start':
    case 'gap':
    case 'repeats':
      return full;
    case 'call':
      return `${cpu}calls ${full}, ${counted(line.line.span.steps, 'step')} inside`;
    case 'event':
      return `${cpu}violation: ${full}`;
    case 'blocked':
      return `${cpu}${full}`;
    case 'step':
    case 'folded': {
      const words = [
        marks.hardware ? 'by hardware' : '',
        marks.breaks ? 'breaks a property' : '',
        marks.pair === undefined ? '' : `step ${marks.pair} of the race`,
        marks.moved ? 'the step of the race window' : '',
      ].filter((word) => word !== '');
      return [`step ${line.step}, ${cpu}${full}`, ...words].join(', ');
    }
  }
}
