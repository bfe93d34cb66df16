// Draws docs/images/icon.png: two lanes whose paths cross, and the step at which they collide.
// Run by hand when the drawing changes: node scripts/icon.mjs
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { root } from './tool.mjs';

const SIZE = 128;
const SAMPLES = 4;

const background = [27, 35, 48];
const shapes = [
  // The lanes, as thick lines: from, to, half width, colour.
  {
    kind: 'line',
    points: [
      [38, 20],
      [38, 44],
      [90, 84],
      [90, 108],
    ],
    half: 6,
    colour: [86, 182, 240],
  },
  {
    kind: 'line',
    points: [
      [90, 20],
      [90, 44],
      [38, 84],
      [38, 108],
    ],
    half: 6,
    colour: [245, 190, 80],
  },
  { kind: 'dot', at: [64, 64], radius: 15, colour: background },
  { kind: 'dot', at: [64, 64], radius: 11, colour: [240, 90, 90] },
  { kind: 'dot', at: [38, 20], radius: 9, colour: [86, 182, 240] },
  { kind: 'dot', at: [90, 20], radius: 9, colour: [245, 190, 80] },
];

function toSegment([x, y], [ax, ay], [bx, by]) {
  const [dx, dy] = [bx - ax, by - ay];
  const t = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)));
  return Math.hypot(x - ax - t * dx, y - ay - t * dy);
}

function covers(shape, at) {
  if (shape.kind === 'dot') {
    return Math.hypot(at[0] - shape.at[0], at[1] - shape.at[1]) <= shape.radius;
  }
  return shape.points
    .slice(1)
    .some((point, index) => toSegment(at, shape.points[index], point) <= shape.half);
}

/** A square with round corners. */
function inside([x, y]) {
  const r = 24;
  const cx = Math.max(r, Math.min(SIZE - r, x));
  const cy = Math.max(r, Math.min(SIZE - r, y));
  return Math.hypot(x - cx, y - cy) <= r;
}

function pixel(x, y) {
  const sum = [0, 0, 0, 0];
  for (let i = 0; i < SAMPLES * SAMPLES; i++) {
    const at = [x + ((i % SAMPLES) + 0.5) / SAMPLES, y + (Math.floor(i / SAMPLES) + 0.5) / SAMPLES];
    if (!inside(at)) continue;
    const [r, g, b] = shapes.findLast((shape) => covers(shape, at))?.colour ?? background;
    sum[0] += r;
    sum[1] += g;
    sum[2] += b;
    sum[3] += 1;
  }
  const hits = Math.max(1, sum[3]);
  return [sum[0] / hits, sum[1] / hits, sum[2] / hits, (sum[3] * 255) / SAMPLES ** 2].map(
    Math.round,
  );
}

function chunk(name, data) {
  const body = Buffer.concat([Buffer.from(name), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}

const rows = Buffer.concat(
  Array.from({ length: SIZE }, (_, y) =>
    Buffer.from([0, ...Array.from({ length: SIZE }, (_, x) => pixel(x, y)).flat()]),
  ),
);
const header = Buffer.alloc(13);
header.writeUInt32BE(SIZE, 0);
header.writeUInt32BE(SIZE, 4);
header.set([8, 6, 0, 0, 0], 8);
const png = Buffer.concat([
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  chunk('IHDR', header),
  chunk('IDAT', deflateSync(rows, { level: 9 })),
  chunk('IEND', Buffer.alloc(0)),
]);
writeFileSync(path.join(root, 'docs', 'images', 'icon.png'), png);
console.log(`docs/images/icon.png, ${png.length} bytes`);
