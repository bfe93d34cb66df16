// `racewalk export --to svg`: one run as a picture.
import { describe, expect, it } from 'vitest';
import { runIn, screenOf } from './memory-host.ts';
import { asExpected } from './scenarios.ts';

const files = () => ({ 'a.race': asExpected });

describe('racewalk export --to svg', () => {
  it('draws the first failing run as a picture of its own', async () => {
    const { out, err, exit } = await runIn(files(), ['export', 'a.race', '--to', 'svg']);
    expect({ err, exit }).toEqual({ err: '', exit: 0 });
    await expect(out).toMatchFileSnapshot('golden/two-increments.svg');
  });

  it('is well formed, whatever the text says', async () => {
    const made = { 'odd.race': oddNames };
    const { out } = await runIn(made, ['export', 'odd.race', '--to', 'svg']);
    expect(wellFormed(out)).toEqual([]);
    expect(out).toContain("a &lt;b&gt; &amp; 'c'");
  });

  it('draws another run, or one to a state that is described', async () => {
    const args = ['export', 'a.race', '--to', 'svg', '--variant', 'atomic'];
    const found = await runIn(files(), [...args, '--where', 'x == 2']);
    expect(found.out).toMatch(/^<svg /u);
    expect(await screenOf(files(), args)).toContain('nothing to show, no run fails');
    expect(await screenOf(files(), [...args, '--run', 'violation:deadlock'])).toContain(
      'no run violates deadlock',
    );
  });

  it('writes a file instead where one is named', async () => {
    const made: Record<string, string | Error> = files();
    const args = ['export', 'a.race', '--to', 'svg', '--output', 'run.svg'];
    expect(await runIn(made, args)).toEqual({ out: '', err: '', exit: 0 });
    expect(made['run.svg']).toMatch(/^<svg [\s\S]*<\/svg>\n$/u);
    made['closed.svg'] = new Error('permission denied');
    const closed = ['export', 'a.race', '--to', 'svg', '--output', 'closed.svg'];
    expect(await screenOf(made, closed)).toContain("can't write closed.svg: permission denied");
  });
});

const oddNames = `int x;
scenario "a <b> & 'c'" {
	thread a { x = 1; }
	thread b { assert(x < 1 && x >= 0); }
}
`;

/** Tags that are not closed, in a text without comments and such. */
function wellFormed(svg: string): string[] {
  const open: string[] = [];
  const wrong: string[] = [];
  const text = svg.replace(/<style>[^<]*<\/style>/u, '');
  for (const [, end, name = '', inside = '', self] of text.matchAll(
    /<(\/?)([a-z]+)((?:\s[a-zA-Z-]+="[^"<>]*")*)(\/?)>/gu,
  )) {
    if (end === '/') {
      if (open.pop() !== name) wrong.push(`</${name}>`);
    } else if (self !== '/') open.push(name);
    if (/&(?!(amp|lt|gt|quot);)/u.test(inside)) wrong.push(inside);
  }
  if (/[<>]/u.test(text.replace(/<[^<>]*>/gu, ''))) wrong.push('< or > in a text');
  return [...wrong, ...open];
}
