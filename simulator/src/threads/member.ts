// What a helping thread does: takes batches of states, expands each ahead of its turn, and leaves what
// has to be worked off in order.
import { type GlobalValue, webAssembly } from '../wasm/webassembly.ts';
import { Control } from './control.ts';
import type { Job } from './threads.ts';

interface Exports {
  readonly ahead: (first: number, end: number, buffer: number, bufferEnd: number) => number;
  readonly knownCount: GlobalValue<number>;
  readonly placeBits: GlobalValue<number>;
  readonly isQuotient: GlobalValue<number>;
  readonly wantsNumbers: GlobalValue<number>;
  readonly scratch: GlobalValue<number>;
  readonly trusted: GlobalValue<number>;
  readonly count: GlobalValue<number>;
  readonly rebuilt: GlobalValue<number>;
  readonly rebuild: (states: number) => number;
}

/** A thread that has nothing to do looks again after this time. */
const idleMilliseconds = 1000;

/** Helps with an exploration until it ends. Example: `parentPort.on('message', serve)`. */
export function serve(job: Job): void {
  const { shape } = job;
  const control = new Control(job.memory.buffer as SharedArrayBuffer, job.control, shape);
  const code = instantiate(job);
  while (!control.stopped) {
    const { epoch } = control;
    const batch = control.claim();
    if (batch >= 0) expandAhead(control, code, batch, shape.bufferBytes);
    else if (!moveSome(control, code)) control.awaitEpoch(epoch, idleMilliseconds);
  }
}

function moveSome(control: Control, code: Exports): boolean {
  const states = control.claimMove();
  if (states === undefined) return false;
  enterTable(control, code);
  code.count.value = states.statesEnd;
  code.rebuilt.value = states.firstState;
  code.rebuild(states.statesEnd - states.firstState);
  control.finishMove(states);
  return true;
}

function enterTable(control: Control, code: Exports): void {
  const { placeBits, isQuotient, wantsNumbers } = control.table();
  code.placeBits.value = placeBits;
  code.isQuotient.value = isQuotient;
  code.wantsNumbers.value = wantsNumbers;
}

/** Whoever works the batch off does all of it where this cannot. */
function expandAhead(control: Control, code: Exports, batch: number, bufferBytes: number): void {
  let bytes = -1;
  try {
    enterTable(control, code);
    code.trusted.value = control.published;
    const { firstState, statesEnd } = control.statesOf(batch);
    const buffer = control.bufferOf(batch);
    bytes = code.ahead(firstState, statesEnd, buffer, buffer + bufferBytes);
  } finally {
    control.finish(batch, bytes, code.knownCount.value);
  }
}

function instantiate({ module, memory, scratch }: Job): Exports {
  const host = webAssembly();
  if (host === undefined) throw new Error('a host with threads has WebAssembly');
  const neverCalled = (): never => {
    throw new Error('assertion failed: what is ahead of its turn is not worked off');
  };
  const names = ['found', 'witnessed', 'ended', 'endless', 'bounded', 'linked', 'drain'];
  const imports = Object.fromEntries(names.map((name) => [name, neverCalled]));
  const instance = new host.Instance(module, { host: { memory, ...imports } });
  const code = instance.exports as unknown as Exports;
  code.scratch.value = scratch;
  return code;
}
