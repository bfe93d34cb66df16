// The body of one WebAssembly function while it is written. Labels know how deep they are, so that
// a branch names its target and not a distance.
import { Bytes } from './bytes.ts';
import { type Opcode, opcode, type, type ValueType } from './opcodes.ts';

/** The end of a block, or the beginning of a loop, to branch to. */
export interface Label {
  readonly depth: number;
}

/** A function that can be called: imported, or of the module itself. */
export interface Callee {
  readonly index: number;
}

export interface Global {
  readonly index: number;
}

export class Code {
  private readonly bytes = new Bytes();
  private readonly types: ValueType[] = [];
  private readonly parameters: number;
  private depth = 0;

  /** Locals 0 .. parameters - 1 are the parameters. */
  constructor(parameters: number) {
    this.parameters = parameters;
  }

  /** A new local variable, zero at first. */
  local(kind: ValueType = type.i32): number {
    return this.parameters + this.types.push(kind) - 1;
  }

  op(...codes: readonly Opcode[]): this {
    for (const code of codes) {
      this.bytes.byte(code);
      if (code === opcode.memorySize || code === opcode.memoryGrow) this.bytes.byte(0);
    }
    return this;
  }

  get(local: number): this {
    return this.immediate(0x20, local);
  }

  set(local: number): this {
    return this.immediate(0x21, local);
  }

  tee(local: number): this {
    return this.immediate(0x22, local);
  }

  getGlobal({ index }: Global): this {
    return this.immediate(0x23, index);
  }

  setGlobal({ index }: Global): this {
    return this.immediate(0x24, index);
  }

  /** The 32 bits of a number, signed or unsigned. */
  constant(value: number): this {
    this.bytes.byte(0x41);
    this.bytes.signed(value);
    return this;
  }

  constant64(value: bigint | number): this {
    this.bytes.byte(0x42);
    this.bytes.signed64(BigInt(value));
    return this;
  }

  constantDouble(value: number): this {
    this.bytes.byte(0x44);
    for (const byte of new Uint8Array(Float64Array.of(value).buffer)) this.bytes.byte(byte);
    return this;
  }

  /** Address on the stack, plus `offset`. */
  load(offset: number, code: Opcode = opcode.i32Load): this {
    return this.access(code, offset);
  }

  /** Address and value on the stack. */
  store(offset: number, code: Opcode = opcode.i32Store): this {
    return this.access(code, offset);
  }

  /** Address, expected and new value on the stack: stores the new one if the expected is there; what was. */
  exchangeAtomic(offset: number): this {
    return this.atomic(0x48, offset);
  }

  /** Fills memory: address, byte and length on the stack (bulk memory operations). */
  fill(): this {
    this.bytes.byte(0xfc);
    this.bytes.unsigned(11);
    this.bytes.byte(0);
    return this;
  }

  call({ index }: Callee): this {
    return this.immediate(0x10, index);
  }

  block(body: (end: Label) => void): this {
    return this.nest(0x02, body);
  }

  loop(body: (again: Label) => void): this {
    return this.nest(0x03, body);
  }

  /** Condition on the stack. */
  when(then: () => void, otherwise?: () => void): this {
    this.bytes.byte(0x04);
    this.bytes.byte(type.none);
    this.depth++;
    then();
    if (otherwise !== undefined) {
      this.bytes.byte(0x05);
      otherwise();
    }
    return this.end();
  }

  branch(to: Label): this {
    return this.immediate(0x0c, this.depth - to.depth);
  }

  /** Condition on the stack. */
  branchIf(to: Label): this {
    return this.immediate(0x0d, this.depth - to.depth);
  }

  /** Index on the stack; beyond the list it is the last. */
  branchTable(labels: readonly Label[]): this {
    this.bytes.byte(0x0e);
    this.bytes.unsigned(labels.length - 1);
    for (const { depth } of labels) this.bytes.unsigned(this.depth - depth);
    return this;
  }

  /** Opens a block that `end` closes; for nests whose depth is known only at run time. */
  open(): Label {
    this.bytes.byte(0x02);
    this.bytes.byte(type.none);
    return { depth: ++this.depth };
  }

  end(): this {
    this.bytes.byte(0x0b);
    this.depth--;
    return this;
  }

  /** The function as the code section has it. */
  written(): Bytes {
    const body = new Bytes();
    const runs = runsOf(this.types);
    body.unsigned(runs.length);
    for (const { kind, length } of runs) {
      body.unsigned(length);
      body.byte(kind);
    }
    body.append(this.bytes);
    body.byte(0x0b);
    return body;
  }

  private nest(code: number, body: (label: Label) => void): this {
    this.bytes.byte(code);
    this.bytes.byte(type.none);
    this.depth++;
    body({ depth: this.depth });
    return this.end();
  }

  private immediate(code: number, value: number): this {
    this.bytes.byte(code);
    this.bytes.unsigned(value);
    return this;
  }

  private atomic(code: number, offset: number): this {
    this.bytes.byte(0xfe);
    this.bytes.byte(code);
    // Two to the power of this: atomic accesses have to name their natural alignment.
    this.bytes.byte(2);
    this.bytes.unsigned(offset);
    return this;
  }

  private access(code: Opcode, offset: number): this {
    this.bytes.byte(code);
    // An alignment below the natural one is always allowed; it is a hint.
    this.bytes.unsigned(0);
    this.bytes.unsigned(offset);
    return this;
  }
}

function runsOf(
  types: readonly ValueType[],
): readonly { readonly kind: ValueType; readonly length: number }[] {
  const runs: { kind: ValueType; length: number }[] = [];
  for (const kind of types) {
    const last = runs.at(-1);
    if (last?.kind === kind) last.length++;
    else runs.push({ kind, length: 1 });
  }
  return runs;
}
