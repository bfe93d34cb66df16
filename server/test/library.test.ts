import { kernelLibrary } from '@racewalk/kernel';
import { analyse } from '@racewalk/language';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nameOf } from '../src/documents/names.ts';
import { definition } from '../src/features/definition.ts';
import { hover } from '../src/features/hover.ts';
import { type Client, connected } from './client.ts';

const bitops = 'racewalk-kernel:/include/linux/bitops.race';

describe('a document of the library', () => {
  let client: Client;

  beforeAll(async () => {
    client = await connected(kernelLibrary);
    const text = kernelLibrary.find(({ name }) => name === nameOf(bitops))?.text ?? '';
    await client.open(text, bitops);
  });

  afterAll(() => client.shutdown());

  it('has hovers', async () => {
    expect(await client.hover('test_and_set_bit(int', bitops)).toMatch(/bool test_and_set_bit/u);
  });

  it('has definitions', async () => {
    const [found] = await client.definition('test_and_set_bit(int', bitops);
    expect(found?.uri).toBe(bitops);
  });

  it('has an outline, no lens and no diagnostics', async () => {
    const symbols = await client.connection.sendRequest<{ name: string }[]>(
      'textDocument/documentSymbol',
      { textDocument: { uri: bitops } },
    );
    expect(symbols.map(({ name }) => name)).toContain('test_and_set_bit');
    expect(await client.lenses(bitops)).toEqual([]);
    expect(client.published).toEqual([]);
  });
});

describe('every name of the library', () => {
  const analysis = analyse({ name: '', text: '' }, () => undefined, kernelLibrary);

  it.each(kernelLibrary.map(({ name, text }) => [name, text]))(
    'in %s is hovered without a bug',
    (file, text) => {
      let explained = 0;
      for (const { index: offset } of text.matchAll(/\b[A-Za-z_]\w*/gu)) {
        const place = { analysis, file, offset, results: undefined };
        if (hover(place, []) !== undefined) explained += 1;
        for (const target of definition(place)) expect(target.end).toBeGreaterThan(target.start);
      }
      if (text.trim() !== '') expect(explained).toBeGreaterThan(0);
    },
  );
});
