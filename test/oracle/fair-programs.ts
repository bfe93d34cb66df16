// Generated programs that go round: spinning, trying, backing off, waiting; with properties of
// liveness over their slots.
import * as fc from 'fast-check';
import type { Fragment, Program } from '../../simulator/src/program.ts';
import { at, binary, constant, ProgramBuilder, register } from '../../simulator/test/builder.ts';

type Statement =
  | { kind: 'store'; slot: number; value: number }
  | { kind: 'flip'; slot: number }
  | { kind: 'spin'; slot: number; value: number; progress: boolean }
  | { kind: 'await'; slot: number; value: number }
  | { kind: 'retry'; slot: number; value: number }
  | { kind: 'progress' }
  | { kind: 'choose'; left: Statement[]; right: Statement[] }
  | { kind: 'fail'; slot: number; value: number };

export interface FairScenario {
  initial: number[];
  threads: { body: Statement[]; forever: boolean }[];
  eventually: Question;
  answered: Question;
  asked: Question;
  schedule: number[];
}

interface Question {
  slot: number;
  value: number;
  /** Divided by that slot instead, so that it faults where the slot is 0. */
  faults: boolean;
}

const slots = 3;
const range = { min: 0, max: 2 };
const slot = fc.nat(slots - 1);
const value = fc.nat(2);
const kind = <Kind extends string>(name: Kind) => fc.constant(name);

const { statement } = fc.letrec<{ statement: Statement }>((tie) => {
  const block = fc.array(tie('statement'), { maxLength: 2 });
  return {
    statement: fc.oneof(
      { maxDepth: 2 },
      { weight: 4, arbitrary: fc.record({ kind: kind('store'), slot, value }) },
      { weight: 2, arbitrary: fc.record({ kind: kind('flip'), slot }) },
      {
        weight: 2,
        arbitrary: fc.record({ kind: kind('spin'), slot, value, progress: fc.boolean() }),
      },
      { weight: 2, arbitrary: fc.record({ kind: kind('await'), slot, value }) },
      { weight: 2, arbitrary: fc.record({ kind: kind('retry'), slot, value }) },
      { weight: 1, arbitrary: fc.record({ kind: kind('progress') }) },
      { weight: 1, arbitrary: fc.record({ kind: kind('choose'), left: block, right: block }) },
      { weight: 1, arbitrary: fc.record({ kind: kind('fail'), slot, value }) },
    ),
  };
});

const often = fc.constantFrom(false, false, false, false, true);
const question = fc.record({ slot, value, faults: often });

/** Up to `statements` statements a thread, nested ones not counted. */
export function fairScenarios(statements: number): fc.Arbitrary<FairScenario> {
  const body = fc.array(statement, { minLength: 1, maxLength: statements });
  return fc.record({
    initial: fc.array(value, { minLength: slots, maxLength: slots }),
    threads: fc.array(fc.record({ body, forever: fc.boolean() }), { minLength: 1, maxLength: 3 }),
    eventually: question,
    answered: question,
    asked: question,
    schedule: fc.oneof(
      { weight: 5, arbitrary: fc.constant<number[]>([]) },
      { weight: 1, arbitrary: fc.array(fc.nat(1), { minLength: 1, maxLength: 3 }) },
    ),
  });
}

/** The Program of a scenario, with `livelock`, `eventually` and `leads_to` watched. */
export function fairProgram(scenario: FairScenario): Program {
  const b = new ProgramBuilder();
  scenario.initial.forEach((initial, index) => {
    b.slot(`x${index}`, initial, range);
  });
  b.watch('livelock');
  const { eventually, asked, answered } = scenario;
  b.live('eventually', { kind: 'eventually', goal: ask(b, eventually) });
  b.live('leads_to', { kind: 'leads_to', trigger: ask(b, asked), goal: ask(b, answered) });
  scenario.threads.forEach(({ body, forever }, thread) => {
    b.thread(`t${thread}`, () => {
      const lowering = new Lowering(b, `t${thread}`);
      b.label(`t${thread}`);
      lowering.block(body);
      // Local code alone must not go round.
      if (forever) b.mark();
      if (forever) b.jump(`t${thread}`);
    });
  });
  b.schedule = scenario.schedule.filter((thread) => thread < scenario.threads.length);
  return b.build();
}

function ask(b: ProgramBuilder, { slot, value, faults }: Question): Fragment {
  return b.value((load) =>
    faults ? binary(constant(value), '/', load(slot)) : binary(load(slot), '==', constant(value)),
  );
}

class Lowering {
  private readonly b: ProgramBuilder;
  private readonly name: string;
  private readonly to: number;
  private labels = 0;

  constructor(b: ProgramBuilder, name: string) {
    this.b = b;
    this.name = name;
    this.to = b.register(range);
  }

  block(body: readonly Statement[]): void {
    for (const one of body) this.statement(one);
  }

  private statement(one: Statement): void {
    const { b, to } = this;
    switch (one.kind) {
      case 'store':
        b.store(at(one.slot), constant(one.value));
        break;
      case 'flip':
        b.load(to, at(one.slot));
        b.store(at(one.slot), binary(constant(2), '-', register(to)));
        break;
      case 'spin':
        this.spin(one);
        break;
      case 'await':
        b.atomic(() => {
          b.load(to, at(one.slot));
          b.await(binary(register(to), '==', constant(one.value)));
        });
        break;
      case 'retry':
        this.retry(one);
        break;
      case 'progress':
        b.mark();
        b.progress();
        break;
      case 'choose':
        this.choose(one);
        break;
      case 'fail':
        b.load(to, at(one.slot));
        b.check(b.builtin('assertion'), binary(register(to), '!=', constant(one.value)), true);
        break;
    }
  }

  private spin({ slot, value, progress }: Extract<Statement, { kind: 'spin' }>): void {
    const { b, to } = this;
    const [begin, end] = [this.label(), this.label()];
    b.label(begin);
    b.load(to, at(slot));
    b.branch(binary(register(to), '!=', constant(value)), end);
    if (progress) b.progress();
    b.jump(begin);
    b.label(end);
  }

  /** Takes the slot if it has the value; else the thread begins anew. */
  private retry({ slot, value }: Extract<Statement, { kind: 'retry' }>): void {
    const { b, to } = this;
    const [taken, end] = [this.label(), this.label()];
    b.atomic(() => {
      b.load(to, at(slot));
      b.branch(binary(register(to), '!=', constant(value)), taken);
    });
    b.mark();
    b.jump(this.name);
    b.label(taken);
    b.store(at(slot), binary(constant(2), '-', register(to)));
    b.label(end);
  }

  private choose({ left, right }: Extract<Statement, { kind: 'choose' }>): void {
    const { b } = this;
    const [first, second, end] = [this.label(), this.label(), this.label()];
    b.choose(first, second);
    b.label(first);
    this.block(left);
    b.jump(end);
    b.label(second);
    this.block(right);
    b.label(end);
  }

  private label(): string {
    return `${this.name}.${this.labels++}`;
  }
}
