// A run as an SVG file, with the sentences that a reader needs when the editor is not there.
import { layout } from './layout.ts';
import type { RunShown } from './run-shown.ts';
import { svgText } from './svg-text.ts';
import { charWidthOf, type Folds, lineHeights } from './view.ts';

/** Of two lanes; more of them need more. */
const pageWidth = 1240;
const laneWidth = 520;

/** Example: `svgOf(run, nothingFolded, '')`. */
export function svgOf(run: RunShown, folds: Folds, filter: string): string {
  const lineHeight = lineHeights.usual;
  const width = Math.max(pageWidth, run.trace.threads.length * laneWidth);
  const view = { width, lineHeight, charWidth: charWidthOf(lineHeight), folds, filter };
  return svgText(layout(run, view), { below: sentences(run) });
}

function sentences({ trace, properties }: RunShown): string[] {
  const broken = new Set(
    [...trace.initialEvents, ...trace.rows.flatMap(({ events }) => events)].map(
      ({ property }) => property,
    ),
  );
  const told = properties
    .filter(({ name, sentence }) => broken.has(name) && sentence !== '')
    .map(({ name, sentence }) => `Violates ${name}: ${sentence}`);
  const { pair, window, initial } = trace;
  const shared = initial.filter((one) => one.shared);
  const values = shared.map(({ name, value }) => `${name}=${value}`).join(', ');
  return [
    ...(values === '' ? [] : [`Initial: ${values}`]),
    ...told,
    ...(pair === undefined
      ? []
      : [`Race on ${pair.name}: steps ${pair.first + 1} and ${pair.second + 1}`]),
    ...(window === undefined ? [] : [`Race window: ${window.sentence}`]),
  ];
}
