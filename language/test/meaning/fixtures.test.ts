// Diagnostics of meaning, as a person sees them: each fixture is a text with its diagnostics under the
// lines. RW_UPDATE=1 writes what is found; the difference is to be read.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { annotate, withoutAnnotations } from '../check.ts';
import { allDiagnostics, checkMeaning } from './check.ts';

const folder = new URL('../fixtures/meaning/', import.meta.url);

describe('diagnostics of meaning', () => {
  const names = readdirSync(folder).filter((name) => name.endsWith('.race'));
  it('has fixtures', () => expect(names.length).toBeGreaterThan(4));
  for (const name of names) {
    it(`reports what is wrong in ${name}, and nothing else`, () => {
      const file = new URL(name, folder);
      const annotated = readFileSync(file, 'utf8');
      if (process.env.RW_UPDATE === '1') {
        const { text } = withoutAnnotations(annotated);
        writeFileSync(file, annotate(text, allDiagnostics(text)));
      } else checkMeaning(annotated);
    });
  }
});
