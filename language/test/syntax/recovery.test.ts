// A broken declaration spoils itself: what stands before and behind it is read as if nothing were
// wrong.
import { describe, expect, test } from 'vitest';
import { parse } from '../../src/syntax/parse.ts';
import { checkSyntax, withoutAnnotations } from '../check.ts';
import { outline } from './show.ts';

const good: readonly string[] = [
  'Struct page',
  'Function before',
  'Function after',
  'Scenario s',
  '  Thread a',
  '  Thread b',
  'Property last',
];

/** The snippet stands in the middle of good declarations, which are all kept. */
function checkKeeps(snippet: string): void {
  const text = `
struct page { int flags; };
static void before(void)
{
  if (x) {
    y = 1;
  }
}
${snippet}
static void after(void)
{
  for (;;)
    break;
}

scenario "s" {
  thread a {
    x = 1;
  }
  thread b { }
  forbid tag_leak;
}
property last "last" { x == 1 }
`;
  checkSyntax(text);
  const kept = outline(parse(withoutAnnotations(text).text, 'test.race').tree);
  expect(kept.filter((line) => good.includes(line))).toEqual(good);
}

describe('between good declarations', () => {
  test.each(
    Object.entries({
      'a missing semicolon': `
void f(void)
{
  int a = 1
        //^ error RW0102: expected ';' after the declaration, found 'x'
  x = a
    //^ error RW0102: expected ';' after the expression, found 'return'
  return;
}`,
      'a missing parenthesis': `
void f(void)
{
  if (x == 1 {
         //^ error RW0102: expected ')' after the condition, found '{'
    y = 1;
  }
  g(x, h(y);
        //^ error RW0102: expected ')' after the arguments, found ';'
  z = 2;
}`,
      'a missing closing brace': `
void f(void)
{
  while (x) {
          //^ error RW0110: this '{' has no '}': expected before 'return'
    y = 1;
  return;
}`,
      'a missing closing brace at the end': `
void f(void)
{
//<^ error RW0110: this '{' has no '}': expected before 'static'
  while (x) {
    y = 1;
  }
`,
      'two missing closing braces': `
void f(void)
{
//<^ error RW0110: this '{' has no '}': expected before 'struct'
  while (x) {
          //^ error RW0110: this '{' has no '}': expected before 'y'
    y = 1;
  y = 2;

struct between { int a; };`,
      'a closing brace too many': `
void f(void)
{
  if (x)
    y = 1;
  }
//^ error RW0101: this '}' is one too many: what follows is still inside
  return;
}`,
      'a missing opening brace': `
void f(void)
         //^ error RW0102: expected '{' after the parameters of 'f', found 'x'
  x = 1;
}`,
      'a half-typed member': `
void f(struct page *p)
{
  p->
  //^ error RW0101: expected a field name after '->', found 'return'
  return;
}
void g(struct page *p)
{
  p->
  //^ error RW0101: expected a field name after '->', found '}'
}`,
      'a half-typed call': `
void f(void)
{
  g(1,
   //^ error RW0101: expected an expression after ',', found 'return'
  return;
}
void h(void)
{
  g(
 //^ error RW0101: expected an expression after '(', found '}'
}`,
      'a half-typed operator': `
void f(void)
{
  x = 1 +
      //^ error RW0101: expected an expression after '+', found 'if'
  if (y) { }
  x =
  //^ error RW0101: expected an expression after '=', found '}'
}`,
      'a half-typed declaration': `
static
`,
      'a half-typed struct': `
struct broken {
            //^ error RW0110: this '{' has no '}': expected before 'static'
  int a;
  struct page *
            //^ error RW0101: expected a name for the field, found 'static'
`,
      'a stray token': `
void f(void)
{
  x = 1;
  ] y = 2;
//^ error RW0101: expected a statement, found ']'
  z = 3 4;
    //^ error RW0102: expected ';' after the expression, found '4'
}
)
//<^ error RW0101: expected a declaration, found ')'`,
      'an unterminated string': `
property p "never ends { x == 1 }
         //^^^^^^^^^^^ error RW0103: this string has no closing " on its line
scenario "t {
       //^^ error RW0103: this string has no closing " on its line
  source "a mail;
       //^^^^^^^ error RW0103: this string has no closing " on its line
  thread t { }
}
void f(void)
{
  log("text);
    //^^^^^ error RW0103: this string has no closing " on its line
}`,
      prose: `
This is not a declaration, but a sentence.
    //^ error RW0102: expected ';' after the declaration, found 'not'
It's followed by another; it has (brackets and) { braces }.
//<^^ error RW0101: expected a declaration, found 'It'
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error RW0103: this character has no closing ' on its line
`,
      'a broken for': `
void f(void)
{
  for (i = 0; i < 3; i++ {
                     //^ error RW0102: expected ')' after the head of 'for', found '{'
    x = 1;
  }
  for (i = 0 i < 3; i++) {
         //^ error RW0102: expected ';' after the first part of 'for', found 'i'
    x = 1;
  }
  for i { }
  //^ error RW0102: expected '(' after 'for', found 'i'
}`,
      'a broken switch': `
void f(void)
{
  switch (x) {
  case 1
     //^ error RW0102: expected ':' after the value of 'case', found 'y'
    y = 1;
  case 2:
    y = ;
      //^ error RW0101: expected an expression after '=', found ';'
  default:
    y = 2;
  }
}`,
      'a function without a type': `
f(int a)
//<^ error RW0101: expected a declaration, found 'f'
{
  return a;
}`,
      'merge markers': `
<<<<<<< HEAD
//<^^ error RW0101: expected a declaration, found '<<'
int a;
=======
//<^^ error RW0101: expected a declaration, found '=='
int b;
>>>>>>> other
//<^^ error RW0101: expected a declaration, found '>>'`,
      'a broken scenario': `
scenario "t" {
  thread t {
    x = 1
      //^ error RW0102: expected ';' after the expression, found '}'
  }
  tread b {
//^^^^^ error RW0101: expected a clause or a declaration, found 'tread'
    x = 1;
  }
  forbid a b;
       //^ error RW0102: expected ';' after 'forbid', found 'b'
  variant "v" { kernel 6.2; expect pass; }
                     //^^^ error RW0115: expected a release such as 'v5.13', found '6.2'
}`,
      'a scenario without its closing brace': `
scenario "t" {
           //^ error RW0110: this '{' has no '}': expected before 'static'
  thread t {
    x = 1;
  }
`,
      'a thread without its closing brace': `
scenario "t" {
  thread t {
         //^ error RW0110: this '{' has no '}': expected before 'thread'
    x = 1;

  thread u {
    x = 1;
  }
  forbid a;
}`,
    }),
  )('%s', (_, snippet) => {
    checkKeeps(snippet);
  });
});

test('a scenario keeps the threads around a broken one', () => {
  const text = `scenario "t" {
  thread a { x = 1; }
  thread b (vmm {
    if (x {
      y = ;
    }
  }
  thread c { x = 1; }
}
`;
  expect(outline(parse(text, 'test.race').tree)).toEqual([
    'Scenario t',
    '  Thread a',
    '  Thread b',
    '  Thread c',
  ]);
});

test('a function keeps the statements around a broken one', () => {
  const text = 'void f(void) {\n  a();\n  b(;\n  c() d();\n  e();\n  if () { g(); }\n  h();\n}';
  const function_ = parse(text, 'test.race').tree.items[0];
  const body = function_?.kind === 'Function' ? function_.body : undefined;
  const shown = body?.statements.map(({ start, end }) => text.slice(start, end));
  expect(shown).toEqual(['a();', 'b(;', 'c() d();', 'e();', 'if () { g(); }', 'h();']);
});
