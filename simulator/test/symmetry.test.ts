// What makes threads mirror each other, one thing at a time, and what keeps them apart.
import { expect, test } from 'vitest';
import { Fragments } from '../src/fragments.ts';
import type { Display, Program } from '../src/index.ts';
import { defaultLimits } from '../src/limits.ts';
import { result, Stepper } from '../src/stepper.ts';
import { analyseSymmetry } from '../src/symmetry/analyse.ts';
import { canonicalize } from '../src/symmetry/canonicalize.ts';
import { at, binary, constant, ProgramBuilder, register, through } from './builder.ts';

const id: Display = { kind: 'thread' };
const pointer: Display = { kind: 'pointer', domain: 0 };
const idRange = { min: 0, max: 9 };
const small = { min: 0, max: 3 };

/** The program with the kinds of some slots and registers said. */
function typed(
  program: Program,
  slots: Readonly<Record<number, Display>>,
  registers: Readonly<Record<number, Display>>,
): Program {
  return {
    ...program,
    slots: program.slots.map((one, slot) => ({ ...one, display: slots[slot] ?? one.display })),
    registers: program.registers.map((one, index) => ({
      ...one,
      display: registers[index] ?? one.display,
    })),
  };
}

/** The classes, or why there are none. */
function symmetryOf(program: Program): string {
  const found = analyseSymmetry(program, new Stepper(program, defaultLimits).layout);
  return 'off' in found ? found.off : found.classes.map((one) => one.join('+')).join(' ');
}

/** States and violated properties, with one state for all images or with all states. */
function explored(program: Program, isReduced: boolean) {
  const stepper = new Stepper(program, defaultLimits);
  const fragments = new Fragments(stepper);
  const symmetry = analyseSymmetry(program, stepper.layout);
  const known = new Map([[stepper.initial.join(), stepper.initial]]);
  const violated = new Set<string>();
  const note = (): void => {
    for (const { property } of stepper.machine.context.events())
      violated.add(program.properties[property]!.name);
    stepper.machine.context.eventCount = 0;
  };
  for (const words of known.values()) {
    stepper.moveTo(words);
    note();
    fragments.judge(words, stepper.allOver(words));
    note();
    for (const thread of program.threads.keys()) {
      stepper.select(thread);
      while (stepper.step()) {
        const next = stepper.next.slice();
        if (isReduced && !('off' in symmetry)) canonicalize(symmetry, next);
        if (stepper.outcome === result.moved && !known.has(next.join()))
          known.set(next.join(), next);
        note();
        stepper.back();
      }
    }
    if (!stepper.allOver(words) && !stepper.canMove()) violated.add('deadlock');
  }
  return { states: known.size, violated: [...violated].sort() };
}

/** Two threads that take a lock by its owner, and check that they still have it. */
function lockers(options: { readonly isTyped: boolean; readonly watches: number | undefined }) {
  const b = new ProgramBuilder();
  const owner = b.slot('owner', 0, idRange);
  const held = [b.register(idRange), b.register(idRange)];
  held.forEach((to, thread) => {
    b.thread(`cpu${thread}`, () => {
      b.atomic(() => {
        b.load(to, at(owner));
        b.await(binary(register(to), '==', constant(0)));
        b.store(at(owner), constant(thread + 1));
      });
      b.load(to, at(owner));
      b.mark();
      b.check(b.builtin('lock_misuse'), binary(register(to), '==', constant(thread + 1)));
      b.store(at(owner), constant(0));
    });
  });
  const { watches } = options;
  if (watches !== undefined)
    b.property(
      'owned',
      b.value((load) => binary(load(owner), '!=', constant(watches))),
    );
  const program = b.build();
  const sorts = options.isTyped ? { [held[0]!]: id, [held[1]!]: id } : {};
  const fragment = watches === undefined ? {} : { [program.registers.length - 1]: id };
  return typed(program, { [owner]: id }, { ...sorts, ...fragment });
}

// Where only the initial and the last state are images of themselves, 16 states have 9 orbits, and
// where it is the initial one alone, 71 have 36.
test('the owner of a lock is renamed with its thread', () => {
  const program = lockers({ isTyped: true, watches: undefined });
  expect(symmetryOf(program)).toBe('0+1');
  expect(explored(program, false)).toEqual({ states: 16, violated: [] });
  expect(explored(program, true)).toEqual({ states: 9, violated: [] });
});

test('an id that is kept as a number is no id', () => {
  expect(symmetryOf(lockers({ isTyped: false, watches: undefined }))).toBe(
    'threads cpu0 and cpu1 do not mirror each other: they differ at test.race:1',
  );
});

test('a property that names one thread tells them apart', () => {
  expect(symmetryOf(lockers({ isTyped: true, watches: 2 }))).toContain(
    'property owned tells them apart',
  );
  expect(explored(lockers({ isTyped: true, watches: 2 }), true).violated).toEqual(['owned']);
});

/** Two threads that remember, in a register, who came first, and look there once more. */
function rememberers(initial: readonly [number, number]) {
  const b = new ProgramBuilder();
  const first = b.slot('first', 0, idRange);
  const own = initial.map((value, thread) => b.slot(`own${thread}`, value, small));
  const registers = own.map((slot, thread) => {
    const seen = b.register(idRange);
    const now = b.register(idRange);
    const value = b.register(small);
    b.thread(`cpu${thread}`, () => {
      b.store(at(first), constant(thread + 1));
      b.load(seen, at(first));
      b.load(now, at(first));
      b.check(b.builtin('warning'), binary(register(seen), '==', register(now)));
      b.load(value, at(slot));
      b.check(b.builtin('assertion'), binary(register(value), '!=', constant(2)));
      b.store(at(slot), binary(register(value), '&', constant(1), small));
    });
    return [seen, now];
  });
  const ids = Object.fromEntries(registers.flat().map((one) => [one, id]));
  return typed(b.build(), { [first]: id }, ids);
}

test('ids in registers are renamed with their threads', () => {
  const program = rememberers([1, 1]);
  expect(symmetryOf(program)).toBe('0+1');
  const full = explored(program, false);
  expect(explored(program, true)).toEqual({ states: 36, violated: full.violated });
  expect(full).toEqual({ states: 71, violated: ['warning'] });
});

test('threads that begin with other values are no mirror images', () => {
  expect(symmetryOf(rememberers([1, 2]))).toContain('own0 and own1 begin differently');
  expect(explored(rememberers([1, 2]), true).violated).toEqual(['assertion', 'warning']);
});

/** Two threads with an object each, reached through a pointer that the other one may have set. */
function owners(options: { readonly sameOrder: boolean; readonly isCompared: boolean }) {
  const b = new ProgramBuilder();
  const head = b.slot('head', 0, small);
  const objects = [0, 1].map((index) => b.slot(`object${index}`, 0, small));
  const domain = b.domain(
    'object',
    objects.map((slot) => ({ slot })),
  );
  const registers = objects.map((_, thread) => {
    const to = b.register({ min: 0, max: 2 });
    b.thread(`cpu${thread}`, () => {
      b.store(at(head), constant(options.sameOrder ? thread + 1 : 1));
      b.load(to, at(head));
      if (options.isCompared) b.check(b.builtin('warning'), binary(register(to), '<', constant(2)));
      b.store(through(domain, register(to)), constant(1));
    });
    return to;
  });
  const sorts = Object.fromEntries(registers.map((one) => [one, pointer]));
  return typed(b.build(), { [head]: pointer }, sorts);
}

test('objects move with the pointers to them', () => {
  const program = owners({ sameOrder: true, isCompared: false });
  expect(symmetryOf(program)).toBe('0+1');
  const { states } = explored(program, false);
  expect(states).toBe(37);
  expect(explored(program, true).states).toBe(19);
});

test('pointers in an order are numbers', () => {
  const program = owners({ sameOrder: true, isCompared: true });
  expect(symmetryOf(program)).toContain('object is used as a number');
  expect(explored(program, true).violated).toEqual(['warning']);
});

test('what nobody owns stays where it is', () => {
  expect(symmetryOf(owners({ sameOrder: false, isCompared: true }))).toBe('0+1');
});

test('a thread that waits for one of them keeps them apart', () => {
  const b = new ProgramBuilder();
  const done = [0, 1].map((index) => b.slot(`done${index}`, 0, small));
  for (const [thread, slot] of done.entries())
    b.thread(`cpu${thread}`, () => b.store(at(slot), constant(1)));
  const seen = b.register(small);
  b.thread('watcher', () => b.load(seen, at(done[1]!)));
  expect(symmetryOf(b.build())).toContain('would stand for two slots');
});

test('objects that are still to be allocated in an order stay where they are', () => {
  const b = new ProgramBuilder();
  const members = [0, 1].map((index) => ({
    slot: b.slot(`page${index}`, 0, small),
    status: b.slot(`page${index}.status`, 0, small),
  }));
  const domain = b.domain('page', members);
  const pool = b.pool('pages', domain, [1, 2]);
  const registers = members.map((_, thread) => {
    const to = b.register(small);
    b.thread(`cpu${thread}`, () => {
      b.allocate(to, pool);
      b.store(through(domain, constant(thread + 1)), constant(1));
    });
    return to;
  });
  const sorts = Object.fromEntries(registers.map((one) => [one, pointer]));
  expect(symmetryOf(typed(b.build(), {}, sorts))).toContain('pool pages is allocated in an order');
});

test('a schedule names threads', () => {
  const program = lockers({ isTyped: true, watches: undefined });
  expect(symmetryOf({ ...program, schedule: [0] })).toBe('the schedule names threads');
});

test('an observation that shows an id tells them apart', () => {
  const b = new ProgramBuilder();
  const owner = b.slot('owner', 0, idRange);
  for (const thread of [0, 1])
    b.thread(`cpu${thread}`, () => b.store(at(owner), constant(thread + 1)));
  const seen = b.register(idRange);
  const value = b.fragment(seen, () => b.load(seen, at(owner)));
  b.observe('owner', value);
  const program = typed(b.build(), { [owner]: id }, { [seen]: id });
  expect(symmetryOf(program)).toContain('the id of a thread is used as a number');
  expect(symmetryOf({ ...program, observations: [] })).toBe('0+1');
});

/** Two objects of a pool, each with a part that has pointers of its own; a part is freed with all. */
test('an object moves as a whole, its parts that nobody gets to through it included', () => {
  const b = new ProgramBuilder();
  const objects = [0, 1].map((index) => ({
    slot: b.slot(`object${index}`, 0, small),
    part: b.slot(`object${index}.part`, 0, small),
    status: b.slot(`object${index}.status`, 1, small),
  }));
  const head = b.slot('head', 0, small);
  const whole = b.domain(
    'object',
    objects.map(({ slot, status }) => ({ slot, status })),
  );
  const parts = b.domain(
    'part',
    objects.map(({ part, status }) => ({ slot: part, status })),
  );
  const registers = objects.map((_, thread) => {
    const to = b.register(small);
    b.thread(`cpu${thread}`, () => {
      b.free(whole, constant(thread + 1));
      b.load(to, at(head));
      b.store(through(parts, register(to)), constant(1));
    });
    return to;
  });
  const part: Display = { kind: 'pointer', domain: parts };
  const sorts = Object.fromEntries(registers.map((one) => [one, part]));
  expect(symmetryOf(typed(b.build(), { [head]: part }, sorts))).toContain(
    'does not move as a whole',
  );
});

/** Two threads, each made by the same maker with its own number; slot 0 holds an id. */
function pair(make: (b: ProgramBuilder, thread: number, x: number) => void): Program {
  const b = new ProgramBuilder();
  b.slot('id', 0, idRange);
  const x = b.slot('x', 0, small);
  for (const thread of [0, 1]) b.thread(`cpu${thread}`, () => make(b, thread, x));
  return typed(b.build(), { 0: id }, {});
}

const apart: Readonly<Record<string, (b: ProgramBuilder, thread: number, x: number) => void>> = {
  'another property checked': (b, thread) =>
    b.check(b.builtin(thread === 0 ? 'warning' : 'assertion'), constant(1)),
  'a check that ends one': (b, thread) => b.check(b.builtin('warning'), constant(1), thread === 0),
  'another operator': (b, thread, x) =>
    b.store(at(x), binary(constant(1), thread === 0 ? '+' : '-', constant(1))),
  'another range': (b, thread, x) =>
    b.store(at(x), binary(constant(1), '+', constant(1), thread === 0 ? small : idRange)),
  'a step more': (b, thread) => (thread === 0 ? b.mark() : b.set(b.register(), constant(0))),
  'an atomic group': (b, thread, x) => {
    const both = (): void => {
      b.mark();
      b.store(at(x), constant(1));
    };
    if (thread === 0) b.atomic(both);
    else [b.mark, both].forEach((one) => void one.call(b));
  },
  'an id read as a number': (b) => b.load(b.register(idRange), at(0)),
  'a number written as an id': (b, _thread, x) => {
    const value = b.register(small);
    b.load(value, at(x));
    b.store(at(0), register(value));
  },
};

test.each(Object.entries(apart))('%s keeps threads apart', (_, make) => {
  expect(symmetryOf(pair(make))).toContain('do not mirror each other');
});

test('what begins with a write is not looked at', () => {
  const program = pair((b, _thread, x) => b.store(at(x), constant(1)));
  const code = program.code.map((one) => (one.op === 'store' ? { ...one, step: false } : one));
  expect(symmetryOf({ ...program, code })).toBe(
    'a thread does more than read before its first step',
  );
});

test('livelock is asked of every thread', () => {
  const program = pair((b) => b.mark());
  const properties = program.properties.map((one) =>
    one.name === 'livelock' ? { ...one, watched: true } : { ...one, watched: false },
  );
  expect(symmetryOf({ ...program, properties })).toContain('fairness');
});

test('an id that its variable cannot always hold is a number', () => {
  const narrow = { min: 0, max: 1 };
  const program = pair((b, thread) => b.store(at(0), constant(thread + 1)));
  const slots = program.slots.map((one, slot) => (slot === 0 ? { ...one, range: narrow } : one));
  expect(symmetryOf({ ...program, slots })).toContain('id cannot hold every value');
});

test('a property that looks at a variable of a thread tells them apart', () => {
  const b = new ProgramBuilder();
  const x = b.slot('x', 0, small);
  const values = [0, 1].map((thread) => {
    const value = b.register(small);
    b.thread(`cpu${thread}`, () => {
      b.load(value, at(x));
      b.store(at(x), register(value));
    });
    return value;
  });
  b.property(
    'register',
    b.fragment(values[0], () => undefined),
  );
  expect(symmetryOf(b.build())).toBe('a property reads the variables of a thread');
});

test('elements keep their order where pointers step from one to the next', () => {
  const b = new ProgramBuilder();
  const slots = [0, 1].map((index) => b.slot(`element${index}`, 0, small));
  const array = { arrayFirst: 1, arrayLast: 2 };
  const domain = b.domain(
    'element',
    slots.map((slot) => ({ slot, ...array })),
  );
  const registers = slots.map((_, thread) => {
    const to = b.register({ min: 0, max: 2 });
    b.thread(`cpu${thread}`, () => {
      const own = constant(thread + 1);
      b.set(to, { op: 'advance', domain, pointer: own, by: constant(0) });
      b.store(through(domain, register(to)), constant(1));
    });
    return to;
  });
  const sorts = Object.fromEntries(registers.map((one) => [one, pointer]));
  expect(symmetryOf(typed(b.build(), {}, sorts))).toContain('the array of element0 is reordered');
});

test('what an object points to moves with it, and its fields do, reached or not', () => {
  const b = new ProgramBuilder();
  const leaves = [0, 1].map((index) => b.slot(`leaf${index}`, 0, small));
  const tops = [2, 3].map((_, index) => b.slot(`top${index}`, index + 1, small));
  const leaf = b.domain(
    'leaf',
    leaves.map((slot) => ({ slot })),
  );
  const top = b.domain(
    'top',
    tops.map((slot) => ({ slot })),
  );
  const registers = tops.map((_, thread) => {
    const to = b.register(small);
    b.thread(`cpu${thread}`, () => {
      b.load(to, through(top, constant(thread + 1)));
      b.store(through(leaf, register(to)), constant(1));
    });
    return to;
  });
  const sorts = Object.fromEntries(registers.map((one) => [one, pointer]));
  const program = typed(b.build(), { [tops[0]!]: pointer, [tops[1]!]: pointer }, sorts);
  expect(symmetryOf(program)).toBe('0+1');
  const { states } = explored(program, false);
  expect(states).toBe(9);
  expect(explored(program, true).states).toBe(6);
});
