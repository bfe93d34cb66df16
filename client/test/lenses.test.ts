// The lens at the cursor, which is what a command from the palette is about.
import path from 'node:path';
import { build } from 'esbuild';
import { beforeAll, expect, test } from 'vitest';

interface Found {
  readonly asked: string[];
  /** Puts another editor in front, or a page that is none. */
  front(editor: unknown): void;
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
  const document = { languageId: 'race', uri: 'file:///a.race', isClosed: false };
  const inRace: unknown = { document, selection: { active: { line: 5 } } };
  let changed = (_editor: unknown): void => undefined;
  const api = {
    Uri: { parse: (text: string) => text },
    commands: {
      executeCommand: async (name: string) => {
        asked.push(name);
        return [lens(4, 1), lens(1, 0)];
      },
    },
    window: {
      activeTextEditor: inRace,
      visibleTextEditors: [],
      onDidChangeActiveTextEditor: (listener: (editor: unknown) => void) => {
        changed = listener;
        return { dispose: () => undefined };
      },
      showTextDocument: async (shown: unknown) => {
        asked.push('showTextDocument');
        return shown === document ? inRace : undefined;
      },
      showInformationMessage: async (message: string) => void asked.push(message),
    },
    l10n: { t: (message: string) => message },
  };
  const module = { exports: {} };
  new Function('module', 'require', code)(module, () => api);
  const lenses: unknown = Reflect.construct(Reflect.get(module.exports, 'Lenses'), [started]);
  const atCursor = (): unknown =>
    Reflect.apply(Reflect.get(Object(lenses), 'atCursor'), lenses, ['racewalk.runScenario']);
  const front = (editor: unknown): void => {
    Reflect.set(api.window, 'activeTextEditor', editor);
    changed(editor);
  };
  return { asked, front, atCursor: async () => atCursor() };
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

test('is that of the text which was in front, where a page is', async () => {
  const { asked, front, atCursor } = found(Promise.resolve());
  front({ document: { languageId: 'race', uri: { scheme: 'racewalk-kernel' }, isClosed: false } });
  front(undefined);
  expect(await atCursor()).toMatchObject({ uri: 'file:///a.race', scenario: 1 });
  expect(asked).toEqual(['showTextDocument', 'vscode.executeCodeLensProvider']);
});

test('is none where a text of another language is in front', async () => {
  const { asked, front, atCursor } = found(Promise.resolve());
  front({ document: { languageId: 'c', uri: 'file:///a.c' } });
  expect(await atCursor()).toBe(undefined);
  expect(asked).toEqual(['Open a .race file first.']);
});
