// Where breakpoints of every kind stop, forward and backward.
import { describe, expect, test } from 'vitest';
import { hitConditionOf } from '../src/breakpoints/hit-count.ts';
import { Refused } from '../src/refused.ts';
import { TestClient } from './client.ts';
import { hostOf } from './host.ts';
import { fixture, Journal } from './journal.ts';

const program = '/accounts.race';
const texts = { [program]: fixture('accounts.race') };
const source = { path: program };

interface Line {
  readonly line: number;
  readonly condition?: string;
  readonly hitCondition?: string;
  readonly logMessage?: string;
}

async function client(config: object = {}): Promise<TestClient> {
  const made = new TestClient(hostOf(texts));
  await made.launch({ program, ...config });
  return made;
}

async function setLines(client: TestClient, ...breakpoints: Line[]) {
  const { body } = await client.request('setBreakpoints', { source, breakpoints });
  return body.breakpoints;
}

/** The steps at which it stops from here on, as `step: reason`, in one direction. */
async function stops(client: TestClient, command: 'continue' | 'reverseContinue') {
  const found: string[] = [];
  for (let most = 0; most < 50; most++) {
    const before = client.events.length;
    const end = await client.move(command, { threadId: 1 });
    if ('success' in end) throw new Error(`refused: ${end.message}`);
    const step = client.events.slice(before).findLast(({ event }) => event === 'racewalk/shown')
      ?.body.step;
    found.push(`${step}: ${end.body.reason}`);
    const isEnd = command === 'continue' ? step === 11 : step === 0;
    if (isEnd) break;
  }
  return found;
}

describe('lines', () => {
  test('stop before the step on them, and before the call that stands on them', async () => {
    const one = await client();
    expect(await setLines(one, { line: 16 }, { line: 42 })).toMatchObject([
      { verified: true, line: 16 },
      { verified: true, line: 42 },
    ]);
    // Line 42 is the call of robot_work(), entered by the robot's first step.
    expect(await stops(one, 'continue')).toEqual([
      '2: breakpoint',
      '3: breakpoint',
      '6: breakpoint',
      '11: exception',
    ]);
  });

  test('stop at the same steps going back', async () => {
    const one = await client();
    await setLines(one, { line: 16 }, { line: 42 });
    const forward = await stops(one, 'continue');
    const back = await stops(one, 'reverseContinue');
    expect(back).toEqual([...forward.slice(0, -1).reverse(), '0: entry']);
  });

  test('without a step move down to the next one that has some', async () => {
    const one = await client();
    expect(await setLines(one, { line: 20 })).toMatchObject([{ verified: true, line: 22 }]);
  });

  test('below all steps, and of other files, are not verified', async () => {
    const one = await client();
    expect(await setLines(one, { line: 66 })).toMatchObject([
      { verified: false, message: 'no thread of this scenario steps here or below' },
    ]);
    const { body } = await one.request('setBreakpoints', {
      source: { path: '/other.race' },
      breakpoints: [{ line: 1 }],
    });
    expect(body.breakpoints).toEqual([
      { verified: false, message: 'no step of this scenario is in this file' },
    ]);
  });

  test('of several steps stop once a visit', async () => {
    const one = await client();
    // `deposits++` reads, then writes.
    await setLines(one, { line: 24 });
    expect(await stops(one, 'continue')).toEqual(['7: breakpoint', '11: exception']);
  });

  test('in the library are met by its path', async () => {
    const one = new TestClient(hostOf({ '/pages.race': fixture('pages.race') }));
    await one.launch({ program: '/pages.race' });
    const { body } = await one.request('setBreakpoints', {
      source: { path: 'racewalk-kernel:/mm/mprotect.race' },
      breakpoints: [{ line: 1 }],
    });
    expect(body.breakpoints).toMatchObject([{ verified: true }]);
    const stop = await one.move('continue', { threadId: 1 });
    expect(stop).toMatchObject({ body: { reason: 'breakpoint' } });
    const threadId = 'success' in stop ? 0 : stop.body.threadId;
    const { stackFrames } = (await one.request('stackTrace', { threadId })).body;
    expect(stackFrames[0]).toMatchObject({
      line: body.breakpoints[0].line,
      source: { path: 'racewalk-kernel:/mm/mprotect.race' },
    });
  });

  test('are replaced by what is set next', async () => {
    const one = await client();
    await setLines(one, { line: 16 });
    await setLines(one);
    expect(await stops(one, 'continue')).toEqual(['11: exception']);
  });
});

describe('conditions', () => {
  test('are asked with the locals of the call', async () => {
    const one = await client();
    expect(await setLines(one, { line: 16, condition: 'amount == 1' })).toMatchObject([
      { verified: true },
    ]);
    expect(await stops(one, 'continue')).toEqual(['3: breakpoint', '11: exception']);
  });

  test('are asked of shared state', async () => {
    const one = await client();
    await setLines(one, { line: 16, condition: 'accounts[0].money == 1' });
    expect(await stops(one, 'continue')).toEqual(['6: breakpoint', '11: exception']);
  });

  test('that mean nothing are refused with the reason', async () => {
    const one = await client();
    const [answer] = await setLines(one, { line: 16, condition: 'nowhere == 1' });
    expect(answer).toMatchObject({ verified: false, message: expect.stringContaining('nowhere') });
  });
});

describe('hit counts', () => {
  // The line is met at step 3, by the robot, and at step 6, by the clerk.
  test.each([
    ['1', ['3: breakpoint', '11: exception']],
    ['2', ['6: breakpoint', '11: exception']],
    ['>= 1', ['3: breakpoint', '6: breakpoint', '11: exception']],
    ['% 2', ['6: breakpoint', '11: exception']],
    ['> 2', ['11: exception']],
  ])('%s counts along the run', async (hitCondition, expected) => {
    const one = await client();
    await setLines(one, { line: 16, hitCondition });
    expect(await stops(one, 'continue')).toEqual(expected);
  });

  test('are the same going back', async () => {
    const one = await client();
    await setLines(one, { line: 16, hitCondition: '1' });
    await one.move('racewalk/goto', { step: 11 });
    expect(await stops(one, 'reverseContinue')).toEqual(['3: breakpoint', '0: entry']);
  });

  test('that are none are refused', () => {
    expect(hitConditionOf('often')).toBeInstanceOf(Refused);
    expect(hitConditionOf('% 0')).toBeInstanceOf(Refused);
    expect(hitConditionOf('')).toBeInstanceOf(Refused);
  });
});

test('log points say their message and do not stop', async () => {
  const journal = new Journal(texts);
  await journal.launch({ program });
  await journal.ask('setBreakpoints', {
    source,
    breakpoints: [{ line: 16, logMessage: 'adds {amount} to {to->money}, {{braces}} {nowhere}' }],
  });
  await journal.move('continue');
  await journal.move('reverseContinue');
  journal.matches('log points');
});

describe('functions', () => {
  test('stop where they are entered', async () => {
    const one = await client();
    const { body } = await one.request('setFunctionBreakpoints', {
      breakpoints: [{ name: 'add' }, { name: 'spin_unlock()' }, { name: 'nowhere' }],
    });
    expect(body.breakpoints).toMatchObject([
      { verified: true },
      { verified: true },
      { verified: false, message: 'no thread of this scenario calls nowhere()' },
    ]);
    expect(await stops(one, 'continue')).toEqual([
      '1: function breakpoint',
      '2: function breakpoint',
      '9: function breakpoint',
      '11: exception',
    ]);
  });
});

describe('data', () => {
  async function setData(client: TestClient, ...breakpoints: object[]) {
    return (await client.request('setDataBreakpoints', { breakpoints })).body.breakpoints;
  }

  test('break when a field changes, at the step that changes it', async () => {
    const one = await client();
    const info = (await one.request('dataBreakpointInfo', { name: 'accounts[0].money' })).body;
    expect(info).toMatchObject({ description: 'accounts[0].money', canPersist: true });
    expect(await setData(one, { dataId: info.dataId })).toMatchObject([{ verified: true }]);
    expect(await stops(one, 'continue')).toEqual([
      '4: data breakpoint',
      '7: data breakpoint',
      '11: exception',
    ]);
    expect(await stops(one, 'reverseContinue')).toEqual([
      '7: data breakpoint',
      '4: data breakpoint',
      '0: entry',
    ]);
  });

  test('break when a field is read', async () => {
    const one = await client();
    const { dataId } = (await one.request('dataBreakpointInfo', { name: 'accounts[0].money' }))
      .body;
    await setData(one, { dataId, accessType: 'read' });
    expect((await stops(one, 'continue')).slice(0, 2)).toEqual([
      '2: data breakpoint',
      '3: data breakpoint',
    ]);
  });

  test('break on any field of an object, and of a line in the variables view', async () => {
    const one = await client();
    const { stackFrames } = (await one.request('stackTrace', { threadId: 1 })).body;
    const { scopes } = (await one.request('scopes', { frameId: stackFrames[0].id })).body;
    const all = scopes.find(({ name }: { name: string }) => name === 'All state');
    const info = (
      await one.request('dataBreakpointInfo', {
        variablesReference: all.variablesReference,
        name: 'accounts',
      })
    ).body;
    expect(info.description).toBe('accounts, 4 fields');
    await setData(one, { dataId: info.dataId });
    expect(await stops(one, 'continue')).toEqual([
      '4: data breakpoint',
      '6: data breakpoint',
      '7: data breakpoint',
      '11: exception',
    ]);
  });

  test('break when the value of an expression changes', async () => {
    const one = await client();
    const name = 'accounts[0].money + deposits > 2';
    const { dataId } = (await one.request('dataBreakpointInfo', { name })).body;
    await setData(one, { dataId });
    expect(await stops(one, 'continue')).toEqual(['9: data breakpoint', '11: exception']);
  });

  test('are refused for a local, which no other thread can change', async () => {
    const one = await client();
    const info = (await one.request('dataBreakpointInfo', { name: 'to->money', frameId: 1 })).body;
    expect(info.dataId).toBeNull();
    expect(info.description).toContain('names a local');
  });

  test('are refused for what is nowhere', async () => {
    const one = await client();
    expect(await setData(one, { dataId: 'slots:nowhere' }, { dataId: 'nothing' })).toMatchObject([
      { verified: false, message: 'there is no nowhere in this scenario' },
      { verified: false },
    ]);
  });
});

describe('exception filters', () => {
  test('are one for each property that is forbidden, the declared ones included', async () => {
    const one = await client();
    const told = one.events.find(({ event }) => event === 'capabilities');
    const filters = told?.body.capabilities.exceptionBreakpointFilters;
    expect(filters).toContainEqual(
      expect.objectContaining({
        filter: 'rich',
        description: 'an account never holds more than five',
        default: true,
      }),
    );
  });

  test('are known with the first answer where the launch is expected', async () => {
    const expected = new TestClient(hostOf(texts), { program });
    const { body } = await expected.initialize();
    const names = body.exceptionBreakpointFilters.map((one: { filter: string }) => one.filter);
    expect(names).toContain('rich');
    expect(await expected.request('launch', { program })).toMatchObject({ success: true });
  });

  test('are one for all where it is not', async () => {
    const one = await client();
    await one.request('setExceptionBreakpoints', { filters: ['any'] });
    expect(await stops(one, 'continue')).toEqual(['11: exception']);
  });

  test('that are not set let the run go on to its end', async () => {
    const one = await client();
    await one.request('setExceptionBreakpoints', { filters: ['deadlock'] });
    expect(await stops(one, 'continue')).toEqual(['11: step']);
  });

  test('that are set stop at the step that breaks the property', async () => {
    const one = await client();
    const { body } = await one.request('setExceptionBreakpoints', {
      filters: ['assertion', 'nowhere'],
    });
    expect(body.breakpoints).toEqual([
      { verified: true },
      { verified: false, message: 'this scenario does not forbid nowhere' },
    ]);
    expect(await stops(one, 'continue')).toEqual(['11: exception']);
  });

  test('may have a condition', async () => {
    const one = await client();
    await one.request('setExceptionBreakpoints', {
      filters: [],
      filterOptions: [{ filterId: 'assertion', condition: 'accounts[0].money == 77' }],
    });
    expect(await stops(one, 'continue')).toEqual(['11: step']);
  });
});
