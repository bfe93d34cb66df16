// Whether a space stands between two tokens of one line.
import { isReserved, type Token } from '../syntax/token.ts';
import type { Roles } from './roles.ts';

const clingsToLeft: ReadonlySet<string> = new Set([',', ';', ')', ']', '.', '->', '++', '--', '[']);
const clingsToRight: ReadonlySet<string> = new Set(['(', '[', '.', '->', '!', '~']);
/** Words in front of a parenthesis that is no list of arguments. */
const headers: ReadonlySet<string> = new Set([
  'if',
  'while',
  'for',
  'switch',
  'return',
  'case',
  'do',
  'else',
]);

/** Both tokens by their indices; `left + 1 === right`. */
export function isSpaced(tokens: readonly Token[], roles: Roles, left: number): boolean {
  const right = left + 1;
  const before = tokens[left];
  const after = tokens[right];
  if (before === undefined || after === undefined) return false;
  if (roles.prefix.has(left) || roles.castEnds.has(left)) return false;
  if (isValues(before, '{', left, roles)) return after.text !== '}';
  if (isValues(after, '}', right, roles)) return true;
  if (isPointerStar(left, before, roles)) return isQualifier(after);
  if (after.text === '(') return isOffParenthesis(before, right, roles);
  if (roles.labelColons.has(right)) return false;
  if (after.text === '++' || after.text === '--') return !isOperandEnd(before);
  if (clingsToLeft.has(after.text)) return after.text === '.' && !isOperandEnd(before);
  if (before.text === '++' || before.text === '--') return !isOperandStart(after);
  if (clingsToRight.has(before.text)) return false;
  return true;
}

function isValues(token: Token, brace: '{' | '}', index: number, roles: Roles): boolean {
  return token.text === brace && roles.braces.get(index) === 'values';
}

/** `*` that is neither an operator between two values nor one before a value. */
function isPointerStar(index: number, token: Token, roles: Roles): boolean {
  return token.text === '*' && !roles.binary.has(index);
}

function isQualifier({ text }: Token): boolean {
  return text === 'const' || text === 'volatile';
}

function isOffParenthesis(before: Token, right: number, roles: Roles): boolean {
  if (roles.offParentheses.has(right)) return true;
  if (before.kind === 'word') return headers.has(before.text) || isTypeWord(before);
  return before.text !== '(' && before.text !== '[' && before.text !== ')' && before.text !== ']';
}

function isTypeWord({ text }: Token): boolean {
  return isReserved(text);
}

function isOperandEnd({ kind, text }: Token): boolean {
  if (kind === 'word') return !isReserved(text);
  return kind === 'number' || text === ')' || text === ']';
}

function isOperandStart({ kind, text }: Token): boolean {
  return kind === 'word' || text === '(' || text === '*';
}
