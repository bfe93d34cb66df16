// Which thread a column is about: from `CPU0 (vmm, vcpu0)` as we print it, and from `CPU 1`, `cpu1`,
// `Thread 0 (KSM)` or a thread's name as people write it.
import type { Thread } from '@racewalk/simulator';
import type { ReadHeader } from './headers.ts';

/** The index of a thread for each column; or the header that names none, and why. */
export function threadsOf(
  headers: readonly ReadHeader[],
  threads: readonly Thread[],
): readonly number[] | { readonly header: ReadHeader; readonly why: string } {
  const names = headers.map(({ text }) => wordsOf(text));
  const isInRange = names.every(({ number }) => number === undefined || number < threads.length);
  const found = names.map((one) => threadOf(one, threads, isInRange));
  for (const [column, header] of headers.entries()) {
    const thread = found[column];
    if (thread === undefined) return { header, why: noThread(header, threads) };
    if (found.indexOf(thread) < column)
      return { header, why: `two columns are of thread '${threads[thread]?.name ?? ''}'` };
  }
  return found.flatMap((thread) => thread ?? []);
}

interface HeaderWords {
  /** `cpu0` of `CPU 0 (vmm)`. */
  readonly name: string;
  readonly number: number | undefined;
  /** What stands in parentheses: process, thread or what it is for. */
  readonly roles: readonly string[];
  /** As `racewalk columns` writes it: then the number counts the threads. */
  readonly isOurs: boolean;
}

function wordsOf(text: string): HeaderWords {
  const match = /^(.*?)\s*(?:\((.*)\))?\s*:?$/u.exec(text);
  const before = match?.[1] ?? text;
  const number = /(\d+)$/u.exec(before)?.[1];
  return {
    name: bare(before),
    number: number === undefined ? undefined : Number(number),
    roles: (match?.[2] ?? '').split(/[,\s]+/u).filter((word) => word !== ''),
    isOurs: /^CPU\d+$/u.test(before),
  };
}

function bare(text: string): string {
  return text.replace(/[\s:_#-]/gu, '').toLowerCase();
}

function threadOf(
  { name, number, roles, isOurs }: HeaderWords,
  threads: readonly Thread[],
  isInRange: boolean,
): number | undefined {
  const byRole = threads.findIndex((thread) => roles.includes(thread.name));
  if (byRole >= 0) return byRole;
  const byName = threads.findIndex((thread) => bare(thread.name) === name);
  const byNumber = number !== undefined && number < threads.length ? number : -1;
  const order = isOurs && isInRange ? [byNumber, byName] : [byName, byNumber];
  return order.find((index) => index >= 0);
}

function noThread({ text }: ReadHeader, threads: readonly Thread[]): string {
  const known = threads.map(({ name, role }, index) => {
    return `CPU${index} (${role === undefined ? name : `${role}, ${name}`})`;
  });
  return `'${text}' names no thread: there is ${known.join(', ')}`;
}
