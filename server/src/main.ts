// The language server as it is shipped: one script for a process of Node and for a Web Worker, and in
// either the worker that explores is this very script once more.
import { kernelLibrary } from '@racewalk/kernel';
import { startSession } from './lsp/session.ts';
import { explore } from './run/explore.ts';

async function main(): Promise<void> {
  // What only one host has is loaded there alone. No message is lost meanwhile: none is delivered
  // before this turn is over.
  const isNode = typeof process !== 'undefined';
  const host = isNode ? await import('./host-node.ts') : await import('./host-browser.ts');
  const channel = host.explorerChannel();
  if (channel !== undefined) explore(kernelLibrary, channel);
  else host.serve(startSession, kernelLibrary);
}

void main();
