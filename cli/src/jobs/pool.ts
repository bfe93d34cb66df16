// Gives files to threads, in their order, and hands the answers out in the order they are asked for.
import type { Timed } from '../exploration.ts';
import type { JobEvents, JobFile, JobPlan, JobReply, JobThreads, Which } from './job.ts';

/** A file on its way through a thread. */
interface Work extends JobFile {
  readonly answers: Map<string, Timed | Error>;
  /** Why what has no answer will have none; undefined: it may still come. */
  over: 'interrupted' | Error | undefined;
}

export class JobPool {
  private readonly plan: JobPlan;
  private readonly works: readonly Work[];
  private readonly threads: JobThreads;
  /** The file that each thread is at; undefined: none. */
  private readonly at: (number | undefined)[];
  private readonly showLine: (text: string) => void;
  private next = 0;
  private alive: number;
  /** The file whose answer is waited for: its progress is shown. */
  private awaited = -1;
  private wake: () => void = () => {};

  constructor(
    files: readonly JobFile[],
    plan: JobPlan,
    start: (events: JobEvents) => JobThreads,
    showLine: (text: string) => void,
  ) {
    this.plan = plan;
    this.works = files.map((file) => ({ ...file, answers: new Map(), over: undefined }));
    this.showLine = showLine;
    this.threads = start({
      reply: (thread, reply) => this.take(thread, reply),
      ended: (thread, error) => this.lose(thread, error),
    });
    this.alive = this.threads.count;
    this.at = Array.from({ length: this.threads.count }, () => undefined);
    for (let thread = 0; thread < this.threads.count; thread++) this.give(thread);
  }

  /**
   * The answer for a variant of the file; undefined where the command was interrupted before it.
   * Throws what has gone wrong in the thread.
   */
  async check(path: string, which: Which): Promise<Timed | undefined> {
    this.awaited = this.works.findIndex(({ file }) => file.name === path);
    const work = this.works[this.awaited];
    if (work === undefined) throw new Error(`${path} was given to no thread`);
    const key = keyOf(which);
    for (;;) {
      const answer = work.answers.get(key) ?? work.over;
      if (answer instanceof Error) throw answer;
      if (answer === 'interrupted') return undefined;
      if (answer !== undefined) {
        work.answers.delete(key);
        return answer;
      }
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  close(): void {
    this.threads.close();
  }

  private give(thread: number): void {
    const work = this.works[this.next];
    this.at[thread] = work === undefined ? undefined : this.next;
    if (work === undefined) return;
    const { file, includes } = work;
    this.threads.send(thread, { index: this.next, file, includes, plan: this.plan });
    this.next += 1;
  }

  private take(thread: number, reply: JobReply): void {
    const work = this.works[reply.index];
    if (work === undefined) return;
    switch (reply.kind) {
      case 'line':
        if (reply.index === this.awaited) this.showLine(reply.text);
        return;
      case 'checked':
        work.answers.set(keyOf(reply.which), reply.timed);
        break;
      case 'failed':
        work.answers.set(keyOf(reply.which), errorOf(reply.message, reply.stack));
        break;
      case 'done':
        work.over = 'interrupted';
        this.give(thread);
        break;
    }
    this.wake();
  }

  private lose(thread: number, error: Error): void {
    const index = this.at[thread];
    const work = index === undefined ? undefined : this.works[index];
    if (work !== undefined) work.over = error;
    this.at[thread] = undefined;
    this.alive -= 1;
    if (this.alive === 0) for (const other of this.works) other.over ??= error;
    this.wake();
  }
}

function keyOf({ scenario, variant }: Which): string {
  return `${scenario}/${variant}`;
}

function errorOf(message: string, stack: string): Error {
  const error = new Error(message);
  error.stack = stack;
  return error;
}
