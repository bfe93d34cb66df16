// CPU columns in a schedule: as they are printed, as people write them, and what no longer fits.
import { explore } from '@racewalk/simulator';
import { describe, expect, it } from 'vitest';
import { allDiagnostics, analyseText } from './check.ts';

const head = `int x;
struct page { int flags; };
struct page page;
spinlock_t ptl;
void add(void) { int old = x; x = old + 1; }
void put(int flag) { spin_lock(&ptl); if (!page.flags) add(); page.flags = flag; spin_unlock(&ptl); }
scenario "two" {
	kernel v5.13;
	thread ksm { put(1); }
	thread cpu1 { put(2); x = 7; }
	finally { assert(x == 1); }
	expect assertion;
`;

function withColumns(columns: string): string {
  return `${head}	schedule {\n${columns.replace(/^\n/u, '')}\n	}\n}\n`;
}

/** The threads of the schedule that the columns stand for. */
function scheduleOf(columns: string): string {
  const analysis = analyseText(withColumns(columns));
  const { program, diagnostics, schedule } = analysis.compile(0, 0);
  const errors = [...analysis.diagnostics, ...diagnostics].filter(
    (one) => one.severity === 'error',
  );
  if (program === undefined || errors.length > 0)
    return errors.map(({ code, message }) => `${code}: ${message}`).join('\n');
  expect(schedule).toHaveLength(program.schedule.length);
  expect(explore(program).scheduleStuck).toBeUndefined();
  return program.schedule.join('');
}

/** The diagnostic with the text that it stands at. */
function misfitOf(columns: string): string {
  const text = withColumns(columns);
  return allDiagnostics(text)
    .map(({ code, start, end, message }) => `${code} at \`${text.slice(start, end)}\`: ${message}`)
    .join('\n');
}

describe('columns that a person wrote', () => {
  it.each([
    ['CPU 0 and CPU 1', 'CPU 0:            CPU 1:'],
    ['small letters', 'cpu0          cpu1\n----          ----'],
    ['roles', 'Thread 0 (KSM)    Thread 1 (mprotect)\n-----------       -----------'],
    ['names', 'ksm               cpu1\n---               ----'],
    ['roles that are names', 'CPU7 (ksm)        CPU9 (cpu1)\n----              ----'],
  ])('may name the threads by %s', (_, header) => {
    expect(
      scheduleOf(`
${header}
spin_lock(ptl)
if (!page->flags)
${'  '.repeat(9)}spin_lock(&ptl) ...
page.flags = 1
`).replace('RW0510: ', ''),
    ).toBe(
      "found 'page.flags = 1', and the next step of ksm is 'read x: 0' in add() (variant \"as written\")",
    );
    expect(
      scheduleOf(`
${header}
spin_lock(ptl)
if (!page->flags)
${'  '.repeat(9)}spin_lock(&ptl) ...
old = x
x = old + 1
`),
    ).toBe('0000');
  });

  it('may have tabs, calls with their arguments, remarks, comments and gaps', () => {
    expect(
      scheduleOf(`
	CPU0				CPU1
	----				----
	put(flag)
	==> spin_lock(&ptl)		// taken
	  [ flags is
	    still 0 ]

	  if (!READ_ONCE(page.flags))
				/* nothing here */
	  add()
	    x = old + 1;
`),
    ).toMatch(
      /^RW0510: found 'x = old \+ 1;', and the next step of ksm is 'read x: 0' in add\(\)/u,
    );
    expect(
      scheduleOf(`
	CPU0				CPU1
	----				----
	put(flag)
	==> spin_lock(&ptl)		// taken
	  [ flags is
	    still 0 ]

	  if (!READ_ONCE(page.flags))
				/* nothing here */
	  add()
	    old = READ_ONCE(x);
	    x = old + 1;
`),
    ).toBe('0000');
  });

  it('may leave steps of a thread out', () => {
    expect(
      scheduleOf(`
CPU0                 CPU1
----                 ----
put()
  ...
  spin_unlock(ptl)
                     spin_lock(&ptl)
                     ...
                     x = 7
`),
    ).toBe('00000011111');
  });

  it('may be in a variant, for that one alone', () => {
    const text = `${head}	variant "v" {
		schedule {
CPU0                 CPU1
----                 ----
                     spin_lock(&ptl)
		}
	}
}
`;
    const analysis = analyseText(text);
    expect(analysis.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(analysis.compile(0, 0).program?.schedule).toEqual([]);
    expect(analysis.compile(0, 1).program?.schedule).toEqual([1]);
  });
});

describe('columns that no longer fit say so at the cell', () => {
  const header = 'CPU0                 CPU1\n----                 ----\n';

  it.each([
    ['another call', 'spin_trylock(&ptl)'],
    ['another argument', 'spin_lock(&mmap_lock)'],
    ['another value', 'spin_lock(&ptl)\n read page.flags: 4'],
    ['another change', 'spin_lock(&ptl) [owner: none -> cpu1]'],
    ['another value written', '...\npage.flags = 3'],
    ['a thread that has to wait', 'spin_lock(&ptl)\n                     read page.flags: 0'],
    ['a thread that does not have to', 'spin_lock(&ptl) ...'],
    ['a thread that is over', '...\nspin_unlock(&ptl)\nx = 9'],
    ['nothing', '/* nothing */'],
  ])('%s', (_, cells) => {
    expect(misfitOf(header + cells)).toMatchSnapshot();
  });

  it.each([
    ['no thread', 'CPU0     CPU5\n----     ----\nx = 1'],
    ['a thread twice', 'CPU0 (ksm)     CPU1 (ksm)\n----     ----\nx = 1'],
  ])('a header of %s', (_, columns) => {
    expect(misfitOf(columns)).toMatchSnapshot();
  });
});

describe('a schedule', () => {
  const pasted = `
> CPU0 (ksm)         CPU1
> ----               ----
> put()
>   spin_lock(&ptl) [owner: none -> ksm]   it's "open { /* !!! x
>                    y'"{[(
`;

  it('that is half typed never throws, and leaves what follows alone', () => {
    const text = `${withColumns(pasted).slice(0, -3)}	}\n	thread late { x = 1; }\n}\nint after;\n`;
    for (let end = 0; end <= text.length; end += 1) {
      expect(() => allDiagnostics(text.slice(0, end))).not.toThrow();
      expect(() => allDiagnostics(text.slice(0, end) + text.slice(end + 7))).not.toThrow();
    }
  });

  it('of names stays one', () => {
    const text = `${head}	schedule {\n		ksm ksm\n		cpu1   ksm * 2\n	}\n}\n`;
    expect(analyseText(text).compile(0, 0).program?.schedule).toEqual([0, 0, 1, 0, 0]);
  });
});
