// The document for other programs: its bytes are compared with golden files, its shape with the schema.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { jsonText } from '../src/json.ts';
import { fileReport } from './check-scenario.ts';
import { violationsOf } from './schema-validator.ts';

const schema = JSON.parse(
  readFileSync(new URL('../../schemas/racewalk.check-1.schema.json', import.meta.url), 'utf8'),
);

const everything = `flags pageflags { PG_dirty, PG_tagged };
struct page { pageflags flags; ghost int stores; };
struct page page;
static inline void set_bit(pageflags bit, pageflags *flags) { atomic { *flags |= bit; } }
property tagged_last "a page is tagged only when it is dirty"
{ (page.flags & PG_tagged) == 0 || (page.flags & PG_dirty) != 0 }
void mark(void) { set_bit(PG_tagged, &page.flags); set_bit(PG_dirty, &page.flags); }

scenario "tag and dirty" {
	kernel v5.13;
	thread cpu0 { mark(); }
	thread cpu1 { mark(); }
	forbid tagged_last;
	observe page.flags as "flags";
	observe page.flags == 0 as "clean";
	witness page.flags != 0 as "dirty";
	expect pass;
	variant "the other way round" {
		void mark(void) { set_bit(PG_dirty, &page.flags); set_bit(PG_tagged, &page.flags); }
	}
	variant "known" { expect tagged_last; }
}

scenario "broken" { kernel v5.13; thread cpu0 { mark(1); } }
`;

describe('the JSON document', () => {
  it.each([
    ['everything', everything, {}],
    ['bounded', everything.replace('mark(1)', 'mark()'), { states_max: 2 }],
    ['empty', '', {}],
  ])('has the golden bytes and the documented shape: %s', async (name, text, limits) => {
    const document = jsonText([fileReport(text, limits)]);
    await expect(document).toMatchFileSnapshot(`golden/${name}.json`);
    expect(violationsOf(schema, JSON.parse(document))).toEqual([]);
  });

  it('does not depend on the slices of the work', () => {
    const whole = jsonText([fileReport(everything, {}, 1_000_000)]);
    expect(jsonText([fileReport(everything, {}, 1)])).toBe(whole);
  });

  it('is rejected by the schema when a field is missing or of another type', () => {
    const [report] = [fileReport(everything)];
    const { path: _, ...rest } = report;
    expect(
      violationsOf(schema, {
        schema: 'racewalk.check/1',
        files: [JSON.parse(JSON.stringify(rest))],
      }),
    ).toEqual(['$.files[0]: lacks path']);
    expect(violationsOf(schema, { schema: 'racewalk.check/2', files: [] })).toEqual([
      '$.schema: is not "racewalk.check/1"',
    ]);
  });
});
