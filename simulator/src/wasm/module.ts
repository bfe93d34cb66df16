// A WebAssembly module while it is written: functions, globals, one imported memory.
import { Bytes } from './bytes.ts';
import { type Callee, Code, type Global } from './code.ts';
import { type, type ValueType } from './opcodes.ts';

interface Signature {
  readonly parameters: readonly ValueType[];
  readonly results: readonly ValueType[];
}

interface Definition {
  readonly signature: number;
  body: Bytes | undefined;
}

export class Module {
  private readonly signatures: Signature[] = [];
  private readonly imports: { readonly name: string; readonly signature: number }[] = [];
  private readonly definitions: Definition[] = [];
  private readonly globals: ValueType[] = [];
  private readonly exports: { readonly name: string; readonly kind: number; index: number }[] = [];

  /** All imports come before the first function. */
  importFunction(name: string, parameters: readonly ValueType[]): Callee {
    this.imports.push({ name, signature: this.signature(parameters, []) });
    return { index: this.imports.length - 1 };
  }

  /** Announces a function, so that others can call it before it is written. */
  declare(parameters: readonly ValueType[], results: readonly ValueType[]): Callee {
    this.definitions.push({ signature: this.signature(parameters, results), body: undefined });
    return { index: this.imports.length + this.definitions.length - 1 };
  }

  define({ index }: Callee, write: (code: Code) => void): void {
    const definition = this.definitions[index - this.imports.length]!;
    const code = new Code(this.signatures[definition.signature]!.parameters.length);
    write(code);
    definition.body = code.written();
  }

  exportFunction(name: string, { index }: Callee): void {
    this.exports.push({ name, kind: 0, index });
  }

  /** A mutable global, zero at first; the name exports it. */
  global(kind: ValueType, name?: string): Global {
    const index = this.globals.push(kind) - 1;
    if (name !== undefined) this.exports.push({ name, kind: 3, index });
    return { index };
  }

  /**
   * The module's bytes, with a memory imported that may have up to `pagesMax` pages of 64 KiB, and may
   * be one that threads share.
   */
  assembled(pagesMax: number, isShared: boolean): Uint8Array<ArrayBuffer> {
    const bytes = new Bytes();
    for (const byte of [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]) bytes.byte(byte);
    section(bytes, 1, this.signatures, (out, { parameters, results }) => {
      out.byte(0x60);
      for (const kinds of [parameters, results]) {
        out.unsigned(kinds.length);
        for (const kind of kinds) out.byte(kind);
      }
    });
    this.writeImports(bytes, pagesMax, isShared);
    section(bytes, 3, this.definitions, (out, { signature }) => out.unsigned(signature));
    section(bytes, 6, this.globals, writeGlobal);
    section(bytes, 7, this.exports, (out, { name, kind, index }) => {
      out.name(name);
      out.byte(kind);
      out.unsigned(index);
    });
    section(bytes, 10, this.definitions, (out, { body }) => {
      if (body === undefined) throw new Error('assertion failed: a declared function is defined');
      out.sized(body);
    });
    return bytes.taken();
  }

  private writeImports(bytes: Bytes, pagesMax: number, isShared: boolean): void {
    const memory = { name: 'memory', signature: -1 };
    section(bytes, 2, [...this.imports, memory], (out, { name, signature }) => {
      out.name('host');
      out.name(name);
      if (signature >= 0) {
        out.byte(0);
        out.unsigned(signature);
        return;
      }
      out.byte(2);
      out.byte(isShared ? 3 : 1);
      out.unsigned(1);
      out.unsigned(pagesMax);
    });
  }

  private signature(parameters: readonly ValueType[], results: readonly ValueType[]): number {
    const isSame = (a: readonly ValueType[], b: readonly ValueType[]): boolean =>
      a.length === b.length && a.every((kind, index) => kind === b[index]);
    const known = this.signatures.findIndex(
      (one) => isSame(one.parameters, parameters) && isSame(one.results, results),
    );
    return known >= 0 ? known : this.signatures.push({ parameters, results }) - 1;
  }
}

function writeGlobal(out: Bytes, kind: ValueType): void {
  out.byte(kind);
  out.byte(1);
  out.byte(kind === type.i64 ? 0x42 : 0x41);
  out.byte(0);
  out.byte(0x0b);
}

function section<T>(
  bytes: Bytes,
  id: number,
  items: readonly T[],
  write: (out: Bytes, item: T) => void,
): void {
  const out = new Bytes();
  out.unsigned(items.length);
  for (const item of items) write(out, item);
  bytes.byte(id);
  bytes.sized(out);
}
