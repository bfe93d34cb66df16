// What the test view lists, and what of an automatic run is news to it.
import type { TestVariant } from '@racewalk/server';
import { describe, expect, it } from 'vitest';
import { globsOf, matcherOf } from '../src/files/globs.ts';
import { type ListFolder, walkFolder } from '../src/files/walk-folder.ts';
import { toldOf } from '../src/tests/told.ts';

describe('patterns of settings', () => {
  it.each([
    ['**/.git', ['.git', 'a/.git'], ['.gitignore', 'a.git', '.git/x']],
    ['**/node_modules/**', ['node_modules', 'a/node_modules', 'a/node_modules/b/c'], ['nodes']],
    ['build', ['build'], ['a/build', 'build2']],
    ['build/', ['build'], ['builds']],
    ['**/*.{tmp,bak}', ['a.tmp', 'x/y.bak'], ['a.race', 'tmp']],
    ['out?/[ab]*', ['out1/a', 'out2/bc'], ['out/a', 'out1/c', 'out1/a/d']],
    ['**/[!a].race', ['b.race', 'x/c.race'], ['a.race']],
    ['a+b(c).race', ['a+b(c).race'], ['aab(c).race']],
    ['{a,b/{c,d}}', ['a', 'b/c', 'b/d'], ['c', 'b']],
  ])('%s', (glob, yes, no) => {
    const matches = matcherOf([glob]);
    expect(yes.filter((path) => !matches(path))).toEqual([]);
    expect(no.filter(matches)).toEqual([]);
  });

  it('are those that are switched on', () => {
    expect(globsOf({ a: true, b: false, c: { when: '$(basename).ts' } })).toEqual(['a']);
    expect(globsOf(undefined)).toEqual([]);
  });

  it('never throw, whatever stands in the settings', () => {
    for (const glob of [
      '{',
      '}',
      '[',
      ']',
      '{a,',
      '[]',
      '**{',
      '\\',
      '[!]',
      '(',
      'a{b}c}',
      '[z-a]',
    ])
      expect(() => matcherOf([glob])('a/b')).not.toThrow();
  });
});

describe('a walk through folders', () => {
  const tree: Readonly<Record<string, readonly string[]>> = {
    '': ['a.race', 'notes.md', 'deep/', 'node_modules/', 'closed/'],
    deep: ['b.race', 'deeper/'],
    'deep/deeper': ['c.race'],
    node_modules: ['d.race'],
  };
  const list: ListFolder = (path) => {
    const inside = tree[path];
    if (inside === undefined) return Promise.reject(new Error('no permission'));
    return Promise.resolve(
      inside.map((name) =>
        name.endsWith('/')
          ? { name: name.slice(0, -1), kind: 'folder' as const }
          : { name, kind: 'file' as const },
      ),
    );
  };
  const isWanted = (name: string): boolean => name.endsWith('.race');
  const isExcluded = matcherOf(['**/node_modules']);

  it('finds what no pattern excludes, past what can not be read', async () => {
    const found = await walkFolder(list, isWanted, isExcluded, { files: 10, folders: 10 });
    expect(found).toEqual({
      files: ['a.race', 'deep/b.race', 'deep/deeper/c.race'],
      isWhole: true,
    });
  });

  it('ends at its limits, and says so', async () => {
    const few = await walkFolder(list, isWanted, isExcluded, { files: 2, folders: 10 });
    expect(few).toEqual({ files: ['a.race', 'deep/b.race'], isWhole: false });
    const flat = await walkFolder(list, isWanted, isExcluded, { files: 10, folders: 1 });
    expect(flat).toEqual({ files: ['a.race'], isWhole: false });
  });
});

describe('what is told of an automatic run', () => {
  const frame = { label: 'a: add: counter: 0 -> 1', uri: 'file:///a.race', line: 3 };
  const property = {
    name: 'assertion',
    state: 'passed',
    expected: 'violated',
    found: 'violated',
    frames: [frame],
  } as const;
  const variant: TestVariant = {
    name: 'as written',
    range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } },
    state: 'passed',
    text: 'fails: assertion, 4 steps',
    expected: 'assertion',
    found: 'assertion',
    milliseconds: 2,
    properties: [property],
  };

  it('is the same while nothing that shows has changed', () => {
    const moved = { ...variant.range, end: { line: 9, character: 9 } };
    const again: TestVariant = { ...variant, text: '5 steps', milliseconds: 9, range: moved };
    expect(toldOf(again)).toBe(toldOf(variant));
    const steps = [{ ...property, frames: [frame, frame] }];
    expect(toldOf({ ...variant, properties: steps })).toBe(toldOf(variant));
  });

  it('is another where a state, a message or a stack has changed', () => {
    const failed: TestVariant = { ...variant, state: 'failed' };
    const broken = { ...property, state: 'failed', found: 'held' } as const;
    const all = [
      variant,
      failed,
      { ...failed, text: '5 steps' },
      { ...failed, properties: [broken] },
      { ...failed, properties: [{ ...broken, frames: [{ ...frame, line: 4 }] }] },
      { ...variant, state: 'undecided' as const },
    ].map(toldOf);
    expect(new Set(all).size).toBe(all.length);
  });
});
