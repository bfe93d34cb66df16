// Every diagnostic code with its severity, title and explanation. docs/diagnostics.md is made from it.
// Numbers: 01xx text and syntax, 02xx names, 03xx types and constants, 04xx statements and steps,
// 05xx scenarios, 06xx releases, patches and the library, 07xx limits, 08xx verdicts.
import type { Severity } from './diagnostic.ts';

export interface CatalogEntry {
  readonly severity: Severity;
  readonly title: string;
  /** Why it matters and what to do, a few sentences. */
  readonly explanation: string;
}

export const catalog = {
  RW0101: {
    severity: 'error',
    title: 'unexpected text',
    explanation:
      'The parser expected something else here. The declaration or statement it stands in is skipped; everything around it is still checked.',
  },
  RW0102: {
    severity: 'error',
    title: 'missing punctuation',
    explanation:
      "A ';', ')', brace or the like is missing behind the marked place. Put it there; if the text looks complete, look for a mistake just before the mark.",
  },
  RW0103: {
    severity: 'error',
    title: 'string without an end',
    explanation:
      'A string or character must be closed on the line it begins on. Add the closing quote; a quote inside a string is written \\".',
  },
  RW0104: {
    severity: 'error',
    title: 'comment without an end',
    explanation:
      "A comment that begins with '/*' runs to the next '*/', and there is none, so the rest of the file is a comment. Close it.",
  },
  RW0105: {
    severity: 'error',
    title: 'character that is not part of the language',
    explanation:
      "Outside strings and comments only ASCII letters, digits and C's punctuation have a meaning. A file that holds a NUL is not text and is read up to there. Remove the character, or check that the right file is open.",
  },
  RW0106: {
    severity: 'error',
    title: 'number beyond 32 bits',
    explanation:
      "Every integer is modelled with at most 32 bits, 'unsigned long' and 'u64' included, so a larger constant has no value here. Use a smaller number that keeps the race: a flag bit below 32, a small address.",
  },
  RW0107: {
    severity: 'error',
    title: 'malformed number or character',
    explanation:
      'Numbers are decimal, octal (010), hexadecimal (0x1f) or binary (0b11), with the suffixes U and L; a character is one ASCII character or an escape in single quotes. There is no floating point.',
  },
  RW0108: {
    severity: 'error',
    title: 'nested too deep',
    explanation:
      'Brackets, operators or statements stand inside one another more levels deep than the limit. Split the expression into several statements, or move a part into a function.',
  },
  RW0109: {
    severity: 'error',
    title: 'too many errors',
    explanation:
      'Only the first errors of a file are shown. Repair these first: most of the others usually follow from them. A file that is not a scenario at all looks like this too.',
  },
  RW0110: {
    severity: 'error',
    title: 'brace without an end',
    explanation:
      "This '{' has no '}'. By the indentation it should be closed before the related place; everything from there on is read as if it were.",
  },
  RW0111: {
    severity: 'error',
    title: 'comma operator',
    explanation:
      "'a, b' as an expression is not in the language, because each access is a step of its own and its order should be plain to see. Write separate statements. Commas separate arguments, variables and names only.",
  },
  RW0112: {
    severity: 'error',
    title: 'macro with parameters',
    explanation:
      "'#define' names a constant expression. A macro with parameters would hide steps: write a 'static inline' function, which shows in traces under its name.",
  },
  RW0113: {
    severity: 'error',
    title: 'preprocessor line',
    explanation:
      "Only '#include' and '#define NAME value' are read; '#if', '#pragma' and others are skipped, and what stands between them is read as if they were not there. To choose code by release write 'kernel v5.10 .. v6.1' before a function; to choose it by variant use 'patch'.",
  },
  RW0114: {
    severity: 'error',
    title: 'C keyword as a name',
    explanation:
      "Only C's own keywords are reserved, and this is one. Take another name. Words of the scenario language, such as 'thread' or 'source', may be used as names.",
  },
  RW0115: {
    severity: 'error',
    title: 'release',
    explanation:
      "A release is written 'v5.13', a range 'v5.10 .. v6.1', 'v6.2 ..' or '.. v5.12', both ends included. A 'kernel' clause of a scenario names one release.",
  },
  RW0116: {
    severity: 'error',
    title: 'C that is not in the language',
    explanation:
      "This part of C has no meaning here: unions, function pointers, 'sizeof', computed goto, '?:' without a middle, statement expressions and case ranges among them. The message says what to write instead, where there is something.",
  },
  RW0117: {
    severity: 'error',
    title: 'misplaced construct',
    explanation:
      "This is known, but not where it stands: a 'case' outside its 'switch', an 'else' without 'if', a type or function inside a function, a kernel range that is not before a function. Move it to where it belongs.",
  },
} as const satisfies Record<string, CatalogEntry>;

export type Code = keyof typeof catalog;
