export * from './bench-protocol.ts';
// What clients need to know of the server: the names and shapes of its own messages.
export * from './load-bearing-protocol.ts';
export * from './protocol.ts';
