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
  readonly values = new Map<string, AnySymbol>();
  readonly tags = new Map<string, TypeSymbol>();
  readonly properties = new Map<string, PropertySymbol>();
  readonly patches = new Map<string, PatchSymbol>();
  readonly parent: Scope | undefined;

  constructor(parent: Scope | undefined) {
    this.parent = parent;
  }

  value(name: string): AnySymbol | undefined {
    return this.values.get(name) ?? this.parent?.value(name);
  }

  function(name: string): FunctionSymbol | undefined {
    const symbol = this.value(name);
    return symbol?.kind === 'function' ? symbol : undefined;
  }

  tag(name: string): TypeSymbol | undefined {
    return this.tags.get(name) ?? this.parent?.tag(name);
  }

  property(name: string): PropertySymbol | undefined {
    return this.properties.get(name) ?? this.parent?.property(name);
  }

  patch(name: string): PatchSymbol | undefined {
    return this.patches.get(name) ?? this.parent?.patch(name);
  }

  /** Every name a value could have here, for suggestions. */
  *valueNames(): Iterable<string> {
    yield* this.values.keys();
    if (this.parent !== undefined) yield* this.parent.valueNames();
  }
}
