// Scopes: which declaration a name means. Struct and enum tags have a name space of their own, as in C;
// so have properties and patches, so that a field or function may share their names.
import type {
  AnySymbol,
  FunctionSymbol,
  PatchSymbol,
  PropertySymbol,
  TypeSymbol,
} from './symbols.ts';

export class Scope {
  readonly parent: Scope | undefined;
  // Most scopes are blocks that declare nothing: their maps are made when they are asked for.
  #values: Map<string, AnySymbol> | undefined;
  #tags: Map<string, TypeSymbol> | undefined;
  #properties: Map<string, PropertySymbol> | undefined;
  #patches: Map<string, PatchSymbol> | undefined;

  constructor(parent: Scope | undefined) {
    this.parent = parent;
  }

  get values(): Map<string, AnySymbol> {
    this.#values ??= new Map();
    return this.#values;
  }

  get tags(): Map<string, TypeSymbol> {
    this.#tags ??= new Map();
    return this.#tags;
  }

  get properties(): Map<string, PropertySymbol> {
    this.#properties ??= new Map();
    return this.#properties;
  }

  get patches(): Map<string, PatchSymbol> {
    this.#patches ??= new Map();
    return this.#patches;
  }

  value(name: string): AnySymbol | undefined {
    for (let scope: Scope | undefined = this; scope !== undefined; scope = scope.parent) {
      const found = scope.#values?.get(name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  function(name: string): FunctionSymbol | undefined {
    const symbol = this.value(name);
    return symbol?.kind === 'function' ? symbol : undefined;
  }

  tag(name: string): TypeSymbol | undefined {
    return this.#tags?.get(name) ?? this.parent?.tag(name);
  }

  property(name: string): PropertySymbol | undefined {
    return this.#properties?.get(name) ?? this.parent?.property(name);
  }

  patch(name: string): PatchSymbol | undefined {
    return this.#patches?.get(name) ?? this.parent?.patch(name);
  }

  /** Every name a value could have here, for suggestions. */
  *valueNames(): Iterable<string> {
    if (this.#values !== undefined) yield* this.#values.keys();
    if (this.parent !== undefined) yield* this.parent.valueNames();
  }
}
