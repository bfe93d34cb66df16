// The browser bundles, in a stand-in for a Web Worker: what only a browser has is made here, so that
// the scripts are known to load, talk, and start one another.
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import type { DataCallback, Disposable, Message } from 'vscode-jsonrpc';
import { AbstractMessageReader, AbstractMessageWriter } from 'vscode-jsonrpc';
import { createMessageConnection } from 'vscode-jsonrpc/node';
import { serverBundle } from '../../scripts/server-bundle.mjs';
import { Client } from './client.ts';
import { DebugClient } from './debug-client.ts';
import { counter } from './texts.ts';

async function script(): Promise<string> {
  const result = await build({ ...serverBundle, write: false, logLevel: 'error' });
  return result.outputFiles?.[0]?.text ?? '';
}

type Listener = (event: { readonly data: unknown }) => void;

/** Both ends of a Web Worker, with copies of what is sent. */
class FakeWorker {
  onmessage: Listener | undefined;
  onerror: unknown;
  readonly scope: Record<string, unknown>;
  readonly #listeners: Listener[] = [];

  constructor(code: string, scripts: ReadonlyMap<string, string>, name: string) {
    const later = (call: (event: { data: unknown }) => void, value: unknown): void => {
      const data: unknown = structuredClone(value);
      setImmediate(() => call({ data }));
    };
    this.scope = {
      name,
      onmessage: undefined,
      addEventListener: (kind: string, listener: Listener) => {
        if (kind === 'message') this.#listeners.push(listener);
      },
      postMessage: (value: unknown) => later((event) => this.onmessage?.(event), value),
    };
    this.postMessage = (value) =>
      later((event) => {
        if (typeof this.scope.onmessage === 'function') this.scope.onmessage(event);
        for (const listener of this.#listeners) listener(event);
      }, value);
    class Nested extends FakeWorker {
      constructor(url: string, options: { readonly name: string }) {
        // As an extension host names the workers of an extension.
        super(scripts.get(url) ?? '', scripts, `host -> ${options.name}`);
      }
    }
    new Function('self', 'Worker', 'process', 'require', code)(
      this.scope,
      Nested,
      undefined,
      undefined,
    );
  }

  readonly postMessage: (value: unknown) => void;

  terminate(): void {
    this.onmessage = undefined;
  }
}

class Reader extends AbstractMessageReader {
  readonly #worker: FakeWorker;

  constructor(worker: FakeWorker) {
    super();
    this.#worker = worker;
  }

  listen(callback: DataCallback): Disposable {
    this.#worker.onmessage = ({ data }) => callback(data as Message);
    return { dispose: () => undefined };
  }
}

class Writer extends AbstractMessageWriter {
  readonly #worker: FakeWorker;

  constructor(worker: FakeWorker) {
    super();
    this.#worker = worker;
  }

  write(message: Message): Promise<void> {
    this.#worker.postMessage(message);
    return Promise.resolve();
  }

  end(): void {
    this.#worker.terminate();
  }
}

describe('the browser bundles', () => {
  it('serve a text, without anything of Node', async () => {
    const code = await script();
    const server = new FakeWorker(code, new Map([['server.js', code]]), 'server.js');
    const client = new Client(createMessageConnection(new Reader(server), new Writer(server)));
    await client.initialize();
    client.files.set('file:///project/part.race', counter);
    await client.open('#include "part.race"\n');
    await client.until('the include', () => client.published.length > 0);
    expect(client.diagnostics()).toEqual([]);
    await client.open(counter, 'memfs:/a.race');
    await client.settled('memfs:/a.race');
    expect((await client.lenses('memfs:/a.race'))[0]).toContain('fails: assertion, 4 steps');
    const debug = new DebugClient(client.connection, 'one');
    expect(await debug.launch({ program: 'memfs:/a.race' })).toMatchObject({ reason: 'entry' });
    client.connection.dispose();
  }, 60_000);
});
