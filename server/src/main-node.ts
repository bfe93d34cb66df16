// The language server as a process of its own. The worker that explores is this very script.
import { kernelLibrary } from '@racewalk/kernel';
import { serveNode } from './main-process.ts';
import { exploresHere } from './run/worker-node.ts';

if (!exploresHere(kernelLibrary)) serveNode(__filename);
