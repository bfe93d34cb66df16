// What passes between a command of the bench and a thread that helps it: data that can be cloned.
import { analyse, type SourceFile } from '@racewalk/language';
import type { Limits } from '@racewalk/simulator';
import {
  CompareHelper,
  type CompareUnit,
  type Explored,
  type Item,
  type Lost,
  MutantHelper,
  RepairHelper,
  type Shard,
  type Taken,
  type TriedCandidate,
} from '@racewalk/workbench';
import type { JobFile } from './job.ts';

/** What it is to help with. */
export type HelperTask =
  | {
      readonly kind: 'mutate' | 'repair';
      readonly scenario: number;
      readonly variant: number;
      readonly limits: Limits;
    }
  | {
      readonly kind: 'compare';
      readonly scenario: string | undefined;
      readonly per: readonly string[];
      readonly shard: Shard | undefined;
      readonly limits: Limits;
    };

export type HelperRequest =
  | ({ readonly kind: 'begin'; readonly task: HelperTask } & JobFile)
  | ({ readonly kind: 'work' } & Taken);

export type HelperReply =
  /** The texts are read: it can take work. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'mutant'; readonly at: number; readonly answer: Explored<readonly Lost[]> }
  | { readonly kind: 'candidate'; readonly at: number; readonly answer: TriedCandidate }
  | { readonly kind: 'unit'; readonly at: number; readonly unit: CompareUnit }
  /** A bug of ours: the command does the item itself, and meets it again. */
  | { readonly kind: 'failed'; readonly at: number };

export interface HelperEvents {
  reply(thread: number, reply: HelperReply): void;
  /** The thread has ended by itself, which only a bug or a lack of memory makes it do. */
  ended(thread: number): void;
}

export interface HelperThreads {
  readonly count: number;
  send(thread: number, request: HelperRequest): void;
  /** Ends all of them, whatever they do. */
  close(): void;
}

type Working = (at: number, item: Item, words: readonly string[]) => HelperReply;

/** The thread's side. Example: `new HelperServer(kernelLibrary).answer(request)`. */
export class HelperServer {
  readonly #library: readonly SourceFile[];
  #work: Working = (at) => ({ kind: 'failed', at });

  constructor(library: readonly SourceFile[]) {
    this.#library = library;
  }

  answer(request: HelperRequest): HelperReply {
    if (request.kind === 'begin') {
      this.#work = this.#begun(request);
      return { kind: 'ready' };
    }
    const { at, item, words } = request;
    try {
      return this.#work(at, item, words ?? []);
    } catch {
      return { kind: 'failed', at };
    }
  }

  #begun({ task, file, includes }: Extract<HelperRequest, { kind: 'begin' }>): Working {
    const texts = new Map(includes.map(({ name, text }) => [name, text]));
    const analysis = analyse(file, (name) => texts.get(name), this.#library);
    if (task.kind === 'compare') {
      const { scenario, per, limits, shard } = task;
      const options = { scenario, per, limits, ...(shard === undefined ? {} : { shard }) };
      const helper = new CompareHelper(analysis, options);
      return (at, item, functions) => ({ kind: 'unit', at, unit: helper.answer(item, functions) });
    }
    const { scenario, variant, limits } = task;
    const subject = { analysis, scenario, variant };
    if (task.kind === 'mutate') {
      const helper = new MutantHelper(subject, limits);
      return (at, item) => ({ kind: 'mutant', at, answer: helper.answer(item) });
    }
    const helper = new RepairHelper(subject, limits);
    return (at, item) => ({ kind: 'candidate', at, answer: helper.answer(item) });
  }
}
