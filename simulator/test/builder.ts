// Builds Programs by hand, for tests: instructions in the order they are written, labels by name,
// steps as the language would place them, and `live` filled in at the end.
import {
  type AddressDomain,
  type BinaryOperator,
  builtinProperties,
  type Display,
  type Expression,
  type Fragment,
  type Instruction,
  type Liveness,
  type Operation,
  type Place,
  type Program,
  type Range,
  type RegisterId,
  type SlotId,
  type Target,
  watchedOnRequest,
  withLiveness,
} from '../src/index.ts';

export const ranges = {
  bool: { min: 0, max: 1 },
  u8: { min: 0, max: 255 },
  s32: { min: -(2 ** 31), max: 2 ** 31 - 1 },
  u32: { min: 0, max: 2 ** 32 - 1 },
} as const;

export const constant = (value: number): Expression => ({ op: 'constant', value });
export const register = (id: RegisterId): Expression => ({ op: 'register', register: id });
export const not = (value: Expression): Expression => ({ op: 'not', value });
export const binary = (
  left: Expression,
  operator: BinaryOperator,
  right: Expression,
  range: Range = ranges.s32,
): Expression => ({ op: 'binary', operator, left, right, range });

export const at = (base: SlotId): Place => ({ base, pointer: undefined, offset: 0, indices: [] });
export const through = (domain: number, value: Expression, offset = 0): Place => ({
  base: 0,
  pointer: { domain, value },
  offset,
  indices: [],
});
export const indexed = (base: SlotId, value: Expression, length: number, stride = 1): Place => ({
  ...at(base),
  indices: [{ value, stride, length }],
});

const site = { file: 0, start: 0, end: 0, line: 0, frame: 0 };
const number: Display = { kind: 'number' };

type Unplaced = Operation & { readonly step: boolean };

export class ProgramBuilder {
  private readonly slots: { name: string; range: Range; initial: number }[] = [];
  private readonly registers: { name: string; range: Range }[] = [];
  private readonly domains: AddressDomain[] = [];
  private readonly pools: Program['pools'][number][] = [];
  private readonly code: Unplaced[] = [];
  private readonly labels = new Map<string, number>();
  private readonly pending: { pc: number; label: string; index: number }[] = [];
  private readonly threads: Program['threads'][number][] = [];
  private readonly fragments: number[] = [];
  private readonly declared: Program['properties'][number][] = [];
  private readonly observations: Program['observations'][number][] = [];
  private readonly witnesses: Program['witnesses'][number][] = [];
  private readonly finals: Fragment[] = [];
  private readonly unwatched = new Set<string>(watchedOnRequest);
  private isAtomic = false;
  schedule: readonly number[] = [];

  slot(name: string, initial = 0, range: Range = ranges.u8): SlotId {
    return this.slots.push({ name, range, initial }) - 1;
  }

  register(range: Range = ranges.s32, name = `r${this.registers.length}`): RegisterId {
    return this.registers.push({ name, range }) - 1;
  }

  domain(type: string, targets: readonly (Partial<Target> & { readonly slot: SlotId })[]): number {
    const full = targets.map((target, index) => ({
      name: `${type}${index}`,
      status: undefined,
      arrayFirst: index + 1,
      arrayLast: index + 1,
      ...target,
    }));
    return this.domains.push({ type, targets: full }) - 1;
  }

  pool(name: string, domain: number, members: readonly number[]): number {
    return this.pools.push({ name, domain, members }) - 1;
  }

  thread(name: string, body: () => void): void {
    this.threads.push({ name, role: undefined, entry: this.code.length });
    body();
    this.end();
  }

  fragment(result: RegisterId | undefined, body: () => void): Fragment {
    const entry = this.code.length;
    this.fragments.push(entry);
    const wasAtomic = this.isAtomic;
    this.isAtomic = true;
    body();
    this.isAtomic = wasAtomic;
    this.end();
    return { entry, result };
  }

  /** A fragment with the value of an expression over the slots that `load` gives registers for. */
  value(of: (load: (slot: SlotId) => Expression) => Expression): Fragment {
    const result = this.register(ranges.s32);
    return this.fragment(result, () => {
      const expression = of((slot) => {
        const to = this.register(this.slots[slot]?.range);
        this.load(to, at(slot));
        return register(to);
      });
      this.set(result, expression);
    });
  }

  /** A declared property of liveness, by its index. */
  live(name: string, liveness: Liveness, watched = true): number {
    const sentence = `${name} comes`;
    this.declared.push({ name, sentence, declared: true, watched, state: undefined, liveness });
    return Object.keys(builtinProperties).length + this.declared.length - 1;
  }

  /** A declared property, by its index. */
  property(name: string, state?: Fragment, watched = true): number {
    this.declared.push({ name, sentence: `${name} holds`, declared: true, watched, state });
    return Object.keys(builtinProperties).length + this.declared.length - 1;
  }

  ignore(name: keyof typeof builtinProperties): void {
    this.unwatched.add(name);
  }

  watch(name: keyof typeof builtinProperties): void {
    this.unwatched.delete(name);
  }

  builtin(name: keyof typeof builtinProperties): number {
    return Object.keys(builtinProperties).indexOf(name);
  }

  observe(name: string, value: Fragment): void {
    this.observations.push({ name, value, display: number });
  }

  witness(name: string, condition: Fragment): void {
    this.witnesses.push({ name, condition });
  }

  finally(fragment: Fragment): void {
    this.finals.push(fragment);
  }

  label(name: string): void {
    this.labels.set(name, this.code.length);
  }

  atomic(body: () => void): void {
    this.emit({ op: 'mark', text: 'atomic' }, true);
    const wasAtomic = this.isAtomic;
    this.isAtomic = true;
    body();
    this.isAtomic = wasAtomic;
  }

  mark(): void {
    this.emit({ op: 'mark', text: 'mark' }, true);
  }

  /** Part of the step before it, as in the language. */
  progress(): void {
    this.emit({ op: 'mark', text: 'progress()', progress: true }, false);
  }

  load(to: RegisterId, from: Place): void {
    this.emit({ op: 'load', to: [to], from, text: `load r${to}` }, true);
  }

  loadWide(to: readonly RegisterId[], from: Place): void {
    this.emit({ op: 'load', to, from, text: 'load' }, true);
  }

  store(to: Place, ...values: readonly Expression[]): void {
    this.emit({ op: 'store', to, values, text: `store ${to.base}` }, true);
  }

  set(to: RegisterId, value: Expression): void {
    this.emit({ op: 'set', to, value }, false);
  }

  jump(label: string): void {
    this.pending.push({ pc: this.code.length, label, index: 0 });
    this.emit({ op: 'jump', to: 0 }, false);
  }

  branch(condition: Expression, otherwise: string): void {
    this.pending.push({ pc: this.code.length, label: otherwise, index: 0 });
    this.emit({ op: 'branch', condition, otherwise: 0 }, false);
  }

  await(condition: Expression, text = 'wait_until'): void {
    this.emit({ op: 'await', condition, text }, true);
  }

  choose(...labels: readonly string[]): void {
    labels.forEach((label, index) => {
      this.pending.push({ pc: this.code.length, label, index });
    });
    this.emit({ op: 'choose', targets: labels.map(() => 0), text: 'choose' }, true);
  }

  any(to: RegisterId, low: Expression, high: Expression): void {
    this.emit({ op: 'any', to, low, high, text: 'any' }, true);
  }

  allocate(to: RegisterId, pool: number): void {
    this.emit({ op: 'allocate', to, pool, text: 'allocate' }, true);
  }

  free(domain: number, value: Expression): void {
    this.emit({ op: 'free', domain, value, text: 'free' }, true);
  }

  check(property: number, condition: Expression, ends = false, message = 'check'): void {
    this.emit({ op: 'check', property, condition, ends, message }, false);
  }

  end(): void {
    this.emit({ op: 'end' }, false);
  }

  build(): Program {
    const code = this.resolved().map(
      (operation): Instruction => ({ ...operation, site, live: [] }),
    );
    const entries = this.threads.map(({ entry }) => entry);
    const builtin = Object.entries(builtinProperties).map(([name, sentence]) => ({
      name,
      sentence,
      declared: false,
      watched: !this.unwatched.has(name as keyof typeof builtinProperties),
      state: undefined,
    }));
    return {
      files: ['test.race'],
      slots: this.slots.map(({ name, range }) => ({
        name,
        range,
        display: number,
        ghost: false,
        object: undefined,
      })),
      initial: this.slots.map(({ initial }) => initial),
      registers: this.registers.map((one) => ({ ...one, display: number })),
      domains: this.domains,
      pools: this.pools,
      frames: [{ name: 'test', parent: undefined, file: 0, start: 0, end: 0, line: 0 }],
      code: withLiveness(code, entries, new Set()),
      threads: this.threads,
      properties: [...builtin, ...this.declared],
      observations: this.observations,
      witnesses: this.witnesses,
      finally: this.finals,
      schedule: this.schedule,
    };
  }

  private emit(operation: Operation, step: boolean): void {
    this.code.push({ ...operation, step: step && !this.isAtomic });
  }

  private resolved(): readonly Unplaced[] {
    const code = [...this.code];
    for (const { pc, label, index } of this.pending) {
      const to = this.labels.get(label);
      if (to === undefined) throw new Error(`no label ${label}`);
      const operation = code[pc];
      if (operation?.op === 'jump') code[pc] = { ...operation, to };
      if (operation?.op === 'branch') code[pc] = { ...operation, otherwise: to };
      if (operation?.op === 'choose') {
        code[pc] = {
          ...operation,
          targets: operation.targets.map((t, i) => (i === index ? to : t)),
        };
      }
    }
    return code;
  }
}
