// A scene as text that a person can read: one line per line of the picture, with what stands beside
// it in columns of their own.
import type { Scene, SceneLine } from '../src/scene.ts';

/**
 * Per line: number of steps done, what is in the gutters, and the text in its lane's column.
 * `|` a lock is held, `:` shared, `/` waited for; `[` the race window.
 */
export function sceneText(scene: Scene): string {
  const column = 46;
  const lines = scene.lines.map((line, index) => {
    const step = stepText(line).padStart(5);
    const gutters = scene.lanes.map((lane) => guttersAt(scene, lane.thread, line.y));
    const lane = line.lane ?? 0;
    const text = `${gutters.join(' ')} ${' '.repeat(lane * column)}${indent(scene, line)}${words(line)}`;
    const arrows = scene.arrows
      .filter(({ to }) => scene.lineOfRow[to] === index)
      .map(({ from, names }) => `  <- ${names.join(', ')} of step ${from + 1}`);
    return `${step} ${windowAt(scene, line.y)} ${text}${arrows.join('')}`.trimEnd();
  });
  const heads = scene.lanes.map(({ cpu, role }) => `${cpu} ${role}`.trim());
  return `${[scene.title, heads.join(' | '), ...lines].join('\n')}\n`;
}

function stepText({ line, step, firstStep }: SceneLine): string {
  if (line.kind === 'folded' || line.kind === 'gap') {
    return firstStep === step ? String(step) : `${firstStep}-${step}`;
  }
  return line.kind === 'step' || line.kind === 'start' ? String(step) : '';
}

function indent(scene: Scene, { line, y }: SceneLine): string {
  const around = scene.boxes.filter(
    (box) => box.y <= y + scene.lineHeight / 2 && y + scene.lineHeight / 2 <= box.y + box.height,
  );
  const own = line.kind === 'call' || line.kind === 'folded' ? 1 : 0;
  const lane = 'span' in line ? line.span.thread : undefined;
  const thread = lane ?? scene.lines.find((one) => one.y === y)?.lane;
  const depth = around.filter((box) => box.lane === thread).length - own;
  return '  '.repeat(Math.max(0, depth));
}

function words({ full, marks, line }: SceneLine): string {
  const marked = [
    line.kind === 'event' ? '!!! ' : '',
    line.kind === 'folded' ? '+ ' : '',
    full,
    marks.pair === undefined ? '' : ` <${marks.pair}>`,
    marks.moved ? ' <moved>' : '',
  ];
  return marked.join('');
}

function guttersAt(scene: Scene, lane: number, y: number): string {
  const middle = y + scene.lineHeight / 2;
  const signs = { held: '|', shared: ':', waiting: '/' } as const;
  const own = scene.bars.filter((bar) => bar.lane === lane);
  const columns = [...new Set(own.map(({ x }) => x))].sort((a, b) => a - b);
  return columns
    .map((x) => {
      const bar = own.find((one) => one.x === x && one.y <= middle && middle <= one.y + one.height);
      return bar === undefined ? '.' : signs[bar.kind];
    })
    .join('');
}

function windowAt({ bracket, lineHeight }: Scene, y: number): string {
  if (bracket === undefined) return ' ';
  const middle = y + lineHeight / 2;
  return bracket.y <= middle && middle <= bracket.y + bracket.height ? '[' : ' ';
}
