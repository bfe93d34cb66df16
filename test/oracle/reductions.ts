// Small programs that each part of the reduction is there for, and the reduction with that part left
// out, or wrong.
import type { Program } from '../../simulator/src/program.ts';
import type { Independence } from '../../simulator/src/reduction/independence.ts';
import {
  at,
  binary,
  constant,
  not,
  ProgramBuilder,
  register,
  through,
} from '../../simulator/test/builder.ts';

/** What is put in the place of what the analysis found. */
export type Change = (found: Independence, program: Program) => Partial<Independence>;

export const mutations: Readonly<Record<string, Change>> = {
  'others change nothing that is touched': () => ({ writes: () => 0n }),
  'others read nothing that is changed': ({ writes }) => ({ accesses: writes }),
  'no sticky places': () => ({ isSticky: () => false }),
  'nothing is visible': ({ isVisible }) => ({ isVisible: isVisible.map(() => 0) }),
  'cells are settled at another value': ({ writeOnce }) => ({
    writeOnce: writeOnce.map(({ slot, mask, value }) => ({ slot, mask, value: ~value & mask & 1 })),
  }),
  'the future is the next step': ({ accesses, writes }, { code }) => {
    const ownOf = (of: Independence['accesses']): Independence['accesses'] => {
      return (frozen, thread, pc) => {
        if (code[pc]?.op === 'end') return 0n;
        const own = of(frozen, thread, pc);
        const after = code.findIndex(({ step, op }, at) => at > pc && (step || op === 'end'));
        return own & ~of(frozen, thread, after);
      };
    };
    return { accesses: ownOf(accesses), writes: ownOf(writes) };
  },
};

interface Regression {
  readonly build: () => Program;
  /** The mutations that give another answer here. */
  readonly noticed: readonly string[];
}

interface Shared {
  readonly b: ProgramBuilder;
  readonly slot: (name: string) => number;
}

/** A program that observes all its slots. */
function program(body: (shared: Shared) => void): Program {
  const b = new ProgramBuilder();
  const slots: number[] = [];
  const slot = (name: string): number => {
    const created = b.slot(name, 0, { min: 0, max: 3 });
    slots.push(created);
    return created;
  };
  body({ b, slot });
  for (const one of slots) {
    b.observe(
      `x${one}`,
      b.value((load) => load(one)),
    );
  }
  return b.build();
}

const copy = (b: ProgramBuilder, from: number, to: number): void => {
  const value = b.register({ min: 0, max: 3 });
  b.load(value, at(from));
  b.store(at(to), register(value));
};

const put = (b: ProgramBuilder, slot: number, value = 1): void =>
  b.store(at(slot), constant(value));

const awaitSet = (b: ProgramBuilder, slot: number): void => {
  const value = b.register({ min: 0, max: 3 });
  b.atomic(() => {
    b.load(value, at(slot));
    b.await(register(value));
  });
};

export const regressions: Readonly<Record<string, Regression>> = {
  'a read before or after a write': {
    noticed: ['others change nothing that is touched'],
    build: () =>
      program(({ b, slot }) => {
        const [x, y] = [slot('x'), slot('y')];
        b.thread('reader', () => copy(b, x, y));
        b.thread('writer', () => put(b, x));
      }),
  },
  'a write before or after a read': {
    noticed: ['others read nothing that is changed'],
    build: () =>
      program(({ b, slot }) => {
        const [x, y] = [slot('x'), slot('y')];
        b.thread('writer', () => put(b, x));
        b.thread('reader', () => copy(b, x, y));
      }),
  },
  'a read that comes later': {
    noticed: ['the future is the next step', 'others read nothing that is changed'],
    build: () =>
      program(({ b, slot }) => {
        const [x, y] = [slot('x'), slot('y')];
        b.thread('writer', () => put(b, x));
        b.thread('reader', () => {
          b.mark();
          copy(b, x, y);
        });
      }),
  },
  'a loop that nothing stops': {
    noticed: ['no sticky places'],
    build: () =>
      program(({ b, slot }) => {
        const x = slot('x');
        b.thread('runner', () => {
          b.label('again');
          b.mark();
          b.jump('again');
        });
        b.thread('writer', () => {
          put(b, x);
          b.check(b.builtin('assertion'), constant(0));
        });
      }),
  },
  'a counter that goes up and down for ever': {
    noticed: ['no sticky places'],
    build: () =>
      program(({ b, slot }) => {
        const x = slot('x');
        const counter = b.register({ min: 0, max: 3 });
        b.thread('runner', () => {
          b.label('again');
          b.mark();
          b.set(counter, binary(register(counter), '+', constant(1)));
          b.mark();
          b.set(counter, binary(register(counter), '-', constant(1)));
          b.jump('again');
        });
        b.thread('writer', () => {
          put(b, x);
          b.check(b.builtin('assertion'), constant(0));
        });
      }),
  },
  'a loop that counts in some of its rounds': {
    noticed: ['no sticky places'],
    build: () =>
      program(({ b, slot }) => {
        const x = slot('x');
        const counter = b.register({ min: 0, max: 3 });
        b.thread('runner', () => {
          b.label('again');
          b.mark();
          b.branch(binary(register(counter), '<', constant(2)), 'again');
          b.set(counter, binary(register(counter), '+', constant(1)));
          b.jump('again');
        });
        b.thread('writer', () => {
          put(b, x);
          b.check(b.builtin('assertion'), constant(0));
        });
      }),
  },
  'a loop that counts, and begins again': {
    noticed: ['no sticky places'],
    build: () =>
      program(({ b, slot }) => {
        const x = slot('x');
        const counter = b.register({ min: 0, max: 3 });
        b.thread('runner', () => {
          b.label('again');
          b.set(counter, constant(0));
          b.label('more');
          b.mark();
          b.set(counter, binary(register(counter), '+', constant(1)));
          b.branch(binary(register(counter), '<', constant(2)), 'again');
          b.jump('more');
        });
        b.thread('writer', () => {
          put(b, x);
          b.check(b.builtin('assertion'), constant(0));
        });
      }),
  },
  'a state between two steps that have nothing to do with each other': {
    noticed: ['nothing is visible'],
    build: () =>
      program(({ b, slot }) => {
        const [x, y] = [slot('x'), slot('y')];
        b.property(
          'order',
          b.value((load) => not(binary(binary(load(x), '==', constant(0)), '&', load(y)))),
        );
        b.thread('first', () => put(b, x));
        b.thread('second', () => put(b, y));
      }),
  },
  'a witness of one order of such steps': {
    noticed: ['nothing is visible'],
    build: () =>
      program(({ b, slot }) => {
        const [x, y] = [slot('x'), slot('y')];
        b.witness(
          'order',
          b.value((load) => binary(binary(load(x), '==', constant(0)), '&', load(y))),
        );
        b.thread('first', () => put(b, x));
        b.thread('second', () => put(b, y));
      }),
  },
  'a flag that is set once': {
    noticed: ['cells are settled at another value'],
    build: () =>
      program(({ b, slot }) => {
        const [flag, y] = [slot('flag'), slot('y')];
        b.thread('reader', () => copy(b, flag, y));
        b.thread('setter', () => put(b, flag));
      }),
  },
  'a flag that was read before it was set': {
    noticed: ['cells are settled at another value'],
    build: () =>
      program(({ b, slot }) => {
        const [flag, x, y] = [slot('flag'), slot('x'), slot('y')];
        const seen = b.register({ min: 0, max: 3 });
        b.thread('setter', () => {
          put(b, flag);
          copy(b, x, y);
        });
        b.thread('reader', () => {
          b.load(seen, at(flag));
          b.mark();
          b.branch(not(register(seen)), 'set');
          put(b, x);
          b.label('set');
        });
      }),
  },
  'an object that is freed while another follows a pointer to it': {
    noticed: ['others change nothing that is touched'],
    build: () =>
      program(({ b, slot }) => {
        const published = slot('p');
        const status = b.slot('q.status', 0, { min: 0, max: 2 });
        const domain = b.domain('object', [{ slot: b.slot('q.value'), status }]);
        const pool = b.pool('q', domain, [1]);
        const [own, seen] = [b.register({ min: 0, max: 1 }), b.register({ min: 0, max: 3 })];
        b.thread('reader', () => {
          b.load(seen, at(published));
          b.branch(register(seen), 'none');
          b.load(seen, through(domain, register(seen)));
          b.label('none');
        });
        b.thread('owner', () => {
          b.allocate(own, pool);
          b.store(at(published), register(own));
          b.free(domain, register(own));
        });
      }),
  },
  'more slots to race for than there are classes': {
    noticed: ['others change nothing that is touched'],
    build: () =>
      program(({ b, slot }) => {
        const slots = Array.from({ length: 70 }, (_, index) => slot(`x${index}`));
        const sum = b.slot('sum', 0, { min: 0, max: 70 });
        const total = b.register({ min: 0, max: 70 });
        const value = b.register({ min: 0, max: 3 });
        b.thread('writer', () => {
          for (const one of slots) put(b, one);
        });
        b.thread('reader', () => {
          b.atomic(() => {
            b.set(total, constant(0));
            for (const one of slots) {
              b.load(value, at(one));
              b.set(total, binary(register(total), '+', register(value)));
            }
          });
          b.store(at(sum), register(total));
        });
      }),
  },
  'a thread that waits for one outside': {
    noticed: ['others change nothing that is touched'],
    build: () =>
      program(({ b, slot }) => {
        const [x, y] = [slot('x'), slot('y')];
        b.thread('first', () => put(b, y));
        b.thread('waiting', () => {
          awaitSet(b, x);
          put(b, y, 2);
        });
        b.thread('waking', () => put(b, x));
      }),
  },
  'a step that can only end the run': {
    noticed: [],
    build: () =>
      program(({ b, slot }) => {
        const x = slot('x');
        b.thread('failing', () => {
          b.mark();
          b.check(b.builtin('assertion'), constant(0), true);
        });
        b.thread('writer', () => {
          put(b, x);
          b.check(b.builtin('warning'), constant(0));
        });
      }),
  },
};
