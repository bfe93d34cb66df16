// `npm start`: install what is missing, build, check the scenarios, and open VS Code with them.
//   -- --browser    VS Code in the browser, also where the desktop's `code` is on the PATH
//   -- --port N     the port of that VS Code (default: 8137, or any free one)
//   -- --no-serve   stop after the check
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import {
  capture,
  ensureInstalled,
  freePort,
  main,
  requireNode,
  root,
  run,
  Stop,
  which,
} from './tool.mjs';

const PORT = 8137;
const CANNOT_OPEN = 'open this address in a browser';

function readArguments(args) {
  const options = { browser: false, serve: true, port: undefined };
  for (let index = 0; index < args.length; index++) {
    const argument = args[index];
    if (argument === '--browser') options.browser = true;
    else if (argument === '--no-serve') options.serve = false;
    else if (argument === '--port') options.port = readPort(args[++index]);
    else throw new Stop(`unknown argument '${argument}': --browser, --port N and --no-serve exist`);
  }
  return options;
}

function readPort(text) {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new Stop(`--port needs a number from 1 to 65535, found '${text ?? ''}'`);
}

await main(async () => {
  requireNode();
  const options = readArguments(process.argv.slice(2));
  await ensureInstalled(root, 'what the build needs');
  const { build } = await import('./build.mjs');
  await build();
  console.log('\nracewalk check scenarios');
  const code = await run(process.execPath, ['dist/racewalk.cjs', 'check', 'scenarios']);
  console.log('');
  if (!options.serve) return code;
  if (code !== 0) console.log(`the check ended with exit code ${code}; the editor shows why\n`);
  if (!options.browser && (await openDesktop())) return 0;
  return serve(options.port);
});

/** Opens the desktop's VS Code, where its command is; says whether it did. */
async function openDesktop() {
  const code = which('code');
  // In a terminal of VS Code on another machine, `code` talks to that window and takes no extension.
  if (code === undefined || code.includes('remote-cli')) return false;
  if ((await run(code, desktopArguments(), { shell: isScript(code) })) !== 0) {
    console.log('`code` did not start; VS Code in the browser instead');
    return false;
  }
  console.log(
    'VS Code opens with the scenarios; `npm start -- --browser` uses the browser instead',
  );
  return true;
}

function desktopArguments() {
  const folder = path.join(root, 'scenarios');
  return ['--new-window', `--extensionDevelopmentPath=${root}`, folder];
}

function isScript(file) {
  return process.platform === 'win32' && file.endsWith('.cmd');
}

async function serve(port) {
  const { ensureServer, folderUrl, prepareData, startServer } = await import('./vscode-server.mjs');
  await ensureServer();
  const data = path.join(root, 'build', 'vscode');
  mkdirSync(data, { recursive: true });
  const { makePackage } = await import('./package.mjs');
  const vsix = await makePackage(path.join(root, 'build', 'racewalk.vsix'));
  await prepareData(data, vsix);
  if (port !== undefined && (await freePort(port)) !== port) {
    throw new Stop(`port ${port} is in use; leave out --port to get a free one`);
  }
  const server = await startServer(data, port ?? (await freePort(PORT)));
  const url = folderUrl(server.url, path.join(root, 'scenarios'));
  console.log(`VS Code with Racewalk: ${url}`);
  console.log((await openBrowser(url)) ? 'it opens in your browser' : CANNOT_OPEN);
  console.log('edits are saved to scenarios/; Ctrl-C ends it');
  return new Promise((resolve) => server.child.once('exit', (code) => resolve(code ?? 0)));
}

/** Opens the user's browser, where there is a display and a program for it. */
async function openBrowser(url) {
  const opener =
    process.platform === 'darwin'
      ? which('open')
      : (process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY) && which('xdg-open');
  if (!opener || process.env.CI) return false;
  const { code } = await capture(opener, [url]);
  return code === 0;
}
