// What clients need to know of the server: the names and shapes of its own messages.
export * from './bench-protocol.ts';
export * from './protocol.ts';
export * from './test-protocol.ts';
