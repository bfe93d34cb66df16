// An interpreter of the syntax tree, for tests of the compiler: scenario text to all complete runs,
// with nothing of the compiler in between. A thread is a JavaScript generator that yields before
// each shared access; all schedules are tried by starting over. Integers, structs, words, pointers,
// arrays, calls and every statement but goto; values stay small, so that no overflow is looked for.
import { parse, type tree } from '@racewalk/language';
import { type Cell, type Place, type Value, type World, worldOf } from './tree-world.ts';

/** What a thread is about to do: `ways` possibilities, none while it waits. */
interface Pause {
  readonly ways: () => number;
}

type Steps<Result> = Generator<Pause, Result, number>;

class Ended extends Error {}

/** The text has runs without an end, or too long ones: nothing is said about it. */
class TooLong extends Error {}

/** Statements of one run. */
const mostStatements = 300;

class Jump {
  readonly kind: 'break' | 'continue' | 'return';
  readonly value: Value;
  constructor(kind: 'break' | 'continue' | 'return', value: Value) {
    this.kind = kind;
    this.value = value;
  }
}

export interface Runs {
  /** Complete runs, deadlocks and violations that end a run included. */
  readonly count: number;
  readonly violations: ReadonlySet<string>;
  /** Final values of the globals asked for, one line a complete run, each once. */
  readonly outcomes: ReadonlySet<string>;
}

const step: Pause = { ways: () => 1 };

class Interpreter {
  private atomic = 0;
  private readonly world: World;
  constructor(world: World) {
    this.world = world;
  }

  private *access(): Steps<void> {
    if (this.atomic === 0) yield step;
  }

  private *read(place: Place): Steps<Value> {
    if (place.kind === 'fault') {
      yield* this.access();
      this.end(place.property);
    }
    if (place.kind !== 'cell') return place;
    if (!place.local) yield* this.access();
    const { value } = place;
    return typeof value === 'object' && 'word' in value ? { word: { ...value.word } } : value;
  }

  private *write(place: Place, value: Value): Steps<void> {
    if (place.kind === 'fault') {
      yield* this.access();
      this.end(place.property);
    }
    if (place.kind !== 'cell') throw new Error('no cell');
    if (!place.local) yield* this.access();
    place.value = value;
  }

  private *place(node: tree.Expression, scope: Map<string, Place>): Steps<Place> {
    switch (node.kind) {
      case 'Parenthesized':
        return yield* this.place(node.expression, scope);
      case 'Name': {
        const found = scope.get(node.text) ?? this.world.globals.get(node.text);
        if (found === undefined) throw new Error(`no ${node.text}`);
        return found;
      }
      case 'Member': {
        if (node.arrow) return this.field(yield* this.value(node.object, scope), node.field.text);
        return this.field(yield* this.place(node.object, scope), node.field.text);
      }
      case 'Index': {
        const array = yield* this.place(node.object, scope);
        const index = yield* this.value(node.index, scope);
        if (array.kind !== 'array') throw new Error('no array');
        const item = array.items[Number(index)];
        return item ?? { kind: 'fault', property: 'out_of_bounds' };
      }
      case 'Unary': {
        const target = yield* this.value(node.operand, scope);
        return (target as Place) ?? { kind: 'fault', property: 'null_dereference' };
      }
      default:
        throw new Error(node.kind);
    }
  }

  private field(object: Value | Place, name: string): Place {
    if (object === undefined) return { kind: 'fault', property: 'null_dereference' };
    if (typeof object === 'object' && 'kind' in object && object.kind === 'fault') return object;
    if (typeof object === 'object' && 'kind' in object && object.kind === 'struct') {
      return object.fields.get(name) as Place;
    }
    // A part of a local word: a window on it.
    const cell = object as Cell;
    const word = () => (cell.value as { word: Record<string, number> }).word;
    return {
      kind: 'cell',
      local: cell.local,
      get value() {
        return word()[name] as number;
      },
      set value(to: Value) {
        word()[name] = to as number;
      },
    };
  }

  private end(property: string): never {
    this.world.violations.add(property);
    throw new Ended();
  }

  /** Would it end the run? Leaves no trace of having tried. */
  private faults(run: () => boolean): boolean {
    const before = new Set(this.world.violations);
    const { atomic } = this;
    try {
      run();
      return false;
    } catch (error) {
      if (!(error instanceof Ended)) throw error;
      this.world.violations.clear();
      for (const name of before) this.world.violations.add(name);
      this.atomic = atomic;
      return true;
    }
  }

  private *truth(node: tree.Expression, scope: Map<string, Place>): Steps<boolean> {
    const value = yield* this.value(node, scope);
    return value !== 0 && value !== undefined;
  }

  *value(node: tree.Expression, scope: Map<string, Place>): Steps<Value> {
    switch (node.kind) {
      case 'Number':
        return node.value;
      case 'Parenthesized':
        return yield* this.value(node.expression, scope);
      case 'Name':
        if (node.text === 'NULL') return undefined;
        return yield* this.read(yield* this.place(node, scope));
      case 'Member':
      case 'Index':
        return yield* this.read(yield* this.place(node, scope));
      case 'Unary':
        return yield* this.unary(node, scope);
      case 'Update': {
        const place = yield* this.place(node.operand, scope);
        const old = Number(yield* this.read(place));
        const next = node.operator === '++' ? old + 1 : old - 1;
        yield* this.write(place, next);
        return node.prefix ? next : old;
      }
      case 'Binary':
        return yield* this.binary(node, scope);
      case 'Conditional':
        return yield* this.value(
          (yield* this.truth(node.condition, scope)) ? node.consequent : node.alternative,
          scope,
        );
      case 'Assignment': {
        const place = yield* this.place(node.target, scope);
        let value: Value;
        if (node.operator === '=') value = yield* this.value(node.value, scope);
        else {
          const old = Number(yield* this.read(place));
          value = compute(
            node.operator.slice(0, -1),
            old,
            Number(yield* this.value(node.value, scope)),
          );
        }
        yield* this.write(place, value);
        return value;
      }
      case 'CompoundLiteral':
        return yield* this.literal(node, scope);
      case 'Call':
        return yield* this.call(node, scope);
      default:
        throw new Error(node.kind);
    }
  }

  private *literal(node: tree.CompoundLiteral, scope: Map<string, Place>): Steps<Value> {
    const name = node.type.base.kind === 'Arithmetic' ? '' : node.type.base.name.text;
    const word: Record<string, number> = {};
    for (const field of this.world.types.get(name)?.fields ?? [])
      word[field.declarator.name.text] = 0;
    for (const entry of node.initializer.entries) {
      word[entry.field?.text ?? ''] = Number(yield* this.value(entry.value, scope));
    }
    return { word };
  }

  private *unary(node: tree.UnaryExpression, scope: Map<string, Place>): Steps<Value> {
    if (node.operator === '&') return yield* this.place(node.operand, scope);
    if (node.operator === '*') return yield* this.read(yield* this.place(node, scope));
    if (node.operator === '!') return Number(!(yield* this.truth(node.operand, scope)));
    const value = Number(yield* this.value(node.operand, scope));
    return node.operator === '-' ? -value : value;
  }

  private *binary(node: tree.BinaryExpression, scope: Map<string, Place>): Steps<Value> {
    if (node.operator === '&&') {
      return Number(
        (yield* this.truth(node.left, scope)) && (yield* this.truth(node.right, scope)),
      );
    }
    if (node.operator === '||') {
      return Number(
        (yield* this.truth(node.left, scope)) || (yield* this.truth(node.right, scope)),
      );
    }
    const left = yield* this.value(node.left, scope);
    const right = yield* this.value(node.right, scope);
    if (typeof left !== 'number' || typeof right !== 'number') {
      const same = isWord(left) ? JSON.stringify(left) === JSON.stringify(right) : left === right;
      return Number(node.operator === '==' ? same : !same);
    }
    return compute(node.operator, left, right);
  }

  private *call(node: tree.CallExpression, scope: Map<string, Place>): Steps<Value> {
    const [first, second, third] = node.arguments as [
      tree.Expression,
      tree.Expression,
      tree.Expression,
    ];
    switch (node.callee.text) {
      case 'READ_ONCE':
        return yield* this.value(first, scope);
      case 'WRITE_ONCE': {
        const place = yield* this.place(first, scope);
        yield* this.write(place, yield* this.value(second, scope));
        return 0;
      }
      case 'assert':
        if (!(yield* this.truth(first, scope))) this.end('assertion');
        return 0;
      case 'wait_until': {
        // A condition that faults is a step that ends the run.
        const holds = () => now(this.quietly(() => this.truth(first, scope)));
        yield { ways: () => Number(this.faults(holds) || holds()) };
        holds();
        return 0;
      }
      case 'any': {
        const low = Number(yield* this.value(first, scope));
        const high = Number(yield* this.value(second, scope));
        return low + (yield { ways: () => high - low + 1 });
      }
      case 'cmpxchg': {
        const place = (yield* this.value(first, scope)) as Cell;
        const expected = yield* this.value(second, scope);
        const next = yield* this.value(third, scope);
        yield* this.access();
        const old = place.value;
        if (old === expected) place.value = next;
        return old;
      }
      default:
        return yield* this.expand(node, scope);
    }
  }

  private *quietly<Result>(run: () => Steps<Result>): Steps<Result> {
    this.atomic += 1;
    const result = yield* run();
    this.atomic -= 1;
    return result;
  }

  private *expand(node: tree.CallExpression, scope: Map<string, Place>): Steps<Value> {
    const declaration = this.world.functions.get(node.callee.text);
    if (declaration?.body === undefined) throw new Error(`no ${node.callee.text}`);
    const inner = new Map<string, Place>();
    for (const [index, parameter] of declaration.parameters.entries()) {
      const value = yield* this.value(node.arguments[index] as tree.Expression, scope);
      inner.set(parameter.declarator.name.text, { kind: 'cell', local: true, value });
    }
    try {
      yield* this.statement(declaration.body, inner);
    } catch (jump) {
      if (!(jump instanceof Jump)) throw jump;
      return jump.value;
    }
    return 0;
  }

  /** A thread may `return`, too. */
  *thread(body: tree.Block): Steps<void> {
    try {
      yield* this.statement(body, new Map());
    } catch (jump) {
      if (!(jump instanceof Jump)) throw jump;
    }
  }

  private *loop(body: () => Steps<void>): Steps<boolean> {
    try {
      yield* body();
    } catch (jump) {
      if (!(jump instanceof Jump) || jump.kind === 'return') throw jump;
      return jump.kind === 'continue';
    }
    return true;
  }

  *statement(node: tree.Statement, scope: Map<string, Place>): Steps<void> {
    this.world.statements += 1;
    if (this.world.statements > mostStatements) throw new TooLong();
    switch (node.kind) {
      case 'Block':
        for (const child of node.statements) yield* this.statement(child, scope);
        return;
      case 'Variable':
        for (const { declarator, initializer } of node.declarators) {
          const value = initializer === undefined ? 0 : yield* this.value(initializer, scope);
          scope.set(declarator.name.text, { kind: 'cell', local: true, value });
        }
        return;
      case 'ExpressionStatement':
        yield* this.value(node.expression, scope);
        return;
      case 'If':
        if (yield* this.truth(node.condition, scope)) yield* this.statement(node.consequent, scope);
        else if (node.alternative !== undefined) yield* this.statement(node.alternative, scope);
        return;
      case 'While':
        while (yield* this.truth(node.condition, scope)) {
          if (!(yield* this.loop(() => this.statement(node.body, scope)))) return;
        }
        return;
      case 'Do':
        do {
          if (!(yield* this.loop(() => this.statement(node.body, scope)))) return;
        } while (yield* this.truth(node.condition, scope));
        return;
      case 'For':
        if (node.initializer !== undefined) yield* this.statement(node.initializer, scope);
        while (node.condition === undefined || (yield* this.truth(node.condition, scope))) {
          if (!(yield* this.loop(() => this.statement(node.body, scope)))) return;
          if (node.update !== undefined) yield* this.value(node.update, scope);
        }
        return;
      case 'Switch':
        yield* this.switch(node, scope);
        return;
      case 'Break':
        throw new Jump('break', 0);
      case 'Continue':
        throw new Jump('continue', 0);
      case 'Return':
        throw new Jump(
          'return',
          node.value === undefined ? 0 : yield* this.value(node.value, scope),
        );
      case 'Atomic':
        yield* this.access();
        yield* this.quietly(() => this.statement(node.body, scope));
        return;
      case 'Choose': {
        const branch = node.branches[yield { ways: () => node.branches.length }];
        if (branch !== undefined) yield* this.statement(branch, scope);
        return;
      }
      default:
        return;
    }
  }

  private *switch(node: tree.SwitchStatement, scope: Map<string, Place>): Steps<void> {
    const subject = yield* this.value(node.subject, scope);
    const isCase = (label: tree.Expression | undefined) =>
      label?.kind === 'Number' && label.value === subject;
    let from = node.sections.findIndex((section) => section.labels.some(isCase));
    if (from < 0) from = node.sections.findIndex((section) => section.labels.includes(undefined));
    if (from < 0) return;
    yield* this.loop(
      function* (this: Interpreter) {
        for (const section of node.sections.slice(from)) {
          for (const child of section.statements) yield* this.statement(child, scope);
        }
      }.bind(this),
    );
  }
}

function isWord(value: Value): boolean {
  return typeof value === 'object' && 'word' in value;
}

function compute(operator: string, a: number, b: number): number {
  const results: Record<string, number> = {
    '+': a + b,
    '-': a - b,
    '*': a * b,
    '&': a & b,
    '|': a | b,
    '^': a ^ b,
    '==': Number(a === b),
    '!=': Number(a !== b),
    '<': Number(a < b),
    '<=': Number(a <= b),
    '>': Number(a > b),
    '>=': Number(a >= b),
  };
  const result = results[operator];
  if (result === undefined) throw new Error(operator);
  return result;
}

/** Runs steps that cannot pause. */
function now<Result>(steps: Steps<Result>): Result {
  const { done, value } = steps.next(0);
  if (done !== true) throw new Error('a pause inside atomic');
  return value;
}

/**
 * All complete runs of the first scenario of a text; undefined if they are too many or too long.
 */
export function allRuns(
  text: string,
  observed: readonly string[],
  mostRuns: number,
): Runs | undefined {
  try {
    return everyRun(text, observed, mostRuns);
  } catch (error) {
    if (error instanceof TooLong) return undefined;
    throw error;
  }
}

function everyRun(text: string, observed: readonly string[], mostRuns: number): Runs | undefined {
  const { tree: file } = parse(text, 'generated.race');
  const scenario = file.items.find((item) => item.kind === 'Scenario');
  if (scenario === undefined) throw new Error('no scenario');
  const violations = new Set<string>();
  const outcomes = new Set<string>();
  let count = 0;
  // A schedule is a list of (thread, way) numbers; the next one differs in the last that can
  // differ.
  let schedule: { taken: number; of: number }[] = [];
  for (;;) {
    const world = worldOf([...file.items, ...scenario.items], violations);
    const outcome = runOnce(world, scenario, schedule, observed);
    if (outcome !== undefined) outcomes.add(outcome);
    count += 1;
    if (count > mostRuns) return undefined;
    while (schedule.length > 0) {
      const last = schedule[schedule.length - 1] as { taken: number; of: number };
      if (last.taken + 1 < last.of) break;
      schedule.pop();
    }
    const last = schedule.pop();
    if (last === undefined) return { count, violations, outcomes };
    schedule = [...schedule, { taken: last.taken + 1, of: last.of }];
  }
}

function runOnce(
  world: World,
  scenario: tree.ScenarioDeclaration,
  schedule: { taken: number; of: number }[],
  observed: readonly string[],
): string | undefined {
  const interpreters = scenario.items
    .filter((item) => item.kind === 'Thread')
    .map((thread) => new Interpreter(world).thread(thread.body));
  try {
    const pending = interpreters.map((thread) => thread.next(0));
    for (let depth = 0; ; depth++) {
      const options = pending.flatMap((state, thread) =>
        state.done === true
          ? []
          : Array.from({ length: state.value.ways() }, (_, way) => ({ thread, way })),
      );
      if (options.length === 0) {
        if (pending.some((state) => state.done !== true)) world.violations.add('deadlock');
        else return observed.map((name) => `${name}=${show(world.globals.get(name))}`).join(' ');
        return undefined;
      }
      const entry = schedule[depth] ?? { taken: 0, of: options.length };
      schedule[depth] = entry;
      const option = options[entry.taken] as { thread: number; way: number };
      pending[option.thread] = (interpreters[option.thread] as Steps<void>).next(option.way);
    }
  } catch (error) {
    if (error instanceof Ended) return undefined;
    throw error;
  }
}

function show(place: Place | undefined): string {
  return place?.kind === 'cell' ? String(Number(place.value)) : '?';
}
