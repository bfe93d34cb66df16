// docs/library.md: the kernel library as a page, made from its texts.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { kernelLibrary } from '@racewalk/kernel';
import {
  bodiesOf,
  type FunctionBody,
  type FunctionSymbol,
  loadLibrary,
  type PatchSymbol,
  type PropertySymbol,
} from '@racewalk/language';

const tags = /^\s*(source|evidence|abstracts|instead|unnoticed|hardware|counts):\s*(.*)$/u;
const evidence = {
  S: 'kernel source read',
  P: 'patch or commit read',
  M: 'from memory',
  I: 'hypothesis, not a documented kernel bug',
};

/** Names a body wherever the library is loaded. */
export function keyOf({ file, name, span }: FunctionBody): string {
  return `${file}:${name}:${span.start}`;
}

type StepsOf = (body: FunctionBody) => readonly string[] | undefined;

export function libraryPage(stepsOf: StepsOf): string {
  const { scope } = loadLibrary(kernelLibrary);
  const functions = [...scope.values.values()].filter((one) => one.kind === 'function');
  const patches = [...scope.patches.values()];
  const properties = [...scope.properties.values()].filter(({ file }) =>
    file.startsWith('kernel:'),
  );
  const intro = readFileSync(path.join(import.meta.dirname, '../docs/library.intro.md'), 'utf8');
  const files = kernelLibrary.map(({ name }) => name);
  const sections = files.flatMap((file) =>
    fileSection(file, {
      functions: functions.filter((one) => one.file === file),
      patches: patches.filter((one) => one.file === file),
      properties: properties.filter((one) => one.file === file),
      stepsOf,
    }),
  );
  return `${[intro.trimEnd(), '', ...sections].join('\n').trimEnd()}\n`;
}

interface Contents {
  readonly functions: readonly FunctionSymbol[];
  readonly patches: readonly PatchSymbol[];
  readonly properties: readonly PropertySymbol[];
  readonly stepsOf: StepsOf;
}

function fileSection(
  file: string,
  { functions, patches, properties, stepsOf }: Contents,
): string[] {
  if (functions.length + patches.length + properties.length === 0) return [];
  const own = functions.flatMap((one) => bodiesOf(one).filter(({ patch }) => patch === undefined));
  const local = own.filter((body) => stepsOf(body)?.length === 0);
  const bodies = own.filter((body) => !local.includes(body));
  return [
    `## ${file.replace('kernel:/', '')}`,
    '',
    ...properties.flatMap((one) => [
      `- property \`${one.name}\`: ${one.sentence}. ${prose(one.doc)}`.trimEnd(),
    ]),
    ...(properties.length > 0 ? [''] : []),
    ...bodies.flatMap((body) => bodySection(body, stepsOf(body))),
    ...(local.length > 0
      ? ['No steps, they touch locals only:', '', ...local.map(bodyLine), '']
      : []),
    ...patches.flatMap((patch) => [
      `### patch \`${patch.name}\`: ${patch.title}`,
      '',
      ...paragraph(prose(patch.doc)),
      ...facts(patch.doc),
      `- replaces: ${patch.bodies.map((body) => `\`${body.name}()\`${releases(body)}`).join(', ')}`,
      '',
    ]),
  ];
}

function bodySection(body: FunctionBody, steps: readonly string[] | undefined): string[] {
  return [
    `### ${body.name}()${releases(body) || ', all releases'}`,
    '',
    ...paragraph(prose(body.doc)),
    ...facts(body.doc),
    `- steps: ${stepsText(steps)}`,
    '',
  ];
}

function bodyLine(body: FunctionBody): string {
  const source = body.doc.flatMap((line) => tags.exec(line)?.slice(1) ?? []);
  const text = prose(body.doc);
  const cited = source[0] === 'source' ? ` Source: ${source[1] ?? ''}.` : '';
  return `- \`${body.name}()\`${releases(body)}:${text === '' ? '' : ` ${text}`}${cited}`;
}

function stepsText(steps: readonly string[] | undefined): string {
  if (steps === undefined) return 'no bundled scenario comes here';
  const own: string[] = [];
  for (const step of steps) {
    const callee = /^([\w.]+)(?: >|:) /u.exec(step)?.[1];
    const text = callee === undefined ? step : `${callee}()`;
    if (own.at(-1) !== text) own.push(text);
  }
  return own.map((text) => `\`${text.replaceAll('`', "'").replaceAll(/\s+/gu, ' ')}\``).join('; ');
}

function facts(doc: readonly string[]): string[] {
  return doc.flatMap((line) => {
    const [, tag, text] = tags.exec(line) ?? [];
    if (tag === undefined || text === undefined) return [];
    if (tag !== 'evidence') return [`- ${tag}: ${text}`];
    const letter = /\[([SPMI])\]/u.exec(text)?.[1] as keyof typeof evidence | undefined;
    return [`- evidence: ${text}${letter === undefined ? '' : ` (${evidence[letter]})`}`];
  });
}

function prose(doc: readonly string[]): string {
  return doc
    .filter((line) => !tags.test(line))
    .map((line) => line.trim())
    .join(' ')
    .trim();
}

function paragraph(text: string): string[] {
  return text === '' ? [] : [text.replaceAll(/([.:;]) (?=[A-Z])/gu, '$1\n'), ''];
}

function releases({ declaration }: FunctionBody): string {
  const { releases: range } = declaration;
  if (range === undefined) return '';
  const { from, to } = range;
  if (from !== undefined && from.text === to?.text) return `, ${from.text}`;
  if (to === undefined) return `, ${from?.text ?? ''} on`;
  return `, ${from?.text ?? 'up'} to ${to.text}`;
}
