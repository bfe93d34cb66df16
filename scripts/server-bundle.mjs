// How the language server is bundled: one script that runs as a process of Node and as a Web Worker,
// so that the engine and the kernel library are shipped once.
import path from 'node:path';

const stubs = path.join(import.meta.dirname, 'browser-stubs.mjs');

/** What the debug adapter's library has for a browser serves both hosts: here it has no streams. */
const debugAdapterForBrowsers = {
  name: 'debug-adapter-for-browsers',
  setup(build) {
    const replace = (filter, pathFor) =>
      build.onResolve({ filter }, ({ path: asked, importer }) =>
        importer.includes(`${path.sep}@vscode${path.sep}debugadapter${path.sep}`)
          ? { path: pathFor(path.basename(asked), path.dirname(importer)) }
          : undefined,
      );
    replace(/^(events|url)$/, () => stubs);
    replace(/^\.\/(runDebugAdapter|internalLogger)$/, (name, folder) =>
      path.join(folder, 'web', `${name}Stub.js`),
    );
  },
};

/** For esbuild. Each host's own modules are loaded when the script knows where it runs. */
export const serverBundle = {
  entryPoints: [path.join(import.meta.dirname, '..', 'server', 'src', 'main.ts')],
  bundle: true,
  platform: 'node',
  // Either side of the language server's library is exported to its own host alone.
  conditions: ['node', 'browser', 'module'],
  format: 'iife',
  target: ['node20', 'es2022'],
  define: { 'process.env.NODE_ENV': '"production"' },
  plugins: [debugAdapterForBrowsers],
};
