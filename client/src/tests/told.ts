// What the test view shows of a variant: where a run that nobody asked for would show the same again,
// it is not told of.
import type { TestProperty, TestVariant } from '@racewalk/server';

/** The same text: the same state, message and stack in the test view. */
export function toldOf(known: TestVariant): string {
  const { state, text, expected, found, properties } = known;
  const words = isSilent(known) ? [] : [text, expected, found];
  return JSON.stringify([state, words, properties.map(propertyTold)]);
}

function propertyTold(property: TestProperty): readonly unknown[] {
  const { name, state, expected, found, frames } = property;
  return isSilent(property) ? [name, state] : [name, state, expected, found, frames];
}

/** Tests that passed have no message: counts and steps of theirs show nowhere. */
function isSilent({ state }: TestVariant | TestProperty): boolean {
  return state === 'passed' || state === 'unknown' || state === 'running';
}
