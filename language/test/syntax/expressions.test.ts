// Expressions: how they group, and where a parenthesis is a cast.
import { expect, test } from 'vitest';
import { parse } from '../../src/syntax/parse.ts';
import { showExpression } from './show.ts';

function checkExpression(text: string, shown: string): void {
  const { tree, diagnostics } = parse(`#define X ${text}`, 'test.race');
  expect(diagnostics).toEqual([]);
  const item = tree.items[0];
  expect(item?.kind === 'Define' ? showExpression(item.value) : '').toBe(shown);
}

test.each([
  ['a + b * c - d', '((a + (b * c)) - d)'],
  ['a || b && c | d ^ e & f', '(a || (b && (c | (d ^ (e & f)))))'],
  ['a == b != c < d >= e', '((a == b) != ((c < d) >= e))'],
  ['a << 1 + 2 >> 3', '((a << (1 + 2)) >> 3)'],
  ['a % b / c', '((a % b) / c)'],
  ['a = b += c', '(a = (b += c))'],
  ['a ? b : c ? d : e', '(a ? b : (c ? d : e))'],
  ['a ? b = 1 : c', '(a ? (b = 1) : c)'],
  ['a || b ? c : d', '((a || b) ? c : d)'],
])('%s groups as in C', checkExpression);

test.each([
  ['!a->b', '(!a->b)'],
  ['-a++', '(-(a++))'],
  ['*p++', '(*(p++))'],
  ['- -a', '(-(-a))'],
  ['--a', '(--a)'],
  ['a - --b', '(a - (--b))'],
  ['&a[1].b', '(&a[1].b)'],
  ['&a & b', '((&a) & b)'],
  ['f(a, b)[1]->c', 'f(a, b)[1]->c'],
  ['(*p).x', '(*p).x'],
])('%s binds tightly', checkExpression);

test.each([
  ['(int)a', '<int>a'],
  ['(unsigned long)a + b', '(<unsigned long>a + b)'],
  ['(struct page *)a->b', '<struct page*>a->b'],
  ['(page *)a', '<page*>a'],
  ['(page **)-1', '<page**>(-1)'],
  ['(u8)-x', '<u8>(-x)'],
  ['(size_t)*p', '<size_t>(*p)'],
  ['(my_t) + x', '<my_t>(+x)'],
  ['(name) - x', '(name - x)'],
  ['(name) * x', '(name * x)'],
  ['(name) & x', '(name & x)'],
  ['(name)x', '<name>x'],
  ['(name)1', '<name>1'],
  ['(name)(x)', '<name>x'],
  ['(name)!x', '<name>(!x)'],
  ['(name)~x', '<name>(~x)'],
  ['(a) == b', '(a == b)'],
  ['(a)', 'a'],
  ['(int)(u8)x', '<int><u8>x'],
  ['(pte_t){ .page = p, 1 }', '<pte_t>{.page = p, 1}'],
  ['(struct s){ { 1 }, }', '<struct s>{{1}}'],
  ['(const volatile unsigned long __user *)p', '<unsigned long*>p'],
])('%s is a cast or is not', checkExpression);

test.each([
  ['0', '0'],
  ['017', '15'],
  ['0x1fUL', '31ul'],
  ['0b101', '5'],
  ['12u', '12u'],
  ['12L', '12l'],
  ['12LLU', '12ul'],
  ['2147483648', '2147483648u'],
  ['4294967295', '4294967295u'],
  ["'a'", '97'],
  ["'\\n'", '10'],
  ["'\\0'", '0'],
  ["'\\x41'", '65'],
  ["'\\''", '39'],
  ['"a\\"b\\\\"', '"a\\"b\\\\"'],
])('%s is a literal', checkExpression);

test.each([
  ['forall (p in pages) p->x == 0 && p->y', '(forall (p in pages) ((p->x == 0) && p->y))'],
  ['exists (i in 0 .. N - 1) a[i]', '(exists (i in 0 .. (N - 1)) a[i])'],
  ['a && forall (p in q->r) exists (s in t) s', '(a && (forall (p in q->r) (exists (s in t) s)))'],
  ['forall + exists(in)', '(forall + exists(in))'],
  ['forall(p, in)', 'forall(p, in)'],
])('%s is a quantifier or is not', checkExpression);
