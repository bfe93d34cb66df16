// A stand-in for an extension host: keeps what an extension registers, and goes on turn by turn.

type Call = (...args: readonly unknown[]) => unknown;

/** What the extension asks for beside the editor's API, by the name that it asks with. */
export type Files = Readonly<Record<string, () => unknown>>;

const nothing = { dispose: () => undefined };

export class FakeEditor {
  /** By `kind name`. */
  readonly #registered = new Map<string, unknown>();
  readonly #turns: (() => void)[] = [];
  readonly #extension: Readonly<Record<string, unknown>> = {};
  /** The files that were loaded so far. */
  readonly loaded: string[] = [];
  /** What people were told went wrong. */
  readonly errors: string[] = [];
  /** What was asked of the API that it does not have here. */
  readonly missing: string[] = [];

  /** Evaluates a bundle, as the extension host of a browser does. */
  constructor(code: string, files: Files) {
    const api = this.#api();
    const load = (name: unknown): unknown => {
      if (name === 'vscode') return api;
      const file = files[String(name)];
      if (file === undefined) throw new Error(`there is no ${String(name)}`);
      this.loaded.push(String(name));
      return file();
    };
    const module = { exports: this.#extension };
    const later = (turn: () => void): void => void this.#turns.push(turn);
    new Function('module', 'exports', 'require', 'setTimeout', code)(module, {}, load, later);
    this.#extension = module.exports;
  }

  activate(): void {
    call(this.#extension.activate, [{ subscriptions: [], extensionUri: {} }]);
  }

  async deactivate(): Promise<void> {
    await call(this.#extension.deactivate, []);
  }

  /** What the extension has put off, and what comes of it at once. */
  async nextTurn(): Promise<void> {
    for (const turn of this.#turns.splice(0)) turn();
    await new Promise((resolve) => setImmediate(resolve));
  }

  /** What is registered of a kind. */
  names(kind: string): string[] {
    return [...this.#registered.keys()]
      .filter((key) => key.startsWith(`${kind} `))
      .map((key) => key.slice(kind.length + 1));
  }

  command(name: string, ...args: readonly unknown[]): unknown {
    return call(this.#registered.get(`command ${name}`), args);
  }

  /** Calls a method of what is registered. */
  ask(key: string, method: string, ...args: readonly unknown[]): unknown {
    const registered = this.#registered.get(key);
    if (typeof registered !== 'object' || registered === null)
      throw new Error(`there is no ${key}`);
    return call(Reflect.get(registered, method), args);
  }

  #api(): unknown {
    const register =
      (kind: string): Call =>
      (name, what) => {
        const key = `${kind} ${String(name)}`;
        this.#registered.set(this.#registered.has(key) ? `${key}, too` : key, what);
        return nothing;
      };
    const log = { ...nothing, error: () => undefined, info: () => undefined };
    const api: Readonly<Record<string, unknown>> = {
      CancellationError: class extends Error {},
      DebugConfigurationProviderTriggerKind: { Dynamic: 2 },
      EventEmitter: FakeEmitter,
      Uri: { joinPath: () => ({ fsPath: '/server.js' }) },
      commands: { registerCommand: register('command') },
      debug: {
        registerDebugAdapterDescriptorFactory: register('adapters'),
        registerDebugConfigurationProvider: register('configurations'),
      },
      window: {
        createOutputChannel: () => log,
        registerWebviewPanelSerializer: register('view'),
        showErrorMessage: async (text: string) => void this.errors.push(text),
      },
      workspace: { registerTextDocumentContentProvider: register('documents') },
    };
    return new Proxy(api, {
      get: (target, name) => {
        if (!(name in target)) this.missing.push(String(name));
        return Reflect.get(target, name);
      },
    });
  }
}

class FakeEmitter {
  readonly #listeners: Call[] = [];
  readonly event = (listener: Call): typeof nothing => {
    this.#listeners.push(listener);
    return nothing;
  };

  fire(value: unknown): void {
    for (const listener of this.#listeners) listener(value);
  }

  dispose(): void {
    this.#listeners.length = 0;
  }
}

function call(what: unknown, args: readonly unknown[]): unknown {
  if (typeof what !== 'function') throw new Error('there is nothing to call');
  return Reflect.apply(what, undefined, args);
}
