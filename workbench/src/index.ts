// What is asked about many versions of one scenario: which is cheapest, what each line is for, what repairs it.

/** What is counted: `comparedWorks`. */
export * from './costs/works.ts';
