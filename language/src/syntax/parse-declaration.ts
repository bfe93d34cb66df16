// Declarations: structs, words, enums, flags, typedefs, variables, functions and the two
// directives. They mean the same at file level, in patches and in scenarios.
import { skipAttributes, skipTrailingAttributes } from './attributes.ts';
import type { Cursor } from './cursor.ts';
import { parseDeclarator, parseDeclaratorAfter, parseParameters } from './parse-declarator.ts';
import { parseAssignment, parseExpression, parseInitializer } from './parse-expression.ts';
import { parseBlock } from './parse-statement.ts';
import { isTypeStart, parseSpecifiers, parseStars, type Specifiers } from './parse-type.ts';
import type {
  DefineItem,
  Doc,
  EnumDeclaration,
  Enumerator,
  ErrorStatement,
  Field,
  FlagsDeclaration,
  FunctionDeclaration,
  IncludeItem,
  InitializedDeclarator,
  Name,
  Parameter,
  ReleaseRange,
  Statement,
  StructDeclaration,
  TypedefDeclaration,
  VariableDeclaration,
  WordDeclaration,
} from './tree.ts';

export type Declaration =
  | DefineItem
  | StructDeclaration
  | WordDeclaration
  | TypedefDeclaration
  | EnumDeclaration
  | FlagsDeclaration
  | VariableDeclaration
  | FunctionDeclaration;

/**
 * Whether a declaration may begin here, scenario words aside. Used to find the next one after an
 * error.
 */
export function isDeclaration(cursor: Cursor): boolean {
  if (cursor.token.kind === 'directive') return true;
  if (cursor.at('typedef') || isFlags(cursor)) return true;
  if (!isTypeStart(cursor, 0)) {
    return cursor.peekIsName(0) && cursor.peekIsName(1) && cursor.peekIs(2, '(');
  }
  if (!cursor.peekIsName(0) || !cursor.peekIsName(1)) return true;
  const after = cursor.peek(2);
  // The text may end before it goes on.
  return after.kind === 'end' || /^[(;=,[:]$/.test(after.text) || isTypeStart(cursor, 1);
}

function isFlags(cursor: Cursor): boolean {
  return cursor.at('flags') && cursor.peekIsName(1) && cursor.peekIs(2, '{');
}

/** Any of them; undefined for what declares nothing (`struct page;`) and after `#include`. */
export function parseDeclaration(cursor: Cursor): Declaration | IncludeItem | undefined {
  const { doc, token } = cursor;
  if (token.kind === 'directive') {
    return token.text.endsWith('include') ? parseInclude(cursor) : parseDefine(cursor, doc);
  }
  if (cursor.at('typedef')) return parseTypedef(cursor, doc);
  if (isFlags(cursor)) return parseFlags(cursor, doc);
  if (cursor.at('struct')) {
    if (cursor.peekIs(1, '{') || cursor.peekIs(2, '{')) return parseStruct(cursor, doc);
    if (cursor.peekIs(2, ';')) return skipForwardDeclaration(cursor);
  }
  if (cursor.at('enum') && (cursor.peekIs(1, '{') || cursor.peekIs(2, '{'))) {
    return parseEnum(cursor, doc);
  }
  return parseVariableOrFunction(cursor, doc, undefined);
}

function skipForwardDeclaration(cursor: Cursor): undefined {
  for (let count = 0; count < 3; count += 1) cursor.take();
}

// Directives

function parseInclude(cursor: Cursor): IncludeItem {
  const start = cursor.take().start;
  const { kind, text } = cursor.token;
  const isPath = kind === 'string' || kind === 'system-path';
  if (!isPath)
    cursor.error('RW0101', `expected "file" or <file> after '#include', found ${cursor.found}`);
  const pathStart = cursor.token.start;
  if (isPath) cursor.take();
  const pathSpan = cursor.span(pathStart);
  const span = cursor.span(start);
  endLine(cursor, "'#include'");
  const path = isPath ? text.slice(1).replace(/[">]$/, '') : '';
  return {
    kind: 'Include',
    start: span.start,
    end: span.end,
    path,
    pathSpan,
    system: kind === 'system-path',
  };
}

function parseDefine(cursor: Cursor, doc: Doc | undefined): DefineItem {
  const start = cursor.take().start;
  const name = cursor.expectName("a name after '#define'");
  const value = parseExpression(cursor);
  const span = cursor.span(start);
  endLine(cursor, 'the value');
  return { kind: 'Define', start: span.start, end: span.end, doc, name, value };
}

function endLine(cursor: Cursor, after: string): void {
  if (cursor.token.kind !== 'line-end') {
    cursor.error('RW0101', `expected the end of the line after ${after}, found ${cursor.found}`);
  }
  while (!cursor.atEnd) {
    if (cursor.take().kind === 'line-end') return;
  }
}

// Structs and other types

function parseStruct(cursor: Cursor, doc: Doc | undefined): StructDeclaration {
  const start = cursor.take().start;
  const name = cursor.expectName("a name after 'struct'");
  const fields = parseFields(cursor);
  endType(cursor, 'struct');
  return { kind: 'Struct', start: cursor.since(start), end: cursor.previousEnd, doc, name, fields };
}

/** `;` after the `}` of a type; variables between them are reported. */
function endType(cursor: Cursor, what: string): void {
  skipTrailingAttributes(cursor);
  const isVariable = (cursor.peekIsName(0) && cursor.token.indent < 0) || cursor.at('*');
  if (isVariable) {
    cursor.error('RW0116', `variables after the '}' of the ${what} are not in the language`);
    cursor.skipStatement();
    return;
  }
  cursor.expectSemicolon(`the '}' of the ${what}`);
}

function parseFields(cursor: Cursor): Field[] {
  const fields: Field[] = [];
  cursor.braces('the name', () => {
    if (!cursor.accept(';')) fields.push(...parseField(cursor));
  });
  return fields;
}

/** `type a, b;` gives two fields that share their type. */
function parseField(cursor: Cursor): Field[] {
  const { doc, token } = cursor;
  const { start, indent } = token;
  if (indent >= 0) cursor.headIndent = indent;
  const before = cursor.place;
  const isAnonymous = cursor.peekIs(1, '{') || cursor.peekIs(2, '{');
  if (isAnonymous && (cursor.at('struct') || cursor.at('union') || cursor.at('enum'))) {
    return skipAnonymous(cursor);
  }
  const { storage, type } = parseSpecifiers(cursor);
  const fields: Field[] = [];
  do {
    const declarator = parseDeclarator(cursor, 'a name for the field');
    const ghost = storage.includes('ghost');
    const span = cursor.span(Math.min(start, type.start));
    fields.push({ kind: 'Field', start: span.start, end: span.end, doc, ghost, type, declarator });
  } while (cursor.accept(','));
  cursor.expectSemicolon('the field');
  if (cursor.place === before) {
    cursor.take();
    cursor.skipStatement();
  }
  return fields.filter((field) => field.declarator.name.text !== '');
}

function skipAnonymous(cursor: Cursor): Field[] {
  const message = `a '${cursor.token.text}' inside a struct is not in the language: list its fields`;
  cursor.error('RW0116', message);
  while (!cursor.at('{')) cursor.take();
  cursor.skipBraces();
  cursor.skipStatement();
  return [];
}

function parseTypedef(
  cursor: Cursor,
  doc: Doc | undefined,
): WordDeclaration | TypedefDeclaration | EnumDeclaration {
  const start = cursor.take().start;
  const hasBody = cursor.peekIs(1, '{') || cursor.peekIs(2, '{');
  if (hasBody && cursor.at('struct')) {
    cursor.take();
    if (!cursor.at('{')) cursor.take();
    const fields = parseFields(cursor);
    skipAttributes(cursor);
    const name = cursor.expectName("a name after the '}' of the typedef");
    skipTrailingAttributes(cursor);
    cursor.expectSemicolon('the typedef');
    return { kind: 'Word', start: cursor.since(start), end: cursor.previousEnd, doc, name, fields };
  }
  if (hasBody && cursor.at('enum')) return parseTypedefEnum(cursor, doc, start);
  const { type } = parseSpecifiers(cursor);
  const declarator = parseDeclarator(cursor, 'a name for the type');
  cursor.expectSemicolon('the typedef');
  return {
    kind: 'Typedef',
    start: cursor.since(Math.min(start, type.start)),
    end: cursor.previousEnd,
    doc,
    type,
    declarator,
  };
}

function parseTypedefEnum(cursor: Cursor, doc: Doc | undefined, start: number): EnumDeclaration {
  cursor.error('RW0116', "'typedef enum' is not in the language: write 'enum name { ... };'");
  cursor.take();
  const tag = cursor.peekIsName(0) ? cursor.takeName() : undefined;
  const members = parseEnumerators(cursor, "'enum'");
  const name = cursor.peekIsName(0) ? cursor.takeName() : tag;
  cursor.expectSemicolon('the typedef');
  return { kind: 'Enum', start: cursor.since(start), end: cursor.previousEnd, doc, name, members };
}

function parseEnum(cursor: Cursor, doc: Doc | undefined): EnumDeclaration {
  const start = cursor.take().start;
  const name: Name | undefined = cursor.at('{')
    ? undefined
    : cursor.expectName("a name after 'enum'");
  const members = parseEnumerators(cursor, "'enum'");
  endType(cursor, 'enum');
  return { kind: 'Enum', start: cursor.since(start), end: cursor.previousEnd, doc, name, members };
}

function parseFlags(cursor: Cursor, doc: Doc | undefined): FlagsDeclaration {
  const start = cursor.take().start;
  const name = cursor.takeName();
  const members = parseEnumerators(cursor, 'the name');
  endType(cursor, 'flags');
  return { kind: 'Flags', start: cursor.since(start), end: cursor.previousEnd, doc, name, members };
}

function parseEnumerators(cursor: Cursor, owner: string): Enumerator[] {
  const members: Enumerator[] = [];
  cursor.braces(owner, () => {
    const { doc, token } = cursor;
    const name = cursor.expectName('a name');
    const value = cursor.accept('=') ? parseAssignment(cursor) : undefined;
    if (name.text !== '') {
      members.push({
        kind: 'Enumerator',
        start: cursor.since(token.start),
        end: cursor.previousEnd,
        doc,
        name,
        value,
      });
    }
    if (cursor.at('}') || cursor.accept(',')) return;
    cursor.errorBehind('RW0102', `expected ',' or '}' after the name, found ${cursor.found}`);
    while (!/^[,;{}]$/.test(cursor.token.text) && !cursor.atEnd && cursor.token.indent < 0)
      cursor.take();
    cursor.accept(',');
  });
  return members;
}

// Variables and functions

export function parseVariableOrFunction(
  cursor: Cursor,
  doc: Doc | undefined,
  releases: ReleaseRange | undefined,
): VariableDeclaration | FunctionDeclaration {
  const firstStart = releases?.start ?? cursor.token.start;
  const specifiers = parseSpecifiers(cursor);
  const start = Math.min(firstStart, specifiers.type.start);
  const declaratorStart = cursor.token.start;
  const pointers = parseStars(cursor);
  if (isFunction(cursor)) {
    return parseFunction(cursor, { start, doc, releases, specifiers, pointers });
  }
  if (releases !== undefined && !cursor.stuck) {
    cursor.errorAt('RW0117', 'a kernel range stands before a function, and this is none', releases);
  }
  const declarator = parseDeclaratorAfter(cursor, declaratorStart, pointers, 'a name');
  return parseVariablesAfter(cursor, { start, doc, specifiers, declarator });
}

function isFunction(cursor: Cursor): boolean {
  skipAttributes(cursor);
  return cursor.token.kind === 'word' && cursor.peekIs(1, '(');
}

interface FunctionHead {
  readonly start: number;
  readonly doc: Doc | undefined;
  readonly releases: ReleaseRange | undefined;
  readonly specifiers: Specifiers;
  readonly pointers: number;
}

function parseFunction(cursor: Cursor, head: FunctionHead): FunctionDeclaration {
  const { doc, releases, specifiers, pointers } = head;
  const name = cursor.expectName('a name for the function');
  const parameters = parseParameters(cursor);
  skipTrailingAttributes(cursor);
  const owner = name.text === '' ? 'the parameters' : `the parameters of '${name.text}'`;
  const body = cursor.accept(';') ? undefined : parseBlock(cursor, owner);
  if (body !== undefined) requireNames(cursor, parameters);
  const { storage, type } = specifiers;
  const span = cursor.span(head.start);
  return {
    kind: 'Function',
    start: span.start,
    end: span.end,
    doc,
    releases,
    storage,
    type,
    pointers,
    name,
    parameters,
    body,
  };
}

function requireNames(cursor: Cursor, parameters: readonly Parameter[]): void {
  for (const { type, declarator } of parameters) {
    const wasRead = type.end > type.start;
    if (!wasRead || declarator.name.text !== '') continue;
    cursor.errorAt('RW0101', 'expected a parameter name after the type', type);
  }
}

interface VariableHead {
  readonly start: number;
  readonly doc: Doc | undefined;
  readonly specifiers: Specifiers;
  readonly declarator: InitializedDeclarator['declarator'];
}

function parseVariablesAfter(cursor: Cursor, head: VariableHead): VariableDeclaration {
  const { start, doc, specifiers } = head;
  const declarators = [parseInitialized(cursor, head.declarator)];
  while (cursor.accept(',')) {
    declarators.push(parseInitialized(cursor, parseDeclarator(cursor, "a name after ','")));
  }
  cursor.expectSemicolon('the declaration');
  const { storage, type } = specifiers;
  return {
    kind: 'Variable',
    start: cursor.since(start),
    end: cursor.previousEnd,
    doc,
    storage,
    type,
    declarators,
  };
}

function parseInitialized(
  cursor: Cursor,
  declarator: InitializedDeclarator['declarator'],
): InitializedDeclarator {
  const initializer = cursor.accept('=') ? parseInitializer(cursor) : undefined;
  const span = cursor.span(declarator.start);
  return {
    kind: 'InitializedDeclarator',
    start: span.start,
    end: span.end,
    declarator,
    initializer,
  };
}

/** Variables in a function's body. */
export function parseVariables(
  cursor: Cursor,
  doc: Doc | undefined,
): VariableDeclaration | ErrorStatement {
  const declaration = parseVariableOrFunction(cursor, doc, undefined);
  if (declaration.kind === 'Variable') return declaration;
  const { name, start, end } = declaration;
  cursor.errorAt(
    'RW0117',
    `function '${name.text}' is declared inside a function: move it out`,
    name,
  );
  return { kind: 'ErrorStatement', start, end };
}

/** A type or directive in a function's body: read, reported and left out. */
export function skipNestedDeclaration(cursor: Cursor): Statement {
  const { start, end, text } = cursor.token;
  cursor.errorAt('RW0117', `'${text}' stands inside a function: move it out`, { start, end });
  parseDeclaration(cursor);
  return { kind: 'ErrorStatement', start: cursor.since(start), end: cursor.previousEnd };
}
