// The part of the WebAssembly interface that is used here. Every host of ours has it; where a policy
// forbids code made at run time, `compile` says so.

export interface Memory {
  readonly buffer: ArrayBufferLike;
}

export interface MemoryLimits {
  readonly initial: number;
  readonly maximum: number;
  readonly shared: boolean;
}

export interface GlobalValue<T> {
  value: T;
}

export interface Instance {
  readonly exports: Readonly<Record<string, unknown>>;
}

interface Host {
  readonly Memory: new (limits: MemoryLimits) => Memory;
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (
    module: object,
    imports: { readonly host: Readonly<Record<string, unknown>> },
  ) => Instance;
}

declare const WebAssembly: Host | undefined;

/** The host's WebAssembly; undefined where there is none. */
export function webAssembly(): Host | undefined {
  return typeof WebAssembly === 'undefined' ? undefined : WebAssembly;
}
