// "Show a run where ...": a condition that is not in the text becomes one more witness of a scenario.
import type { Analysis, ScenarioInfo } from '@racewalk/language';

export interface WhereText {
  /** The whole text, with the witness in the scenario. Nothing before the condition has moved. */
  readonly text: string;
  /** Where the condition stands in it. */
  readonly start: number;
  readonly end: number;
}

/** The text with the witness; or what keeps the condition from being one. */
export function whereText(
  { file }: Analysis,
  scenario: ScenarioInfo,
  condition: string,
): WhereText | { readonly error: string } {
  const error = mistakeIn(condition);
  if (error !== undefined) return { error };
  const at = scenario.whole.end - 1;
  if (file.text[at] !== '}') return { error: 'the scenario has no end' };
  const before = `${file.text.slice(0, at)} witness (`;
  const text = `${before}${condition}) as "where"; ${file.text.slice(at)}`;
  return { text, start: before.length, end: before.length + condition.length };
}

/** What would end the witness and begin something else. */
function mistakeIn(condition: string): string | undefined {
  if (condition.trim() === '') return 'the condition is empty';
  if (/;|\/[/*]/u.test(condition)) return 'the condition is one expression, without ; and comments';
  let depth = 0;
  for (const character of condition) {
    if (/[([{]/u.test(character)) depth += 1;
    if (/[)\]}]/u.test(character)) depth -= 1;
    if (depth < 0) break;
  }
  return depth === 0 ? undefined : 'the brackets of the condition are not in pairs';
}
