// The server for programs of Node that serve it themselves: `serveNode(script, { input, output })`.

export { serveNode } from './main-process.ts';
export { exploresHere } from './run/worker-node.ts';
