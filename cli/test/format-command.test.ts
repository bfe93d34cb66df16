// What `racewalk format` changes, prints and answers to a script.
import { describe, expect, it } from 'vitest';
import { runIn, screenOf } from './memory-host.ts';

const files = () => ({
  'a.race': 'int  x ;\n',
  'b.race': 'int y;\n',
  'broken.race': 'int x = ;\n',
  '-': 'int  z;\n',
});

describe('racewalk format', () => {
  it('changes files in place and names those it changed', async () => {
    const made: Record<string, string> = files();
    const answer = await runIn(made, ['format', 'a.race', 'b.race']);
    expect(answer).toEqual({ out: 'a.race\n', err: '', exit: 0 });
    expect(made['a.race']).toBe('int x;\n');
  });

  it('only tells with --check', async () => {
    const made: Record<string, string> = files();
    const answer = await runIn(made, ['format', '--check', 'a.race', 'b.race']);
    expect(answer).toEqual({ out: 'a.race\n', err: '', exit: 1 });
    expect(made['a.race']).toBe('int  x ;\n');
    expect((await runIn(files(), ['format', '--check', 'b.race'])).exit).toBe(0);
  });

  it('is a filter for standard input', async () => {
    expect(await runIn(files(), ['format', '-'])).toEqual({ out: 'int z;\n', err: '', exit: 0 });
  });

  it('leaves a file that does not parse as it is, and says why', async () => {
    const made: Record<string, string> = files();
    const { err, exit } = await runIn(made, ['format', 'broken.race', 'a.race']);
    expect(err).toContain('broken.race:1:9: error RW0101');
    expect(exit).toBe(2);
    expect(made).toMatchObject({ 'broken.race': 'int x = ;\n', 'a.race': 'int x;\n' });
  });

  it('says which file there is not', async () => {
    expect(await screenOf(files(), ['format', 'none.race'])).toContain('RW0807');
  });
});
