// What passes between the command and a thread that checks whole files: data that can be cloned.
import type { SourceFile } from '@racewalk/language';
import type { Explorer, Timed } from '../exploration.ts';

/** What holds for all files of the command. */
export interface JobPlan {
  readonly explorer: Extract<Explorer, { kind: 'own' }>;
  /** The only variants wanted; undefined: all. */
  readonly variant: string | undefined;
  /** Whether a person watches, so that progress is told. */
  readonly watched: boolean;
  /** Whether what was explored comes back too, for reports that walk through runs themselves. */
  readonly withRuns: boolean;
  /** Whether more than verdicts is looked for. */
  readonly closer: boolean;
}

/** A file with all it includes: a thread reads nothing itself. */
export interface JobFile {
  readonly file: SourceFile;
  readonly includes: readonly SourceFile[];
}

/** `index` is that of the file among those of the command. */
export interface JobRequest extends JobFile {
  readonly index: number;
  readonly plan: JobPlan;
}

/** Indices of the analysis. */
export interface Which {
  readonly scenario: number;
  readonly variant: number;
}

export type JobReply =
  /** For the line of progress. */
  | { readonly kind: 'line'; readonly index: number; readonly text: string }
  | {
      readonly kind: 'checked';
      readonly index: number;
      readonly which: Which;
      readonly timed: Timed;
    }
  /** A bug of ours met in one variant. */
  | {
      readonly kind: 'failed';
      readonly index: number;
      readonly which: Which;
      readonly message: string;
      readonly stack: string;
    }
  /** Nothing more comes about the file: all is told, or the command was interrupted. */
  | { readonly kind: 'done'; readonly index: number };

export interface JobEvents {
  reply(thread: number, reply: JobReply): void;
  /** The thread has ended by itself, which only a bug or a lack of memory makes it do. */
  ended(thread: number, error: Error): void;
}

/** Threads that take one file after the other. */
export interface JobThreads {
  readonly count: number;
  send(thread: number, request: JobRequest): void;
  /** Ends all of them, whatever they do. */
  close(): void;
}
