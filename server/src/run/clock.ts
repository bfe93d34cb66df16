// Time as an argument, so that tests turn the hands themselves.

export interface Clock {
  now(): number;
  /** Calls once after so many milliseconds; the function it gives takes that back. */
  after(ms: number, call: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after: (ms, call) => {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
};
