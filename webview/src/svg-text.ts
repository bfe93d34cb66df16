// The picture as a file of its own: everything in view, colours for light and dark pages inside.
import { drawBand, drawBar, drawBox, drawLine, headHeight } from './draw.ts';
import { drawArrow, drawBracket, drawHeads, drawLanes, drawTie } from './draw-race.ts';
import { pictureRules } from './picture-style.ts';
import type { Scene } from './scene.ts';
import { label, rect, type Shape } from './shapes.ts';

export interface SvgNotes {
  /** Sentences below the picture: what is violated, the race window. */
  readonly below: readonly string[];
}

const titleHeight = 30;
const noteHeight = 18;
const margin = 12;

/** A text that is a whole SVG file. Example: `svgText(layout(run, view), { below: [] })`. */
export function svgText(scene: Scene, { below }: SvgNotes): string {
  const top = titleHeight + headHeight;
  const notes = below.flatMap((note) => wrapped(note, Math.floor((scene.width - 8) / 6.6)));
  const noteTop = top + scene.height + 14;
  const height = noteTop + notes.length * noteHeight + margin;
  const width = scene.width + 2 * margin;
  const title = wrapped(scene.title, Math.floor(scene.width / 7.8))[0] ?? '';
  const shapes: Shape[] = [
    rect('page', 0, 0, { width, height }),
    group(margin, 0, [label('title', 4, 20, title)]),
    group(margin, titleHeight, drawHeads(scene)),
    group(margin, top, picture(scene)),
    group(
      margin,
      noteTop,
      notes.map((note, index) => label('below', 4, index * noteHeight + 12, note)),
    ),
  ];
  const head =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" ` +
    `viewBox="0 0 ${width} ${height}" class="picture" role="img">`;
  const parts = [
    head,
    `<title>${escaped(scene.title)}</title>`,
    `<style>${styleOf(scene)}</style>`,
    ...shapes.map(textOf),
    '</svg>',
  ];
  return `${parts.join('\n')}\n`;
}

function picture(scene: Scene): Shape[] {
  const each = <Item>(
    items: readonly Item[],
    draw: (scene: Scene, index: number) => Shape | undefined,
  ): Shape[] => items.flatMap((_, index) => draw(scene, index) ?? []);
  // Arrows lie above the boxes and below the words.
  return [
    ...drawLanes(scene, scene.height),
    ...scene.lines.flatMap((line) => drawBand(scene, line) ?? []),
    ...each(scene.boxes, drawBox),
    ...each(scene.bars, drawBar),
    ...each(scene.arrows, drawArrow),
    ...[drawBracket(scene), drawTie(scene)].flatMap((shape) => shape ?? []),
    ...scene.lines.flatMap((line) => drawLine(scene, line)),
  ];
}

function group(x: number, y: number, parts: readonly Shape[]): Shape {
  return { tag: 'g', at: { transform: `translate(${x} ${y})` }, parts };
}

function textOf({ tag, at, text, title, parts }: Shape): string {
  let attributes = '';
  for (const [name, value] of Object.entries(at)) {
    attributes += ` ${name}="${typeof value === 'number' ? value : escaped(value)}"`;
  }
  const inside = [
    title === undefined ? '' : `<title>${escaped(title)}</title>`,
    text === undefined ? '' : escaped(text),
    ...(parts ?? []).map(textOf),
  ].join('');
  const open = `<${tag}${attributes}`;
  return inside === '' ? `${open}/>` : `${open}>${inside}</${tag}>`;
}

// Characters that XML writes otherwise, or has no spelling for.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const special = /[&<>"\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/gu;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

function escaped(text: string): string {
  return text.replace(special, (character) => entities[character] ?? '\ufffd');
}

/** Lines of words, none longer than so many characters where a word is not. */
function wrapped(text: string, characters: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/u)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (longer.length > characters && line !== '') {
      lines.push(line);
      line = `  ${word}`;
    } else line = longer;
  }
  return line === '' ? lines : [...lines, line];
}

const light = {
  ground: '#ffffff',
  text: '#1f2328',
  quiet: '#59636e',
  frame: '#c4cbd3',
  lane: '#f6f8fa',
  'lane-other': '#f1f4f8',
  head: '#e6ebf1',
  box: '#ffffff',
  'box-other': '#f3f6fa',
  call: '#0b4f9e',
  hardware: '#6b4a00',
  broken: '#b3261e',
  'broken-band': '#fde7e5',
  race: '#8a3d99',
  'on-race': '#ffffff',
  lock: '#3f6f4f',
  'on-lock': '#ffffff',
  wait: '#9a6700',
  arrow: '#8594a6',
  lit: '#0b62c4',
};

const dark: typeof light = {
  ground: '#15191f',
  text: '#e3e7ec',
  quiet: '#9aa5b1',
  frame: '#3d4753',
  lane: '#1a1f26',
  'lane-other': '#1e242c',
  head: '#2a323c',
  box: '#20262e',
  'box-other': '#252c35',
  call: '#8cc1ff',
  hardware: '#e3b341',
  broken: '#ff8a80',
  'broken-band': '#4a1f1f',
  race: '#e0a3ee',
  'on-race': '#1a1020',
  lock: '#7fc39a',
  'on-lock': '#10201a',
  wait: '#e3b341',
  arrow: '#6f7f91',
  lit: '#7ab8ff',
};

function styleOf(scene: Scene): string {
  const font = 'ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace';
  return `
.picture { --rw-font: ${font}; --rw-size: ${scene.fontSize}px; ${variables(light)} }
@media (prefers-color-scheme: dark) { .picture { ${variables(dark)} } }
.picture .page { fill: var(--rw-ground); }
.picture text.title { font-size: 13px; font-weight: bold; }
.picture text.below { font-size: 11px; }
${pictureRules}`;
}

function variables(colours: typeof light): string {
  return Object.entries(colours)
    .map(([name, value]) => `--rw-${name}: ${value};`)
    .join(' ');
}
