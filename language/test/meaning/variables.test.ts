// What a debugger shows of an open call: its locals and parameters, and where their values are.
import { formatValue, type Program, Replayer, type State, validate } from '@racewalk/simulator';
import { describe, expect, it } from 'vitest';
import type { Compilation, FrameVariable } from '../../src/analysis.ts';
import { compile } from './check.ts';

const globals = `
struct page { int flags; };
typedef struct { struct page *page; bool write; } pte_t;
struct page one;
struct page two;
int x = 3;
pte_t entry;

static void fill(int *out, pte_t *pte, int by)
{
  *out = x + by;
  pte->write = true;
  *out = *out + x;
}
`;

interface Stop {
  readonly compilation: Compilation;
  readonly program: Program;
  readonly state: State;
}

/** The state behind so many steps of the first thread. */
function stopAfter(source: string, steps: number): Stop {
  const compilation = compile(source);
  const { program } = compilation;
  if (program === undefined) throw new Error('not compiled');
  validate(program);
  const replayer = new Replayer(program);
  let state = replayer.initial;
  for (let step = 0; step < steps; step++) {
    const taken = replayer.step(state, { thread: 0, choice: 0 });
    if (taken === undefined) throw new Error(`no step ${step}`);
    state = taken.after;
  }
  return { compilation, program, state };
}

/** Index of the innermost open frame of the first thread, or of the one so many calls further out. */
function frameOf({ program, state }: Stop, out = 0): number {
  let frame = program.code[state.threads[0]?.pc ?? 0]?.site.frame ?? 0;
  for (let i = 0; i < out; i++) frame = program.frames[frame]?.parent ?? frame;
  return frame;
}

function shown({ program, state }: Stop, variable: FrameVariable): string {
  const values = variable.parts.map(({ suffix, value, display }) => {
    const thread = state.threads[0];
    const known =
      value.op === 'constant'
        ? value.value
        : value.op === 'register'
          ? thread?.registers.get(value.register)
          : undefined;
    return `${suffix}${suffix === '' ? '' : '='}${known === undefined ? '?' : formatValue(program, display, known)}`;
  });
  const reference = variable.reference === undefined ? '' : `${variable.reference} -> `;
  return `${variable.type} ${variable.name} = ${reference}${values.join(' ')}`;
}

/** The variables in scope where the first thread rests, each as one line. */
function variablesAfter(source: string, steps: number, out = 0): readonly string[] {
  const stop = stopAfter(source, steps);
  const frame = frameOf(stop, out);
  return stop.compilation
    .variables(frame, stop.state.threads[0]?.pc)
    .map((variable) => shown(stop, variable));
}

const inThread = (body: string) =>
  `${globals} scenario "s" { thread t { ${body} } forbid deadlock; }`;

describe('variables of a frame', () => {
  it('has locals in registers, constants and pointers', () => {
    const source = inThread(
      'int a = x; int b = 7; struct page *p = &two; x = a + b; p->flags = b;',
    );
    expect(variablesAfter(source, 1)).toEqual(['int a = 3', 'int b = 7', 'struct page * p = &two']);
  });

  it('leaves a register that is dead without a value', () => {
    const source = inThread('int a = x; x = a; x = 1;');
    expect(variablesAfter(source, 1)).toEqual(['int a = 3']);
    expect(variablesAfter(source, 2)).toEqual(['int a = ?']);
  });

  it('hides what is not declared yet, and tells it without a place', () => {
    const source = inThread('int a = x; int b = x; x = a + b;');
    expect(variablesAfter(source, 0)).toEqual([]);
    expect(variablesAfter(source, 1)).toEqual(['int a = 3']);
    expect(variablesAfter(source, 2)).toEqual(['int a = 3', 'int b = 3']);
    const stop = stopAfter(source, 0);
    const names = stop.compilation.variables(frameOf(stop)).map(({ name }) => name);
    expect(names).toEqual(['a', 'b']);
  });

  it('shows the inner of two variables of one name, and the outer again behind its block', () => {
    const source = inThread('int a = 1; { int a = 2; x = a; } x = a; x = 9;');
    expect(variablesAfter(source, 0)).toEqual(['int a = 2']);
    expect(variablesAfter(source, 1)).toEqual(['int a = 1']);
  });

  it('keeps the variable of a for statement inside it', () => {
    const source = inThread('for (int i = 0; i < 2; i++) x = i; x = 9;');
    expect(variablesAfter(source, 0)).toEqual(['int i = 0']);
    expect(variablesAfter(source, 1)).toEqual(['int i = 1']);
    expect(variablesAfter(source, 2)).toEqual([]);
  });

  it('follows references to the locals of the caller', () => {
    const source = inThread(
      'int sum; pte_t pte = { .page = &one }; fill(&sum, &pte, 2); entry = pte; x = sum;',
    );
    expect(variablesAfter(source, 1)).toEqual([
      'int * out = &sum -> 5',
      'pte_t * pte = &pte -> .page=&one .write=true',
      'int by = 2',
    ]);
    expect(variablesAfter(source, 1, 1)).toEqual([
      'int sum = 5',
      'pte_t pte = .page=&one .write=true',
    ]);
  });

  it('has nothing for frames that no thread opens, and none where nothing was compiled', () => {
    const source = `${globals} int y; scenario "s" {
      setup { int local = 3; y = local; }
      thread t { x = 1; }
      property p { x < 100 } forbid p; }`;
    const stop = stopAfter(source, 0);
    stop.program.frames.forEach((frame, index) => {
      if (frame.name !== 't') expect(stop.compilation.variables(index)).toEqual([]);
    });
    expect(compileBroken().variables(0)).toEqual([]);
  });

  it('tells where each is declared, and what is a parameter or ghost', () => {
    const body = inThread('ghost int seen = 1; int a = x; ghost { seen = seen + a; } x = a;');
    const stop = stopAfter(body, 1);
    const [seen, a] = stop.compilation.variables(frameOf(stop), stop.state.threads[0]?.pc);
    expect(seen).toMatchObject({ name: 'seen', ghost: true, parameter: false, file: 'test.race' });
    expect(a && body.slice(a.declared.start, a.declared.end)).toBe('a');
    expect(a && body.slice(a.visible.start).startsWith('; ghost')).toBe(true);
  });
});

describe('thread_local variables', () => {
  it('are told for each thread', () => {
    const source = `${globals} thread_local int depth = 4; scenario "s" {
      thread t { depth = depth + 1; x = depth; x = depth; } thread u { x = depth; } forbid deadlock; }`;
    const stop = stopAfter(source, 1);
    const [own] = stop.compilation.threadVariables(0);
    expect(own && shown(stop, own)).toBe('int depth = 5');
    expect(stop.compilation.threadVariables(1).map(({ name }) => name)).toEqual(['depth']);
    expect(stop.compilation.threadVariables(7)).toEqual([]);
  });
});

function compileBroken(): Compilation {
  return compile(`${globals} scenario "s" { kernel v5.1; thread t { x = loop(); } forbid deadlock; }
    static int loop(void) { return loop(); }`);
}
