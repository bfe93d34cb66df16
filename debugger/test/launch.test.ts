// What is launched, and what is said where that is not possible.
import { describe, expect, test } from 'vitest';
import { TestClient } from './client.ts';
import { hostOf } from './host.ts';
import { fixture } from './journal.ts';

const program = '/accounts.race';
const texts: Record<string, string> = {
  [program]: fixture('accounts.race'),
  '/broken.race': 'scenario "x" {\n\tthread a { nowhere(); }\n}\n',
  '/unclosed.race': 'scenario "x" {\n',
  '/empty.race': 'int x;\n',
  '/lib.race': 'int shared;\n',
  '/dir/including.race':
    '#include "../lib.race"\nscenario "i" {\n\tthread a { shared = 1; }\n\tforbid deadlock;\n}\n',
};

async function launch(config: object) {
  const client = new TestClient(hostOf(texts));
  const end = await client.launch(config);
  const said = client.events.flatMap(({ event, body }) => (event === 'output' ? body.output : []));
  const shown = client.events.findLast(({ event }) => event === 'racewalk/shown')?.body;
  return { end, said: said.join(''), shown };
}

describe('runs', () => {
  test.each([
    [{}, 'replay', 11, 'as written: assertion in 11 steps (2 switches)'],
    [{ run: 'violation:assertion' }, 'replay', 11, 'as written: assertion'],
    [{ run: 'cause:assertion:0' }, 'replay', 9, 'distinct cause'],
    [{ run: 'witness:0' }, 'replay', 4, 'witness "frozen"'],
    [{ run: 'outcome:0' }, 'replay', 11, 'outcome money'],
    [{ mode: 'explore' }, 'explore', 0, 'exploring from the beginning'],
    [{ variant: 1 }, 'replay', 6, 'witness "frozen"'],
    [{ variant: 1, run: 'where:accounts[0].money == 3' }, 'replay', 6, 'holds after'],
  ])('%j', async (config, mode, least, said) => {
    const launched = await launch({ program, ...config });
    expect(launched.shown).toMatchObject({ mode, step: 0 });
    expect(launched.shown.of).toBeGreaterThanOrEqual(least);
    expect(launched.said).toContain(said);
  });

  test('a replay string names its variant, and says how far it fits', async () => {
    const { said } = await launch({ program, run: 'replay:rw1.000000000000.0.0.a2bcab9' });
    expect(said).toContain('is of an older text');
  });

  test('includes are read', async () => {
    expect((await launch({ program: '/dir/including.race' })).shown).toMatchObject({
      mode: 'explore',
    });
  });

  test('without stopOnEntry it goes on to what is broken', async () => {
    const { end } = await launch({ program, stopOnEntry: false });
    expect(end).toMatchObject({ body: { reason: 'exception' } });
  });
});

describe('refusals', () => {
  test.each([
    [{}, "'program' has to name a .race file"],
    [{ program: '/absent.race' }, "can't read /absent.race"],
    [{ program: '/empty.race' }, 'there is no scenario in this file'],
    [{ program: '/broken.race' }, 'it does not compile: broken.race:2:13:'],
    [{ program, scenario: 'other' }, 'there is no scenario "other"; there is "two deposits"'],
    [{ program, variant: 7 }, 'there is no variant number 7; there is "as written"'],
    [{ program, run: 'violation:deadlock' }, 'no run is called violation:deadlock: the variant'],
    [{ program, run: 'where:nowhere' }, 'nowhere'],
    [{ program, run: 'where:deposits == 7' }, 'deposits == 7 holds in no reachable state'],
    [{ program, run: 'replay:hello' }, 'this is no replay string'],
    [{ program, run: 'cause:deadlock:0' }, 'there are 0 distinct causes of deadlock'],
    [{ program, run: 'cause:nowhere:0' }, 'it is cause:NAME:K, of a forbidden property'],
    [{ program, run: 3 }, "'run' is a text"],
    [{ program, mode: 'fast' }, "'mode' is 'replay' or 'explore'"],
    [{ program, scenario: -1 }, "'scenario' is a name, or a number from 0"],
    [{ program, maxStates: 0 }, "'maxStates' is a number"],
  ])('%j', async (config, message) => {
    const { end } = await launch(config);
    expect(end).toMatchObject({ success: false, message: expect.stringContaining(message) });
  });

  test('what passes has no failing run, and the names of those it has are said', async () => {
    const { end } = await launch({ program, variant: 1, run: 'violation:assertion' });
    expect(end).toMatchObject({
      success: false,
      message: expect.stringContaining('passes; there is witness:0, outcome:0'),
    });
  });
});

test('a long search tells how far it is, and ends with the session', async () => {
  // Time flies: each look at the clock is a second later.
  let seconds = 0;
  const endless = `int a = 0; int b; int c; int d;
scenario "much" {
	thread cpu0 { a = any(0, 200); b = any(0, 200); }
	thread cpu1 { c = any(0, 200); d = any(0, 200); }
	forbid deadlock;
	expect pass;
}
`;
  const now = (): number => {
    seconds += 1;
    return seconds * 1000;
  };
  const client = new TestClient({ ...hostOf({ '/much.race': endless }), now });
  await client.request('initialize', {
    adapterID: 'race',
    pathFormat: 'path',
    supportsProgressReporting: true,
  });
  const updated = client.event('progressUpdate');
  const launched = client.request('launch', { program: '/much.race' });
  expect((await updated).body.message).toMatch(/^\d+ states$/);
  await client.request('disconnect');
  expect(await launched).toMatchObject({ success: false, message: 'the search was cancelled' });
});

test('a text that has changed is compiled anew by a restart', async () => {
  const changing = { ...texts };
  const client = new TestClient(hostOf(changing));
  await client.launch({ program });
  changing[program] = texts[program]?.replace('deposit(&accounts[0], 2);', '') ?? '';
  const ready = client.event('initialized');
  expect(await client.request('restart')).toMatchObject({ success: true });
  await ready;
  const stopped = client.event('stopped');
  await client.request('configurationDone');
  await stopped;
  const shown = client.events.findLast(({ event }) => event === 'racewalk/shown');
  expect(shown?.body.of).toBeLessThan(11);
});
