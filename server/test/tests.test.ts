// Tests, lens, status and problems are read from one store: here they are held against one another.
import { kernelLibrary } from '@racewalk/kernel';
import { afterEach, describe, expect, it } from 'vitest';
import type { CoverageAnswer, TestsAnswer, TestVariant } from '../src/test-protocol.ts';
import { type Client, connected, uri } from './client.ts';
import { counter, endless, pages } from './texts.ts';

let client: Client | undefined;

afterEach(async () => {
  await client?.shutdown();
  client = undefined;
});

async function opened(text: string, settings: unknown = null): Promise<Client> {
  client = await connected(kernelLibrary, { settings });
  await client.open(text);
  await client.settled();
  return client;
}

async function asked(editor: Client): Promise<TestsAnswer> {
  const answer = await editor.connection.sendRequest<TestsAnswer | null>('racewalk/tests', { uri });
  if (answer === null) throw new Error('the text has no tests');
  return answer;
}

function variants({ scenarios }: TestsAnswer): readonly TestVariant[] {
  return scenarios.flatMap((scenario) => scenario.variants);
}

describe('the tests of a text', () => {
  it('are its variants and what they forbid, with what was found', async () => {
    const editor = await opened(counter.replace('expect pass', 'expect deadlock'));
    const found = variants(await asked(editor)).map(({ milliseconds, range: _, ...variant }) => {
      expect(milliseconds).toBeGreaterThanOrEqual(0);
      return variant;
    });
    expect(found).toMatchObject([
      {
        name: 'as written',
        state: 'passed',
        expected: 'assertion',
        found: 'assertion',
        properties: [{ name: 'assertion', state: 'passed', expected: 'broken', found: 'broken' }],
      },
      {
        name: 'in one step',
        state: 'failed',
        expected: 'deadlock',
        found: 'pass',
        properties: [{ name: 'deadlock', state: 'failed', expected: 'broken', found: 'holds' }],
      },
    ]);
    const [first] = found;
    expect(first?.properties[0]?.frames.map(({ label, line }) => `${line + 1} ${label}`)).toEqual([
      '6 cpu0: increment: read counter: 0',
      '6 cpu1: increment: read counter: 0',
      '6 cpu1: increment: counter = 1',
      '6 cpu0: increment: counter = 1',
    ]);
  });

  it('never pass where a limit cut the search short', async () => {
    const editor = await opened(endless, { states: 5000, automatic: { states: 1000 } });
    const [only] = variants(await asked(editor));
    expect(only).toMatchObject({ state: 'undecided', found: 'bounded' });
    expect(only?.properties).toMatchObject([{ name: 'deadlock', state: 'undecided' }]);
  });

  it('are of the newest text only', async () => {
    const editor = await opened(counter);
    await editor.edit('expect pass', 'expect deadlock');
    const states = variants(await asked(editor)).map(({ state }) => state);
    expect(states).toEqual(['running', 'running']);
  });

  it.each([
    ['as expected', counter],
    ['not as expected', counter.replace('expect assertion', 'expect pass')],
    ['with an unexpected variant', counter.replace('expect pass', 'expect deadlock')],
    ['with nothing expected', pages.replace('  expect few;\n', '')],
    ['that does not compile', counter.replace('counter == 2', 'nothing == 2')],
    ['too large', endless],
  ])('agree with lens, status and problems in a text %s', async (_, text) => {
    const editor = await opened(text, { states: 5000, automatic: { states: 1000 } });
    const all = variants(await asked(editor));
    const lenses = await editor.lenses();
    for (const { text: words, range } of all) {
      expect(lenses).toContain(`${range.start.line + 1}: ${words}`);
    }
    const status = editor.statuses.at(-1);
    expect(status?.detail.split('\n').map((line) => line.replace(/^[^:]*: /u, ''))).toEqual(
      all.map((variant) => variant.text),
    );
    const count = (state: string): number => all.filter((one) => one.state === state).length;
    const told = [
      [count('passed'), 'as expected'],
      [count('error'), 'not compiled'],
      [count('failed'), 'not as expected'],
      [count('undecided'), 'undecided'],
    ] as const;
    const words = told
      .filter(([number]) => number > 0)
      .map(([number, what]) => `${number} ${what}`);
    expect(status?.text).toBe(words.join(', '));
    const problems = editor.diagnostics().filter((line) => /RW080[12]/u.test(line));
    expect(problems).toHaveLength(count('failed'));
    for (const { state, properties } of all) {
      const states = properties.map((property) => property.state);
      if (state === 'passed') expect(states.every((one) => one === 'passed')).toBe(true);
      if (state === 'failed') expect(states).toContain('failed');
    }
  });
});

describe('coverage', () => {
  it('tells which steps some interleaving gets to, and which none does', async () => {
    const text = counter.replace(
      '  counter = counter + 1;\n}\n\n',
      `  counter = counter + 1;
  if (counter > 5)
    counter = 7;
}

`,
    );
    const editor = await opened(text);
    const answer = await editor.connection.sendRequest<CoverageAnswer>('racewalk/coverage', {
      uri,
    });
    expect(answer.without).toEqual([]);
    const places = answer.files.find((file) => file.uri === uri)?.places ?? [];
    const lines = text.split('\n');
    const told = places.map(({ range: { start, end }, reached }) => {
      const words = (lines[start.line] ?? '').slice(start.character, end.character);
      return `${start.line + 1} ${words}: ${reached}`;
    });
    expect(told).toContain('8 counter = 7: false');
    expect(told.some((line) => line.startsWith('6 ') && line.endsWith('true'))).toBe(true);
  });
});
