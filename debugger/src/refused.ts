// What can't be done, with the reason in words for the person who asked.

export class Refused {
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}

/** What a request comes to: its answer, or why there is none. */
export type OrRefused<Answer> = Answer | Refused;
