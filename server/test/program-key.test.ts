import { kernelLibrary } from '@racewalk/kernel';
import { analyse } from '@racewalk/language';
import { describe, expect, it } from 'vitest';
import { Cache } from '../src/run/cache.ts';
import { programKey } from '../src/run/program-key.ts';
import { counter } from './texts.ts';

function keyOf(text: string, variant = 0): string {
  const { program } = analyse({ name: 'a.race', text }, () => undefined, kernelLibrary).compile(
    0,
    variant,
  );
  if (program === undefined) throw new Error('the text does not compile');
  return programKey(program);
}

describe('the key of a program', () => {
  it('does not depend on where the text stands', () => {
    expect(keyOf(`// A comment.\n\n${counter}`)).toBe(keyOf(counter));
  });

  it.each([
    ['a constant', '+ 1;\n}', '+ 2;\n}'],
    ['the kind of access', 'counter = counter + 1;\n}', 'atomic { counter = counter + 1; }\n}'],
    ['a thread', 'cpu0', 'cpu2'],
    ['what is checked', 'counter == 2', 'counter == 1'],
    ['an initial value', 'int counter;', 'int counter = 1;'],
    ['what is forbidden', 'finally {', 'invariant never "n" { counter < 2 }\n  finally {'],
  ])('changes with %s', (_, from, to) => {
    const changed = counter.replace(from, to);
    expect(changed).not.toBe(counter);
    expect(keyOf(changed)).not.toBe(keyOf(counter));
  });

  it('changes with the names of enumerators, which results show', () => {
    const text = (name: string): string =>
      `enum state { ZERO, ${name} };\nenum state s;\nscenario "s" { thread a { s = ${name}; } observe s; forbid deadlock; }`;
    expect(keyOf(text('ONE'))).not.toBe(keyOf(text('UNO')));
  });
});

describe('the cache', () => {
  it('forgets what was not asked for the longest', () => {
    const cache = new Cache<number>(6);
    cache.set('aaa', 1);
    cache.set('bbb', 2);
    expect(cache.get('aaa')).toBe(1);
    cache.set('ccc', 3);
    expect([cache.get('aaa'), cache.get('bbb'), cache.get('ccc')]).toEqual([1, undefined, 3]);
  });

  it('keeps the newest value, however large', () => {
    const cache = new Cache<number>(2);
    cache.set('aaa', 1);
    expect(cache.get('aaa')).toBe(1);
  });

  it('counts a key once that is set again', () => {
    const cache = new Cache<number>(6);
    cache.set('aaa', 1);
    cache.set('aaa', 2);
    cache.set('bbb', 3);
    expect([cache.get('aaa'), cache.get('bbb')]).toEqual([2, 3]);
  });
});
