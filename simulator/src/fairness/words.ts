// How a run that never ends is told.

/** Example: `repeatText(6)` is "the last 6 steps repeat for ever". */
export function repeatText(cycleSteps: number): string {
  if (cycleSteps === 1) return 'the last step repeats for ever';
  return `the last ${cycleSteps} steps repeat for ever`;
}
