// How the extension is bundled. In Node what is imported while it runs is a file of its own, beside the one
// that VS Code loads. A browser's extension host loads one file and no other: there it is part of that file,
// and is evaluated when it is asked for.
import path from 'node:path';

const client = path.join(import.meta.dirname, '..', 'client', 'src');

const shared = { bundle: true, format: 'cjs', external: ['vscode'] };

const node = {
  ...shared,
  platform: 'node',
  target: 'node20',
  // An `import()` that stays one would look for ES modules.
  supported: { 'dynamic-import': false },
  plugins: [
    {
      name: 'later-files',
      setup(build) {
        build.onResolve({ filter: /^\.\/[a-z-]+\.ts$/ }, ({ kind, path: asked }) =>
          kind === 'dynamic-import'
            ? { path: asked.replace(/\.ts$/, '.js'), external: true }
            : undefined,
        );
      },
    },
  ],
};

const browser = {
  ...shared,
  platform: 'browser',
  target: 'es2022',
  define: { 'process.env.NODE_ENV': '"production"' },
};

const from = (name) => [path.join(client, name)];

/** For esbuild, by the files they make. */
export const extensionBundles = {
  'extension.js': { ...node, entryPoints: from('extension-node.ts') },
  'client-node.js': { ...node, entryPoints: from('client-node.ts') },
  'views.js': { ...node, entryPoints: from('views.ts') },
  'extension-web.js': { ...browser, entryPoints: from('extension-browser.ts') },
};
