// The lens at the cursor, which is what a command from the palette is about.
import path from 'node:path';
import { build } from 'esbuild';
import { beforeAll, expect, test } from 'vitest';

interface Found {
  readonly asked: string[];
  atCursor(): Promise<unknown>;
}

let code = '';
beforeAll(async () => {
  const entry = path.resolve(import.meta.dirname, '../src/lenses.ts');
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    format: 'cjs',
    external: ['vscode'],
    write: false,
  });
  code = outputFiles[0]?.text ?? '';
});

/** An editor with the cursor in line 5, and lenses that run scenarios in lines 1 and 4. */
function found(started: Promise<void>): Found {
  const asked: string[] = [];
  const lens = (line: number, scenario: number): unknown => ({
    range: { start: { line, compareTo: (other: { line: number }) => line - other.line } },
    command: { command: 'racewalk.runScenario', arguments: ['file:///a.race', scenario, 0] },
  });
  const document = { languageId: 'race', uri: 'file:///a.race' };
  const api = {
    Uri: { parse: (text: string) => text },
    commands: {
      executeCommand: async (name: string) => {
        asked.push(name);
        return [lens(4, 1), lens(1, 0)];
      },
    },
    window: { activeTextEditor: { document, selection: { active: { line: 5 } } } },
  };
  const module = { exports: {} };
  new Function('module', 'require', code)(module, () => api);
  const lenses: unknown = Reflect.construct(Reflect.get(module.exports, 'Lenses'), [started]);
  const atCursor = (): unknown =>
    Reflect.apply(Reflect.get(Object(lenses), 'atCursor'), lenses, ['racewalk.runScenario']);
  return { asked, atCursor: async () => atCursor() };
}

test('is that above it, and is asked for once the server has started', async () => {
  let start = (): void => undefined;
  const started = new Promise<void>((resolve) => {
    start = resolve;
  });
  const { asked, atCursor } = found(started);
  const run = atCursor();
  await new Promise((resolve) => setImmediate(resolve));
  expect(asked).toEqual([]);
  start();
  expect(await run).toMatchObject({ uri: 'file:///a.race', scenario: 1, variant: 0 });
  expect(asked).toEqual(['vscode.executeCodeLensProvider']);
});

test('a server that did not start is what the command says went wrong', async () => {
  const { asked, atCursor } = found(Promise.reject(new Error('no server')));
  await expect(atCursor()).rejects.toThrow('no server');
  expect(asked).toEqual([]);
});
