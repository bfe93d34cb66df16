// The instructions of one step, or of a fragment, as the body of a C function. It works on the copy
// of the state in m[] and r[], and returns where the thread rests next or why it does not.
import type { Instruction, Pc, Program, RegisterId } from '@racewalk/simulator';
import { type CodeNames, ExpressionCode, within } from './expression-code.ts';
import { commentText } from './names.ts';
import { arity, instructionAt, isRest, type StepGraph } from './step-graph.ts';

export interface StepFunction {
  readonly lines: readonly string[];
  /** Whether it can end the run. */
  readonly stops: boolean;
}

/** `thread` is undefined for a fragment, whose registers nobody needs afterwards. */
export function stepFunction(
  program: Program,
  names: CodeNames,
  graph: StepGraph,
  start: { readonly pc: Pc; readonly thread: number | undefined },
): StepFunction {
  const code = new StepCode(program, names, start.thread);
  code.instructions(graph, start.pc);
  const temporaries = Array.from({ length: code.temporaries }, (_, index) => `t${index + 1}`);
  const declared = temporaries.length === 0 ? [] : [`i64 ${temporaries.join(', ')};`];
  return { lines: [...declared, ...code.lines], stops: code.stops };
}

class StepCode extends ExpressionCode {
  private readonly thread: number | undefined;
  private targets = new Set<Pc>();

  constructor(program: Program, names: CodeNames, thread: number | undefined) {
    super(program, names);
    this.thread = thread;
  }

  instructions({ inside }: StepGraph, start: Pc): void {
    this.targets = this.jumpedTo(inside);
    const first = inside[0];
    if (first !== start) {
      this.targets.add(start);
      this.line(`goto L${start};`);
    }
    inside.forEach((pc, index) => {
      if (this.targets.has(pc)) this.lines.push(`L${pc}: ;`);
      this.instruction(pc, inside[index + 1]);
    });
  }

  /** Places that are not simply the next line. */
  private jumpedTo(inside: readonly Pc[]): Set<Pc> {
    const targets = new Set<Pc>();
    inside.forEach((pc, index) => {
      const instruction = instructionAt(this.program, pc);
      if (instruction.op === 'choose') for (const to of instruction.targets) targets.add(to);
      if (instruction.op === 'branch') targets.add(instruction.otherwise);
      const next = instruction.op === 'jump' ? instruction.to : pc + 1;
      if (next !== inside[index + 1] || instruction.op === 'branch') targets.add(next);
    });
    return targets;
  }

  private instruction(pc: Pc, following: Pc | undefined): void {
    const instruction = instructionAt(this.program, pc);
    if ('text' in instruction && instruction.text !== '')
      this.line(`/* ${commentText(instruction.text)} */`);
    switch (instruction.op) {
      case 'jump':
        this.goTo(pc, instruction.to, following);
        return;
      case 'branch':
        this.line(
          `if (${this.value(instruction.condition)} == 0) ${this.jump(pc, instruction.otherwise)}`,
        );
        break;
      case 'choose':
        instruction.targets.forEach((to, index) => {
          if (index === 0) this.line(`chosen = digit(${instruction.targets.length});`);
          this.line(`if (chosen == ${index}) ${this.jump(pc, to)}`);
        });
        this.line('return no_step;');
        return;
      case 'end':
        // A fragment without instructions.
        this.line('return 0;');
        return;
      default:
        this.effect(instruction);
    }
    this.goTo(pc, pc + 1, following);
  }

  private goTo(pc: Pc, to: Pc, following: Pc | undefined): void {
    // Even what stands in the next line is not inside where the step goes round to its beginning.
    if (to !== following || isRest(this.program, to)) this.line(this.jump(pc, to));
  }

  private jump(pc: Pc, to: Pc): string {
    if (isRest(this.program, to))
      return this.thread === undefined ? 'return 0;' : `return arrived(rest_${to}());`;
    return to <= pc ? `{ turn(); goto L${to}; }` : `goto L${to};`;
  }

  private effect(instruction: Instruction): void {
    switch (instruction.op) {
      case 'load':
        this.load(instruction);
        break;
      case 'store':
        this.store(instruction);
        break;
      case 'set': {
        const value = this.value(instruction.value);
        const range = this.program.registers[instruction.to]?.range;
        if (range !== undefined && !within(this.rangeOf(instruction.value), range))
          this.checked(value, range);
        this.line(`${this.register(instruction.to)} = ${value};`);
        break;
      }
      case 'await':
        this.line(`if (${this.value(instruction.condition)} == 0) return no_step;`);
        break;
      case 'any': {
        const low = this.value(instruction.low);
        this.line(`if (${low} > ${this.value(instruction.high)}) return no_step;`);
        const count = arity(this.program, instruction);
        this.line(`${this.register(instruction.to)} = ${low} + digit(${count});`);
        break;
      }
      case 'allocate':
        this.allocate(instruction);
        break;
      case 'free':
        this.line(
          `chosen = release(status_${instruction.domain}, ${this.value(instruction.value)});`,
        );
        this.fault('!chosen', 'use_after_free');
        break;
      case 'check':
        this.check(instruction);
        break;
      default:
        break;
    }
  }

  private register(register: RegisterId): string {
    return `r[${this.names.registers[register] ?? ''}]`;
  }

  private load({ to, from }: Extract<Instruction, { op: 'load' }>): void {
    const { text, known } = this.address(from);
    to.forEach((register, index) => {
      const slot = known === undefined ? undefined : known + index;
      const cell = this.cell(text, slot, index);
      const range = this.program.registers[register]?.range;
      const held = slot === undefined ? undefined : this.program.slots[slot]?.range;
      if (range !== undefined && (held === undefined || !within(held, range)))
        this.checked(cell, range);
      this.line(`${this.register(register)} = ${cell};`);
    });
  }

  private store({ to, values }: Extract<Instruction, { op: 'store' }>): void {
    const { text, known } = this.address(to);
    const held = values.map((value) => this.value(value));
    values.forEach((value, index) => {
      const one = held[index] ?? '';
      if (known === undefined) {
        const at = `${text} + ${index}`;
        this.fault(`${one} < min_of[${at}] || ${one} > max_of[${at}]`, 'overflow');
        return;
      }
      const range = this.program.slots[known + index]?.range;
      if (range !== undefined && !within(this.rangeOf(value), range)) this.checked(one, range);
    });
    held.forEach((one, index) => {
      const slot = known === undefined ? undefined : known + index;
      this.line(`${this.cell(text, slot, index)} = ${one};`);
    });
  }

  private cell(text: string, slot: number | undefined, index: number): string {
    if (slot !== undefined) return `m[${this.names.slots[slot] ?? ''}]`;
    return index === 0 ? `m[${text}]` : `m[${text} + ${index}]`;
  }

  private allocate({ pool, to }: Extract<Instruction, { op: 'allocate' }>): void {
    const { domain = 0, members = [] } = this.program.pools[pool] ?? {};
    const count = members.length;
    this.stops = true;
    this.line(`chosen = candidates(members_${pool}, ${count}, status_${domain});`);
    this.line(`if (chosen == 0) return exhausted(${pool});`);
    this.line(`chosen = allocate(digit(${count}), members_${pool}, ${count}, status_${domain});`);
    this.line('if (chosen == 0) return no_step;');
    this.line(`${this.register(to)} = chosen;`);
  }

  private check({ property, condition, ends }: Extract<Instruction, { op: 'check' }>): void {
    const value = this.value(condition);
    const watched = this.program.properties[property]?.watched === true ? property : -1;
    if (ends) {
      this.stops = true;
      this.line(`if (${value} == 0) return fault(${watched});`);
    } else this.line(`if (${value} == 0) event(${watched});`);
  }
}
