// What is asked about many versions of one scenario: which is cheapest, what each line is for, what repairs it.
export {};
