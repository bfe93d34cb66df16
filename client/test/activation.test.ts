// Activation, with the bundles that are shipped: what VS Code gets at once, that the rest is loaded once VS
// Code goes on, and that whatever is asked meanwhile is answered then.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { beforeAll, describe, expect, test } from 'vitest';
import { extensionBundles } from '../../scripts/extension-bundles.mjs';
import { FakeEditor, type Files } from './fake-editor.ts';

/** All that is loaded before VS Code goes on; a library in it would be a multiple. */
const entryBytesMax = 8_000;

const clientFile = './client-node.js';
const viewsFile = './views.js';

async function bundle(name: keyof typeof extensionBundles): Promise<string> {
  const options = {
    ...extensionBundles[name],
    minify: true,
    write: false,
    logLevel: 'error',
  } as const;
  return (await build(options)).outputFiles[0]?.text ?? '';
}

let entry = '';
beforeAll(async () => {
  entry = await bundle('extension.js');
});

/** Client, server and views that keep what is asked of them. */
class Rest {
  readonly log: string[] = [];
  news: (message: unknown) => void = () => undefined;
  serverStarts: () => void = () => undefined;
  serverFails: (error: Error) => void = () => undefined;
  runChanged: (uri: unknown) => void = () => undefined;

  get files(): Files {
    return { [clientFile]: () => this.#clientModule(), [viewsFile]: () => this.#viewsModule() };
  }

  #clientModule(): unknown {
    const started = new Promise<void>((resolve, reject) => {
      this.serverStarts = resolve;
      this.serverFails = reject;
    });
    const client = {
      onNotification: (_: string, listener: (message: unknown) => void) => {
        this.news = listener;
      },
      start: () => {
        this.log.push('start');
        return started;
      },
      stop: async () => void this.log.push('stop'),
    };
    return { createClient: () => client };
  }

  #viewsModule(): unknown {
    const says =
      (what: string) =>
      async (...args: readonly unknown[]): Promise<string> => {
        this.log.push([what, ...args].join(' '));
        return what;
      };
    const act = async ([argument]: readonly unknown[]): Promise<void> => {
      if (argument === 'wrong') throw new Error('what went wrong');
      this.log.push(`act ${argument}`);
    };
    const runs = {
      onDidChange: (listener: (uri: unknown) => void) => {
        this.runChanged = listener;
      },
      provideTextDocumentContent: says('columns'),
    };
    const differences = {
      onDidChange: () => undefined,
      provideTextDocumentContent: says('difference'),
    };
    const views = {
      commands: new Proxy({}, { get: () => act }),
      revive: { 'racewalk.bench': says('table'), 'racewalk.timeline': says('timeline') },
      documents: { 'racewalk-run': runs, 'racewalk-difference': differences },
      configurations: { offered: says('offered'), completed: says('completed') },
      adapters: { createDebugAdapterDescriptor: says('adapter') },
      statusChanged: (message: unknown) => this.log.push(`news ${message}`),
      dispose: () => this.log.push('dispose'),
    };
    return { createViews: () => views };
  }
}

function activated(files: Files): FakeEditor {
  const editor = new FakeEditor(entry, files);
  editor.activate();
  return editor;
}

async function working(rest: Rest): Promise<FakeEditor> {
  const editor = activated(rest.files);
  await editor.nextTurn();
  await editor.nextTurn();
  return editor;
}

describe('the extension', () => {
  test(`is activated by a file of less than ${entryBytesMax} bytes`, () => {
    expect(Buffer.byteLength(entry)).toBeLessThan(entryBytesMax);
  });

  test.each(['extension.js', 'views.js'] as const)('has no library in %s', async (name) => {
    const options = { ...extensionBundles[name], write: false, metafile: true } as const;
    const { inputs } = (await build(options)).metafile;
    expect(Object.keys(inputs).filter((file) => file.includes('node_modules'))).toEqual([]);
  });

  test('loads nothing else before VS Code goes on, then the client, then the views', async () => {
    const editor = activated(new Rest().files);
    await new Promise((resolve) => setImmediate(resolve));
    expect(editor.loaded).toEqual([]);
    await editor.nextTurn();
    expect(editor.loaded).toEqual([clientFile]);
    await editor.nextTurn();
    expect(editor.loaded).toEqual([clientFile, viewsFile]);
    expect(editor.missing).toEqual([]);
  });

  test('registers what the manifest promises', () => {
    const file = path.resolve(import.meta.dirname, '../../package.json');
    const { activationEvents, contributes } = JSON.parse(readFileSync(file, 'utf8'));
    const editor = activated(new Rest().files);
    const named = contributes.commands.map(({ command }: { command: string }) => command);
    expect(editor.names('command').sort()).toEqual(named.sort());
    const views = editor.names('view').map((name) => `onWebviewPanel:${name}`);
    expect(activationEvents).toEqual(expect.arrayContaining(views));
    const debuggers = contributes.debuggers.map(({ type }: { type: string }) => type);
    expect(editor.names('adapters')).toEqual(debuggers);
    expect(editor.names('configurations')).toEqual(['race', 'race, too']);
    expect(editor.names('documents')).toEqual(['racewalk-run', 'racewalk-difference']);
  });

  test('in a browser is one file, whose language client is evaluated later', async () => {
    const editor = new FakeEditor(await bundle('extension-web.js'), {});
    editor.activate();
    expect(editor.missing).toEqual([]);
    await editor.nextTurn();
    // It extends classes of the editor, which has none here.
    expect(editor.missing).not.toEqual([]);
    expect(editor.errors).toHaveLength(1);
  });
});

describe('what is asked right after activation', () => {
  test('is a command: it is run with its arguments once the views are there', async () => {
    const rest = new Rest();
    const editor = activated(rest.files);
    const ran = editor.command('racewalk.runScenario', 'file:///a.race', 0, 0);
    await editor.nextTurn();
    expect(rest.log).toEqual(['start']);
    await editor.nextTurn();
    await ran;
    expect(rest.log).toEqual(['start', 'act file:///a.race']);
  });

  test.each([
    ['view racewalk.bench', 'deserializeWebviewPanel', 'table'],
    ['view racewalk.timeline', 'deserializeWebviewPanel', 'timeline'],
    ['documents racewalk-run', 'provideTextDocumentContent', 'columns'],
    ['documents racewalk-difference', 'provideTextDocumentContent', 'difference'],
    ['adapters race', 'createDebugAdapterDescriptor', 'adapter'],
    ['configurations race', 'provideDebugConfigurations', 'offered'],
    ['configurations race, too', 'provideDebugConfigurations', 'offered'],
  ])('is %s: it is answered by the views', async (key, method, answer) => {
    const editor = activated(new Rest().files);
    const answered = editor.ask(key, method, 'one');
    await editor.nextTurn();
    await editor.nextTurn();
    expect(await answered).toBe(answer);
  });

  test('is a document: changes to it come through', async () => {
    const rest = new Rest();
    const editor = activated(rest.files);
    const changed: unknown[] = [];
    editor.ask('documents racewalk-run', 'onDidChange', (uri: unknown) => changed.push(uri));
    await editor.nextTurn();
    await editor.nextTurn();
    rest.runChanged('racewalk-run:/a');
    expect(changed).toEqual(['racewalk-run:/a']);
  });

  test('news of the server wait for the views, in their order', async () => {
    const rest = new Rest();
    const editor = activated(rest.files);
    await editor.nextTurn();
    rest.news('one');
    rest.news('two');
    await editor.nextTurn();
    rest.news('three');
    await editor.nextTurn();
    expect(rest.log).toEqual(['start', 'news one', 'news two', 'news three']);
  });
});

describe('what goes wrong is said', () => {
  test.each([clientFile, viewsFile])('when %s can not be loaded', async (broken) => {
    const files = {
      ...new Rest().files,
      [broken]: () => {
        throw new Error('the file is broken');
      },
    };
    const editor = activated(files);
    await editor.nextTurn();
    await editor.nextTurn();
    expect(editor.errors).toEqual(['Racewalk: the file is broken']);
    await editor.command('racewalk.runScenario');
    expect(editor.errors).toEqual(['Racewalk: the file is broken', 'Racewalk: the file is broken']);
    await expect(
      editor.ask('documents racewalk-run', 'provideTextDocumentContent'),
    ).rejects.toThrow('the file is broken');
  });

  test('when the server does not start; views that do not need it are there', async () => {
    const rest = new Rest();
    const editor = await working(rest);
    rest.serverFails(new Error('no server'));
    await editor.nextTurn();
    expect(editor.errors).toEqual(['Racewalk: no server']);
    await editor.command('racewalk.newScenario', 'a template');
    expect(rest.log).toContain('act a template');
  });

  test('when a command fails', async () => {
    const editor = await working(new Rest());
    await editor.command('racewalk.runScenario', 'wrong');
    expect(editor.errors).toEqual(['Racewalk: what went wrong']);
  });
});

describe('deactivation', () => {
  test('before the client is loaded: nothing is loaded any more, and nobody is told', async () => {
    const rest = new Rest();
    const editor = activated(rest.files);
    const ran = editor.command('racewalk.runScenario');
    await editor.deactivate();
    await editor.nextTurn();
    await editor.nextTurn();
    await ran;
    expect(editor.loaded).toEqual([]);
    expect(rest.log).toEqual([]);
    expect(editor.errors).toEqual([]);
  });

  test('while the server starts: it is ended once it can be, and no view is made', async () => {
    const rest = new Rest();
    const editor = activated(rest.files);
    await editor.nextTurn();
    const ended = editor.deactivate();
    await editor.nextTurn();
    expect(rest.log).toEqual(['start']);
    rest.serverStarts();
    await ended;
    expect(rest.log).toEqual(['start', 'stop']);
    expect(editor.loaded).toEqual([clientFile]);
  });

  test('while the server starts in vain: nobody is told', async () => {
    const rest = new Rest();
    const editor = activated(rest.files);
    await editor.nextTurn();
    const ended = editor.deactivate();
    rest.serverFails(new Error('no server'));
    await ended;
    await editor.nextTurn();
    expect(editor.errors).toEqual([]);
    expect(rest.log).toEqual(['start']);
  });

  test('of what works ends views and server; a server that never started is no obstacle', async () => {
    const rest = new Rest();
    const editor = await working(rest);
    rest.serverStarts();
    await editor.deactivate();
    expect(rest.log).toEqual(['start', 'dispose', 'stop']);

    const other = new Rest();
    const broken = await working(other);
    other.serverFails(new Error('no server'));
    await broken.deactivate();
    expect(other.log).toEqual(['start', 'dispose']);
  });
});
