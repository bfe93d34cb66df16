// Places that generated code works with while it expands states. Threads that share a module have each
// their own, so they are found from a base that is set when a thread begins.
import type { Code, Global } from './code.ts';
import type { Module } from './module.ts';
import { opcode, type } from './opcodes.ts';

export class Scratch {
  /** Where the places of this thread begin: a multiple of 16, with `size()` bytes behind it. */
  readonly base: Global;
  private length = 0;

  constructor(module: Module) {
    this.base = module.global(type.i32, 'scratch');
  }

  /** The distance of so many bytes from the base; a multiple of 16. */
  reserve(bytes: number): number {
    const distance = this.length;
    this.length += Math.ceil(bytes / 16) * 16;
    return distance;
  }

  /** Pushes the address of what is so far from the base. */
  push(code: Code, distance: number): void {
    code.getGlobal(this.base).constant(distance).op(opcode.i32Add);
  }

  /** Bytes in use. */
  size(): number {
    return this.length;
  }
}
