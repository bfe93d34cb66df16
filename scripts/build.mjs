// Bundles what is shipped into dist/. `--watch` keeps going, `--analyze` prints what is in each file.
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { extensionBundles } from './extension-bundles.mjs';
import { writeKernelLibrary } from './kernel-library.mjs';
import { serverBundle } from './server-bundle.mjs';
import { Stop } from './tool.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const dist = path.join(root, 'dist');

const node = { platform: 'node', format: 'cjs', target: 'node20' };
const browser = {
  platform: 'browser',
  format: 'cjs',
  target: 'es2022',
  define: { 'process.env.NODE_ENV': '"production"' },
};
// A page's script is no module of an extension host: it gets no `exports`.
const page = { ...browser, format: 'iife' };
const minify = { minify: true, sourcemap: 'linked', sourcesContent: false };

/** Every file that is shipped, and the entry point it is made from. */
const outputs = [
  ...Object.entries(extensionBundles).map(([out, bundle]) => ({ out, ...bundle, ...minify })),
  { out: 'server.js', ...serverBundle, ...minify },
  {
    out: 'timeline.js',
    from: 'webview/src/main.ts',
    ...page,
    ...minify,
    sourcemap: false,
  },
  { out: 'bench.js', from: 'webview/src/bench/main.ts', ...page, ...minify, sourcemap: false },
  {
    out: 'bench.css',
    from: 'webview/src/bench/bench.css',
    target: 'es2022',
    minify: true,
  },
  { out: 'timeline.css', from: 'webview/src/timeline.css', target: 'es2022', minify: true },
  {
    out: 'racewalk.cjs',
    from: 'cli/src/main.ts',
    ...node,
    banner: { js: '#!/usr/bin/env node' },
    executable: true,
  },
  {
    out: 'search-thread.cjs',
    from: 'cli/src/search-thread.ts',
    ...node,
    ...minify,
    sourcemap: false,
  },
  {
    out: 'job-thread.cjs',
    from: 'cli/src/jobs/job-thread.ts',
    ...node,
    ...minify,
    sourcemap: false,
  },
];

/** Builds everything once; throws when something does not build. */
export async function build({ watch = false, analyze = false, quiet = false } = {}) {
  const esbuild = await import('esbuild');
  const texts = writeKernelLibrary();
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist, { recursive: true });
  const started = Date.now();
  const lines = [];
  for (const output of outputs) {
    const { out, from, executable, ...options } = output;
    const settings = {
      ...options,
      ...(from === undefined ? {} : { entryPoints: [path.join(root, from)] }),
      outfile: path.join(dist, out),
      bundle: true,
      absWorkingDir: root,
      logLevel: 'warning',
      legalComments: 'none',
      metafile: analyze,
    };
    if (watch) {
      const context = await esbuild.context(settings);
      await context.watch();
    } else {
      const result = await esbuild.build(settings).catch((error) => {
        // esbuild has printed what is wrong and where.
        throw error.errors === undefined ? error : new Stop(`dist/${out} was not built`);
      });
      if (analyze) console.log(await esbuild.analyzeMetafile(result.metafile));
      const file = path.join(dist, out);
      if (executable === true) chmodSync(file, 0o755);
      lines.push(`${out} ${Math.ceil(statSync(file).size / 1024)} kB`);
    }
  }
  writeCatalogue();
  if (!quiet) {
    console.log(`built ${lines.join(', ')}; ${texts} library texts; ${Date.now() - started} ms`);
  }
}

/** The bundled scenarios as one file, from which the editor offers them. */
function writeCatalogue() {
  const folder = path.join(root, 'scenarios');
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const texts = names
    .filter((name) => name.endsWith('.race'))
    .map((name) => name.replaceAll(path.sep, '/'))
    .sort()
    .map((name) => ({ name, text: readFileSync(path.join(folder, name), 'utf8') }));
  writeFileSync(path.join(dist, 'scenarios.json'), JSON.stringify(texts));
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const flags = process.argv.slice(2);
  try {
    await build({ watch: flags.includes('--watch'), analyze: flags.includes('--analyze') });
  } catch (error) {
    console.error(error instanceof Stop ? error.message : error);
    process.exitCode = 1;
  }
}
