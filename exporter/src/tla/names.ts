// Words that mean something to TLA+, to TLC's configuration, or to every module that is written.
import { libraryNames } from './library.ts';

const words = new Set([
  ...(
    'ASSUME ASSUMPTION AXIOM BOOLEAN BY CASE CHOOSE CONSTANT CONSTANTS COROLLARY DEF DEFINE DEFS ' +
    'DOMAIN ELSE ENABLED EXCEPT EXTENDS FALSE HAVE HIDE IF IN INSTANCE LAMBDA LEMMA LET LOCAL ' +
    'MODULE NEW OBVIOUS OMITTED ONLY OTHER PICK PROOF PROPOSITION PROVE QED RECURSIVE STATE STRING ' +
    'SUBSET SUFFICES TAKE TEMPORAL THEN THEOREM TRUE UNCHANGED UNION USE VARIABLE VARIABLES WITH ' +
    'WITNESS Nat Int Real Seq Head Tail Append Len SubSeq SelectSeq ' +
    'ACTION_CONSTRAINT ALIAS CHECK_DEADLOCK CONSTRAINT INIT INVARIANT INVARIANTS NEXT ' +
    'POSTCONDITION PROPERTIES PROPERTY SPECIFICATION SYMMETRY TYPE VIEW ' +
    'mem local pc turn vars m l e c o p Init InitialMem InitialLocal Next Spec AllEnded Keeps ' +
    'Rest RestAfter Stop Go Schedule MayMove'
  ).split(' '),
  ...libraryNames,
]);

export function clashesInTla(word: string): boolean {
  return words.has(word) || /^(WF_|SF_)/u.test(word) || !/[A-Za-z]/u.test(word);
}

/** A number as TLC reads it: its integers have 32 bits, and so have its literals. */
export function numberText(value: number): string {
  if (value === -(2 ** 31)) return '(-2147483647 - 1)';
  return value < 0 ? `(${value})` : String(value);
}

/** Text that may stand in a comment of either form. */
export function commentOf(text: string): string {
  return text
    .replaceAll('(*', '( *')
    .replaceAll('*)', '* )')
    .replace(/[^\x20-\x7e]+/gu, ' ')
    .trim();
}
