// The oracle: the Program IR read aloud. Plain objects, states keyed by their JSON, integers as
// BigInt, one interpreter of instructions; no packing, no closures, no table. It is slow and meant
// to be obvious. It shares the types of program.ts with the engine and nothing else.
import type { Action } from '../../simulator/src/outcome.ts';
import type {
  Expression,
  Fragment,
  Instruction,
  Place,
  Program,
  Range,
} from '../../simulator/src/program.ts';

export interface State {
  slots: number[];
  threads: { pc: number; registers: Record<number, number> }[];
  position: number;
}

/** What came of one combination of choices in one step. */
export interface Leaf {
  kind: 'moved' | 'disabled' | 'ended' | 'cut';
  state: State;
  events: number[];
  /** The step has a mark of progress in it. */
  progress: boolean;
}

/** Among the events of a step, until it is over: a mark of progress. */
const progressEvent = -1;

class Stop extends Error {
  readonly kind: Leaf['kind'];
  readonly property: string | undefined;
  constructor(kind: Leaf['kind'], property?: string) {
    super(kind);
    this.kind = kind;
    this.property = property;
  }
}

const fault = (property: string): never => {
  throw new Stop('ended', property);
};

/** By hand, for structuredClone() took most of the time. */
const copy = ({ slots, threads, position }: State): State => ({
  slots: [...slots],
  threads: threads.map(({ pc, registers }) => ({ pc, registers: { ...registers } })),
  position,
});

export class Naive {
  readonly program: Program;
  readonly zeroDead: boolean;
  readonly initial: Leaf;

  constructor(program: Program, zeroDead = true) {
    this.program = program;
    this.zeroDead = zeroDead;
    const threads = program.threads.map(({ entry }) => ({ pc: entry, registers: {} }));
    let leaf: Leaf = {
      kind: 'moved',
      state: { slots: [...program.initial], threads, position: 0 },
      events: [],
      progress: false,
    };
    for (let thread = 0; thread < threads.length && leaf.kind === 'moved'; thread++) {
      const entry = program.code[leaf.state.threads[thread]!.pc]!;
      if (entry.step || entry.op === 'end') this.rest(leaf.state, thread);
      else leaf = this.run(leaf.state, thread, leaf.events)[0]!;
    }
    this.initial = leaf;
  }

  /** All combinations of a thread's next step, in order; none where the thread is over. */
  leaves(state: State, thread: number): Leaf[] {
    const { schedule, code } = this.program;
    if (code[state.threads[thread]!.pc]!.op === 'end') return [];
    const next = copy(state);
    next.position = Math.min(schedule.length, state.position + 1);
    return this.run(next, thread, []);
  }

  /** The combinations that exist, of the threads that the schedule allows. */
  moves(state: State, scheduled = true): { action: Action; leaf: Leaf }[] {
    const only = scheduled ? this.program.schedule[state.position] : undefined;
    return this.program.threads.flatMap((_, thread) =>
      only !== undefined && only !== thread
        ? []
        : this.leaves(state, thread)
            .map((leaf, choice) => ({ action: { thread, choice }, leaf }))
            .filter(({ leaf }) => leaf.kind !== 'disabled'),
    );
  }

  allOver(state: State): boolean {
    return state.threads.every(({ pc }) => this.program.code[pc]!.op === 'end');
  }

  /** The events of a state: its properties, every fault in a fragment, `finally`, deadlock. */
  stateEvents(state: State, ended = false): number[] {
    const events: number[] = [];
    this.program.properties.forEach(({ state: fragment }, property) => {
      if (fragment === undefined || !this.program.properties[property]!.watched) return;
      if (this.evaluate(fragment, state, events) === 0) events.push(property);
    });
    for (const { condition } of this.program.witnesses) this.evaluate(condition, state, events);
    for (const { liveness, watched } of this.program.properties) {
      if (!watched || liveness === undefined) continue;
      if (liveness.kind === 'leads_to') this.evaluate(liveness.trigger, state, events);
      this.evaluate(liveness.goal, state, events);
    }
    if (!ended && this.allOver(state)) {
      for (const fragment of this.program.finally) this.evaluate(fragment, state, events);
      for (const { value } of this.program.observations) this.evaluate(value, state, events);
    } else if (!ended && this.moves(state, false).length === 0)
      events.push(this.builtin('deadlock'));
    return events.filter((property) => this.program.properties[property]!.watched);
  }

  /** The result of a fragment; undefined after a fault, which becomes an event. */
  evaluate(fragment: Fragment, state: State, events: number[]): number | undefined {
    const own = copy(state);
    const registers = Object.assign({}, ...own.threads.map((thread) => thread.registers));
    own.threads.push({ pc: fragment.entry, registers });
    if (this.program.code[fragment.entry]!.op === 'end') return registers[fragment.result!] ?? 0;
    const [leaf] = this.run(own, own.threads.length - 1, events);
    if (leaf!.kind !== 'moved') return undefined;
    return leaf!.state.threads.at(-1)!.registers[fragment.result ?? -1] ?? 0;
  }

  builtin(name: string): number {
    return this.program.properties.findIndex(
      (property) => property.name === name && !property.declared,
    );
  }

  /** Runs on to the next place to rest; a choice splits. Changes `state` and `events`. */
  private run(state: State, thread: number, events: number[]): Leaf[] {
    const own = state.threads[thread]!;
    try {
      for (;;) {
        const instruction = this.program.code[own.pc]!;
        const choices = this.choices(instruction, state, own.registers);
        if (choices !== undefined) {
          return choices.flatMap((choose) => {
            const split = copy(state);
            choose(split, split.threads[thread]!);
            return this.goOn(split, thread, [...events]);
          });
        }
        this.execute(instruction, state, own, events);
        const next = this.program.code[own.pc]!;
        if (next.step || next.op === 'end') return [this.rested(state, thread, events)];
      }
    } catch (error) {
      return [this.stopped(error, state, events)];
    }
  }

  private goOn(state: State, thread: number, events: number[]): Leaf[] {
    const next = this.program.code[state.threads[thread]!.pc]!;
    if (next.step || next.op === 'end') return [this.rested(state, thread, events)];
    return this.run(state, thread, events);
  }

  private rested(state: State, thread: number, events: number[]): Leaf {
    if (thread < this.program.threads.length) this.rest(state, thread);
    return { kind: 'moved', state, ...told(events) };
  }

  private stopped(error: unknown, state: State, events: number[]): Leaf {
    if (!(error instanceof Stop)) throw error;
    if (error.property !== undefined) {
      const property = this.builtin(error.property);
      if (this.program.properties[property]!.watched) events.push(property);
    }
    return { kind: error.kind, state, ...told(error.kind === 'disabled' ? [] : events) };
  }

  /** Dead registers are no part of a state; a register that is zero is as good as none. */
  private rest(state: State, thread: number): void {
    const own = state.threads[thread]!;
    const { live } = this.program.code[own.pc]!;
    const kept = Object.entries(own.registers).filter(
      ([register, value]) => value !== 0 && (!this.zeroDead || live.includes(Number(register))),
    );
    own.registers = Object.fromEntries(kept);
  }

  private choices(
    instruction: Instruction,
    state: State,
    registers: Record<number, number>,
  ): ((state: State, own: State['threads'][number]) => void)[] | undefined {
    const { program } = this;
    if (instruction.op === 'choose') {
      return instruction.targets.map((to) => (_, own) => {
        own.pc = to;
      });
    }
    if (instruction.op === 'any') {
      const low = this.value(instruction.low, registers, state);
      const high = this.value(instruction.high, registers, state);
      if (low > high) throw new Stop('disabled');
      const values: number[] = [];
      for (let value = low; value <= high; value++) values.push(Number(value));
      return values.map((value) => (_, own) => {
        own.registers[instruction.to] = value;
        own.pc++;
      });
    }
    if (instruction.op !== 'allocate') return undefined;
    const { domain, members } = program.pools[instruction.pool]!;
    const status = (member: number) => program.domains[domain]!.targets[member - 1]!.status!;
    const fresh = members.find((member) => state.slots[status(member)] === 0);
    const candidates = members.filter((member) => state.slots[status(member)] === 2);
    if (fresh !== undefined) candidates.push(fresh);
    if (candidates.length === 0) throw new Stop('cut');
    return candidates.map((member) => (split, own) => {
      split.slots[status(member)] = 1;
      own.registers[instruction.to] = member;
      own.pc++;
    });
  }

  private execute(
    instruction: Instruction,
    state: State,
    own: State['threads'][number],
    events: number[],
  ): void {
    const { program } = this;
    const value = (expression: Expression) => this.value(expression, own.registers, state);
    own.pc++;
    switch (instruction.op) {
      case 'load': {
        const address = this.address(instruction.from, own.registers, state);
        instruction.to.forEach((to, index) => {
          const { range } = program.registers[to]!;
          own.registers[to] = Number(inRange(BigInt(state.slots[address + index]!), range));
        });
        break;
      }
      case 'store': {
        const address = this.address(instruction.to, own.registers, state);
        const values = instruction.values.map(value);
        for (const [index, one] of values.entries()) {
          inRange(one, program.slots[address + index]!.range);
        }
        values.forEach((one, index) => {
          state.slots[address + index] = Number(one);
        });
        break;
      }
      case 'set': {
        const { range } = program.registers[instruction.to]!;
        own.registers[instruction.to] = Number(inRange(value(instruction.value), range));
        break;
      }
      case 'jump':
        own.pc = instruction.to;
        break;
      case 'branch':
        if (value(instruction.condition) === 0n) own.pc = instruction.otherwise;
        break;
      case 'await':
        if (value(instruction.condition) === 0n) throw new Stop('disabled');
        break;
      case 'free': {
        const pointer = Number(value(instruction.value));
        if (pointer === 0) break;
        const { status } = program.domains[instruction.domain]!.targets[pointer - 1]!;
        if (status === undefined || state.slots[status] !== 1) fault('use_after_free');
        state.slots[status!] = 2;
        break;
      }
      case 'check':
        if (value(instruction.condition) !== 0n) break;
        if (program.properties[instruction.property]!.watched) events.push(instruction.property);
        if (instruction.ends) throw new Stop('ended');
        break;
      case 'mark':
        if (instruction.progress === true) events.push(progressEvent);
        break;
      default:
        break;
    }
  }

  private address(place: Place, registers: Record<number, number>, state: State): number {
    let address = place.base;
    let { status } = place;
    if (place.pointer !== undefined) {
      const pointer = Number(this.value(place.pointer.value, registers, state));
      if (pointer === 0) fault('null_dereference');
      const target = this.program.domains[place.pointer.domain]!.targets[pointer - 1]!;
      address = target.slot;
      status = target.status;
    }
    if (status !== undefined && state.slots[status] !== 1) fault('use_after_free');
    for (const { value, stride, length } of place.indices) {
      const index = this.value(value, registers, state);
      if (index < 0n || index >= BigInt(length)) fault('out_of_bounds');
      address += Number(index) * stride;
    }
    return address + place.offset;
  }

  private value(expression: Expression, registers: Record<number, number>, state: State): bigint {
    const value = (of: Expression) => this.value(of, registers, state);
    switch (expression.op) {
      case 'constant':
        return BigInt(expression.value);
      case 'register':
        return BigInt(registers[expression.register] ?? 0);
      case 'binary':
        return binary(
          expression.operator,
          value(expression.left),
          value(expression.right),
          expression.range,
        );
      case 'negate':
        return inRange(-value(expression.value), expression.range);
      case 'complement':
        return inRange(
          bits(~value(expression.value), 32, expression.range.min < 0),
          expression.range,
        );
      case 'not':
        return value(expression.value) === 0n ? 1n : 0n;
      case 'cast':
        return bits(value(expression.value), expression.bits, expression.signed);
      case 'convert':
        return inRange(value(expression.value), expression.range);
      case 'member': {
        const pointer = Number(value(expression.value));
        if (pointer === 0) fault('null_dereference');
        const slot =
          this.program.domains[expression.from]!.targets[pointer - 1]!.slot + expression.offset;
        return this.pointerTo(expression.to, slot);
      }
      case 'advance': {
        const pointer = value(expression.pointer);
        const by = value(expression.by);
        if (pointer === 0n) fault('null_dereference');
        const target = this.program.domains[expression.domain]!.targets[Number(pointer) - 1]!;
        const moved = pointer + by;
        if (moved < BigInt(target.arrayFirst) || moved > BigInt(target.arrayLast))
          fault('out_of_bounds');
        return moved;
      }
      case 'address':
        return this.pointerTo(expression.domain, this.address(expression.place, registers, state));
    }
  }

  private pointerTo(domain: number, slot: number): bigint {
    return BigInt(
      this.program.domains[domain]!.targets.findIndex((target) => target.slot === slot) + 1,
    );
  }
}

function told(events: readonly number[]): Pick<Leaf, 'events' | 'progress'> {
  return {
    events: events.filter((event) => event !== progressEvent),
    progress: events.includes(progressEvent),
  };
}

function inRange(value: bigint, { min, max }: Range): bigint {
  return value < BigInt(min) || value > BigInt(max) ? fault('overflow') : value;
}

function bits(value: bigint, count: number, signed: boolean): bigint {
  return signed ? BigInt.asIntN(count, value) : BigInt.asUintN(count, value);
}

function binary(operator: string, left: bigint, right: bigint, range: Range): bigint {
  const wrapped = (value: bigint) => inRange(bits(value, 32, range.min < 0), range);
  const count = () => (right < 0n || right > 31n ? fault('overflow') : right);
  switch (operator) {
    case '+':
      return inRange(left + right, range);
    case '-':
      return inRange(left - right, range);
    case '*':
      return inRange(left * right, range);
    case '/':
      return right === 0n ? fault('overflow') : inRange(left / right, range);
    case '%':
      return right === 0n ? fault('overflow') : inRange(left % right, range);
    case '<<':
      return inRange(left * 2n ** count(), range);
    case '>>':
      return inRange(left >> count(), range);
    case '&':
      return wrapped(left & right);
    case '|':
      return wrapped(left | right);
    case '^':
      return wrapped(left ^ right);
    case '==':
      return left === right ? 1n : 0n;
    case '!=':
      return left !== right ? 1n : 0n;
    case '<':
      return left < right ? 1n : 0n;
    case '<=':
      return left <= right ? 1n : 0n;
    case '>':
      return left > right ? 1n : 0n;
    default:
      return left >= right ? 1n : 0n;
  }
}
