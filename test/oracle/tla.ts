// Explores a module of TLA+ from its text: the rules of TLA+ as far as exported modules go, with
// what TLC does on top of them: integers of 32 bits, tests from left to right, successors counted
// one by one. It shares no code with the exporter or the engine.
import {
  type Configuration,
  type Definition,
  type Module,
  type Node,
  parseConfiguration,
  parseModule,
} from './tla-parser.ts';

type Value = number | boolean | string | Value[] | TlaSet | TlaRecord;

class TlaSet {
  readonly members = new Map<string, Value>();
  constructor(values: Iterable<Value>) {
    for (const value of values) this.members.set(keyOf(value), value);
  }
}

class TlaRecord {
  readonly fields: ReadonlyMap<string, Value>;
  constructor(fields: Iterable<readonly [string, Value]>) {
    this.fields = new Map(fields);
  }
}

function keyOf(value: Value): string {
  if (typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `<${value.map(keyOf).join()}>`;
  if (value instanceof TlaSet) return `{${[...value.members.keys()].sort().join()}}`;
  return `[${[...value.fields].map(([name, one]) => `${name}:${keyOf(one)}`).join()}]`;
}

/** How an action is satisfied: which nodes are assigned to, and what is done with each way. */
interface How {
  target: (node: Node) => string | undefined;
  done: () => void;
}

interface Lazy {
  value: () => Value;
  /** Parameters and body of an operator that is defined inside another. */
  operator?: { definition: Definition; scope: Scope };
}

type Scope = Map<string, Lazy> & { outer?: Scope };
type State = ReadonlyMap<string, Value>;

function lazy(compute: () => Value): Lazy {
  let known: Value | undefined;
  return { value: () => (known ??= compute()) };
}

export interface TlaAnswer {
  states: number;
  /** Successors generated, one for each way to take a step. */
  transitions: number;
  /** Invariants that some state violates, sorted. */
  violated: string[];
  /** The state found last, as TLC prints it. */
  last: string;
}

/** One state of a trace as TLC prints it, and the action that led there. */
export interface TlaTraceState {
  action: string | undefined;
  text: string;
}

/** What TLC does without -continue: it stops at the first invariant that does not hold. */
export interface TlaCheck {
  states: number;
  transitions: number;
  depth: number;
  violated: { invariant: string; trace: TlaTraceState[] } | undefined;
}

export function exploreTla(module: string, config: string, statesMax: number): TlaAnswer {
  return new Explorer(parseModule(module), parseConfiguration(config)).explore(statesMax);
}

export function checkTla(module: string, config: string): TlaCheck {
  return new Explorer(parseModule(module), parseConfiguration(config)).check();
}

class Explorer {
  private readonly module: Module;
  private readonly configuration: Configuration;
  private state: State = new Map();
  private next: Map<string, Value> | undefined;

  constructor(module: Module, configuration: Configuration) {
    this.module = module;
    this.configuration = configuration;
  }

  explore(statesMax: number): TlaAnswer {
    const { init, action } = this.begin();
    const initial = this.initialState(init);
    const seen = new Map([[stateKey(initial), initial]]);
    const violated = new Set<string>();
    let transitions = 0;
    for (const state of seen.values()) {
      if (seen.size > statesMax) throw new Error('too many states');
      for (const name of this.configuration.invariants) {
        if (!violated.has(name) && !this.holds(name, state)) violated.add(name);
      }
      for (const successor of this.successors(action, state, false)) {
        transitions++;
        const key = stateKey(successor);
        if (!seen.has(key)) seen.set(key, successor);
      }
    }
    const last = stateText([...seen.values()].at(-1) ?? initial);
    return { states: seen.size, transitions, violated: [...violated].sort(), last };
  }

  check(): TlaCheck {
    const { init, action } = this.begin();
    interface Seen {
      state: State;
      action: string | undefined;
      from: Seen | undefined;
      level: number;
    }
    const first = { state: this.initialState(init), action: undefined, from: undefined, level: 1 };
    const seen = new Map<string, Seen>([[stateKey(first.state), first]]);
    let transitions = 0;
    const answer = (depth: number, last?: Seen, invariant?: string): TlaCheck => {
      const trace: TlaTraceState[] = [];
      for (let at = last; at !== undefined; at = at.from)
        trace.unshift({ action: at.action, text: stateText(at.state) });
      const violated = invariant === undefined ? undefined : { invariant, trace };
      return { states: seen.size, transitions, depth, violated };
    };
    const broken = ({ state }: Seen): string | undefined =>
      this.configuration.invariants.find((name) => !this.holds(name, state));
    let depth = 1;
    const wrong = broken(first);
    if (wrong !== undefined) return answer(1, first, wrong);
    for (const from of seen.values()) {
      depth = from.level;
      for (const node of this.alternatives(action)) {
        for (const state of this.successors(node, from.state, false)) {
          transitions++;
          if (seen.has(stateKey(state))) continue;
          const name = node.kind === 'name' ? node.name : undefined;
          const next = { state, action: name, from, level: from.level + 1 };
          seen.set(stateKey(state), next);
          const invariant = broken(next);
          if (invariant !== undefined) return answer(next.level, next, invariant);
        }
      }
    }
    return answer(depth);
  }

  private begin(): { init: Node; action: Node } {
    for (const assumption of this.module.assumptions) {
      if (!this.truth(assumption, emptyScope)) throw new Error('an assumption is false');
    }
    if (this.configuration.checksDeadlock) throw new Error('TLC would call every end a deadlock');
    return this.specification();
  }

  private initialState(init: Node): State {
    const [initial, ...others] = this.successors(init, new Map(), true);
    if (initial === undefined || others.length > 0) throw new Error('not one initial state');
    return initial;
  }

  private holds(name: string, state: State): boolean {
    this.state = state;
    return this.truth({ kind: 'name', name }, emptyScope);
  }

  /** The actions that the next-state relation is made of, as TLC takes it apart. */
  private alternatives(action: Node): Node[] {
    const body =
      action.kind === 'name' ? this.module.definitions.get(action.name)?.body : undefined;
    return body?.kind === 'junction' && body.operator === '\\/' ? body.items : [action];
  }

  private specification(): { init: Node; action: Node } {
    const spec = this.module.definitions.get(this.configuration.specification)?.body;
    if (spec?.kind !== 'infix' || spec.right.kind !== 'always') throw new Error('no specification');
    return { init: spec.left, action: spec.right.action };
  }

  /** All assignments that an action, or the initial predicate, allows. */
  private successors(action: Node, state: State, isInitial: boolean): State[] {
    this.state = state;
    const found: State[] = [];
    const partial = new Map<string, Value>();
    this.next = partial;
    const target = (node: Node): string | undefined => {
      const of = isInitial ? node : node.kind === 'prime' ? node.of : undefined;
      return of?.kind === 'name' && this.module.variables.includes(of.name) ? of.name : undefined;
    };
    this.satisfy(action, emptyScope, {
      target,
      done: () => {
        if (partial.size !== this.module.variables.length)
          throw new Error('a variable has no value');
        found.push(new Map(partial));
      },
    });
    this.next = undefined;
    return found;
  }

  private satisfy(node: Node, scope: Scope, how: How): void {
    const partial = this.next!;
    const { target, done } = how;
    const both = (nodes: readonly Node[], at: number): void => {
      const one = nodes[at];
      if (one === undefined) done();
      else this.satisfy(one, scope, { target, done: () => both(nodes, at + 1) });
    };
    const assign = (name: string, value: Value, then: () => void): void => {
      const known = partial.get(name);
      if (known !== undefined) {
        if (equal(known, value)) then();
        return;
      }
      partial.set(name, value);
      then();
      partial.delete(name);
    };
    const keep = (names: readonly string[], at: number): void => {
      const name = names[at];
      if (name === undefined) done();
      else
        assign(name, this.state.get(name)!, () => {
          keep(names, at + 1);
        });
    };
    if (node.kind === 'junction' && node.operator === '/\\') both(node.items, 0);
    else if (node.kind === 'infix' && node.operator === '/\\') both([node.left, node.right], 0);
    else if (node.kind === 'junction')
      for (const item of node.items) this.satisfy(item, scope, how);
    else if (node.kind === 'infix' && node.operator === '\\/') {
      this.satisfy(node.left, scope, how);
      this.satisfy(node.right, scope, how);
    } else if (node.kind === 'let') this.satisfy(node.body, this.letScope(node, scope), how);
    else if (node.kind === 'infix' && node.operator === '=' && target(node.left) !== undefined)
      assign(target(node.left)!, this.value(node.right, scope), done);
    else if (node.kind === 'prefix' && node.operator === 'UNCHANGED')
      keep(this.variablesIn(node.of), 0);
    else if (node.kind === 'if')
      this.satisfy(this.truth(node.test, scope) ? node.yes : node.no, scope, how);
    else if (node.kind === 'quantifier' && node.operator === '\\E') {
      for (const member of asSet(this.value(node.set, scope)).members.values())
        this.satisfy(node.body, inner(scope, [[node.name, { value: () => member }]]), how);
    } else if (!this.satisfyOperator(node, scope, how) && this.truth(node, scope)) done();
  }

  /** False where the node is no operator of the module. */
  private satisfyOperator(node: Node, scope: Scope, how: How): boolean {
    if (node.kind !== 'name' && node.kind !== 'apply') return false;
    const definition = this.module.definitions.get(node.name);
    if (definition === undefined) return false;
    const args = node.kind === 'apply' ? node.args : [];
    const own = this.called(definition, args, { from: scope, to: emptyScope });
    this.satisfy(definition.body, own, how);
    return true;
  }

  private variablesIn(node: Node): string[] {
    if (node.kind === 'tuple') return node.items.flatMap((item) => this.variablesIn(item));
    if (node.kind !== 'name') throw new Error('UNCHANGED of what?');
    if (this.module.variables.includes(node.name)) return [node.name];
    return this.variablesIn(this.module.definitions.get(node.name)!.body);
  }

  private called(
    definition: Definition,
    args: Node[],
    { from, to }: { from: Scope; to: Scope },
  ): Scope {
    if (args.length !== definition.parameters.length)
      throw new Error(`${definition.name} has ${definition.parameters.length} parameters`);
    return inner(
      to,
      definition.parameters.map((name, index) => [
        name,
        lazy(() => this.value(args[index]!, from)),
      ]),
    );
  }

  private truth(node: Node, scope: Scope): boolean {
    const value = this.value(node, scope);
    if (typeof value !== 'boolean') throw new Error(`${keyOf(value)} is no truth`);
    return value;
  }

  private number(node: Node, scope: Scope): number {
    const value = this.value(node, scope);
    if (typeof value !== 'number') throw new Error(`${keyOf(value)} is no number`);
    return value;
  }

  private value(node: Node, scope: Scope): Value {
    switch (node.kind) {
      case 'number':
      case 'string':
        return node.value;
      case 'name':
      case 'apply':
        return this.operator(node.name, node.kind === 'apply' ? node.args : [], scope);
      case 'index':
        return indexed(this.value(node.of, scope), this.value(node.index, scope));
      case 'infix':
        return this.infix(node, scope);
      case 'prefix':
        return this.prefix(node, scope);
      case 'junction': {
        const isAnd = node.operator === '/\\';
        for (const item of node.items) if (this.truth(item, scope) !== isAnd) return !isAnd;
        return isAnd;
      }
      case 'if':
        return this.value(this.truth(node.test, scope) ? node.yes : node.no, scope);
      case 'case': {
        const arm = node.arms.find(({ test }) => this.truth(test, scope));
        return this.value(arm === undefined ? node.other : arm.value, scope);
      }
      case 'let':
        return this.value(node.body, this.letScope(node, scope));
      case 'quantifier':
        return this.quantified(node, scope);
      case 'tuple':
        return node.items.map((item) => this.value(item, scope));
      case 'set':
        return new TlaSet(node.items.map((item) => this.value(item, scope)));
      case 'filter': {
        const members = [...asSet(this.value(node.set, scope)).members.values()];
        return new TlaSet(
          members.filter((one) =>
            this.truth(node.test, inner(scope, [[node.name, { value: () => one }]])),
          ),
        );
      }
      case 'map': {
        const members = [...asSet(this.value(node.set, scope)).members.values()];
        return new TlaSet(
          members.map((one) =>
            this.value(node.value, inner(scope, [[node.name, { value: () => one }]])),
          ),
        );
      }
      case 'record':
        return new TlaRecord(
          node.fields.map(({ name, value }) => [name, this.value(value, scope)] as const),
        );
      case 'function': {
        // What is a function of 1..n is a tuple.
        const members = [...asSet(this.value(node.set, scope)).members.values()];
        if (members.some((one, index) => one !== index + 1)) throw new Error('a function of what?');
        return members.map((one) =>
          this.value(node.value, inner(scope, [[node.name, { value: () => one }]])),
        );
      }
      case 'except': {
        const of = this.value(node.of, scope);
        if (Array.isArray(of)) return this.changedTuple(node.changes, of, scope);
        if (!(of instanceof TlaRecord)) throw new Error('EXCEPT of no record');
        const fields = new Map(of.fields);
        for (const { field, value } of node.changes) {
          const name = this.value(field, scope);
          if (typeof name !== 'string' || !fields.has(name))
            throw new Error(`no field ${keyOf(name)}`);
          fields.set(name, this.value(value, scope));
        }
        return new TlaRecord(fields);
      }
      default:
        throw new Error(`no value: ${node.kind}`);
    }
  }

  private letScope({ definitions }: Extract<Node, { kind: 'let' }>, scope: Scope): Scope {
    const own = inner(scope, []);
    for (const definition of definitions) {
      const one = lazy(() => this.value(definition.body, own));
      if (definition.parameters.length > 0) one.operator = { definition, scope: own };
      own.set(definition.name, one);
    }
    return own;
  }

  private changedTuple(
    changes: Extract<Node, { kind: 'except' }>['changes'],
    of: readonly Value[],
    scope: Scope,
  ): Value[] {
    const changed = [...of];
    for (const { field, value } of changes) {
      const index = this.number(field, scope);
      if (changed[index - 1] === undefined) throw new Error(`no element ${index}`);
      changed[index - 1] = this.value(value, scope);
    }
    return changed;
  }

  private operator(name: string, args: Node[], scope: Scope): Value {
    if (name === 'TRUE') return true;
    if (name === 'FALSE') return false;
    if (name === 'Len') return asTuple(this.value(args[0]!, scope)).length;
    if (name === 'Append')
      return [...asTuple(this.value(args[0]!, scope)), this.value(args[1]!, scope)];
    const bound = find(scope, name);
    if (bound?.operator !== undefined) {
      const { definition, scope: to } = bound.operator;
      return this.value(definition.body, this.called(definition, args, { from: scope, to }));
    }
    if (bound !== undefined) return bound.value();
    if (this.module.variables.includes(name)) {
      const value = this.state.get(name);
      if (value === undefined) throw new Error(`${name} has no value yet`);
      return value;
    }
    const definition = this.module.definitions.get(name);
    if (definition === undefined) throw new Error(`${name} is not defined`);
    return this.value(
      definition.body,
      this.called(definition, args, { from: scope, to: emptyScope }),
    );
  }

  private prefix(node: Extract<Node, { kind: 'prefix' }>, scope: Scope): Value {
    switch (node.operator) {
      case '~':
        return !this.truth(node.of, scope);
      case '-':
        return int(-this.number(node.of, scope));
      case 'UNION':
        return new TlaSet(
          [...asSet(this.value(node.of, scope)).members.values()].flatMap((one) => [
            ...asSet(one).members.values(),
          ]),
        );
      default:
        throw new Error(`no value: ${node.operator}`);
    }
  }

  private infix(node: Extract<Node, { kind: 'infix' }>, scope: Scope): Value {
    const { operator, left, right } = node;
    switch (operator) {
      case '/\\':
        return this.truth(left, scope) && this.truth(right, scope);
      case '\\/':
        return this.truth(left, scope) || this.truth(right, scope);
      case '=>':
        return !this.truth(left, scope) || this.truth(right, scope);
      case '=':
        return equal(this.value(left, scope), this.value(right, scope));
      case '#':
        return !equal(this.value(left, scope), this.value(right, scope));
      case '\\in':
        return isIn(this.value(left, scope), this.value(right, scope));
      case '\\notin':
        return !isIn(this.value(left, scope), this.value(right, scope));
      case '\\cup':
        return new TlaSet([
          ...asSet(this.value(left, scope)).members.values(),
          ...asSet(this.value(right, scope)).members.values(),
        ]);
      default:
        return arithmetic(operator, this.number(left, scope), this.number(right, scope));
    }
  }

  private quantified(node: Extract<Node, { kind: 'quantifier' }>, scope: Scope): Value {
    const members = [...asSet(this.value(node.set, scope)).members.values()];
    const holds = (one: Value): boolean =>
      this.truth(node.body, inner(scope, [[node.name, { value: () => one }]]));
    if (node.operator === '\\E') return members.some(holds);
    if (node.operator === '\\A') return members.every(holds);
    const chosen = members.find(holds);
    if (chosen === undefined) throw new Error('CHOOSE finds nothing');
    return chosen;
  }
}

const emptyScope: Scope = new Map();

function inner(outer: Scope, names: Iterable<readonly [string, Lazy]>): Scope {
  const scope: Scope = new Map(names);
  scope.outer = outer;
  return scope;
}

function find(scope: Scope, name: string): Lazy | undefined {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.outer) {
    const found = at.get(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

function stateKey(state: State): string {
  return [...state]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, value]) => keyOf(value))
    .join();
}

/** As TLC prints states. */
function stateText(state: State): string {
  return [...state].map(([name, value]) => `/\\ ${name} = ${valueText(value)}`).join('\n');
}

function valueText(value: Value): string {
  if (!(value instanceof TlaRecord)) return Array.isArray(value) ? '<<>>' : JSON.stringify(value);
  const fields = [...value.fields].map(([name, one]) => `${name} |-> ${valueText(one)}`);
  return `[${fields.join(', ')}]`;
}

function asSet(value: Value): TlaSet {
  if (value instanceof TlaSet) return value;
  throw new Error(`${keyOf(value)} is no set`);
}

function asTuple(value: Value): Value[] {
  if (Array.isArray(value)) return value;
  throw new Error(`${keyOf(value)} is no tuple`);
}

/** TLC refuses to compare what can't be equal for its kind alone. */
function equal(left: Value, right: Value): boolean {
  const kind = (value: Value): string =>
    typeof value === 'object' ? value.constructor.name : typeof value;
  if (kind(left) !== kind(right)) throw new Error(`${keyOf(left)} and ${keyOf(right)} compared`);
  return keyOf(left) === keyOf(right);
}

function isIn(value: Value, set: Value): boolean {
  return [...asSet(set).members.values()].some((one) => equal(one, value));
}

function indexed(of: Value, index: Value): Value {
  const found = Array.isArray(of)
    ? of[Number(index) - 1]
    : of instanceof TlaRecord && typeof index === 'string'
      ? of.fields.get(index)
      : undefined;
  if (found === undefined) throw new Error(`no ${keyOf(index)} in ${keyOf(of)}`);
  return found;
}

/** TLC's integers have 32 bits, and it stops where one leaves them. */
function int(value: number): number {
  if (value > 2 ** 31 - 1 || value < -(2 ** 31)) throw new Error(`overflow in TLC: ${value}`);
  return value;
}

function arithmetic(operator: string, left: number, right: number): Value {
  switch (operator) {
    case '+':
      return int(left + right);
    case '-':
      return int(left - right);
    case '*':
      return int(left * right);
    case '\\div':
      if (right <= 0) throw new Error('divided by what is not positive');
      return Math.floor(left / right);
    case '%':
      if (right <= 0) throw new Error('divided by what is not positive');
      return left - right * Math.floor(left / right);
    case '^':
      if (right < 0) throw new Error('no power of a number below zero');
      return int(left ** right);
    case '<':
      return left < right;
    case '>':
      return left > right;
    case '<=':
      return left <= right;
    case '>=':
      return left >= right;
    case '..':
      return new TlaSet(
        Array.from({ length: Math.max(0, right - left + 1) }, (_, at) => left + at),
      );
    default:
      throw new Error(`no operator ${operator}`);
  }
}
