// Threads and their open calls.
import type { DebugProtocol } from '@vscode/debugprotocol';
import { standingOf } from '../choices.ts';
import { type Context, frameId, threadId, threadOf } from '../context.ts';
import { positionText } from '../debuggee.ts';
import { openCalls } from '../frames.ts';
import { type OrRefused, Refused } from '../refused.ts';

/** A name stays readable in a list. */
const nameMax = 96;

export function threads({ debuggee }: Context): DebugProtocol.ThreadsResponse['body'] {
  const { walk } = debuggee;
  const enabled = walk.enabled();
  return {
    threads: walk.program.threads.map(({ name, role }, thread) => {
      const who = role === undefined ? name : `${name} (${role})`;
      const parts = [who, positionText(walk), stateText(debuggee, thread, enabled)];
      const text = parts.filter((part) => part !== '').join(' · ');
      return { id: threadId(thread), name: cut(text) };
    }),
  };
}

function stateText(
  { walk, canReach }: Context['debuggee'],
  thread: number,
  enabled: ReturnType<typeof walk.enabled>,
): string {
  const standing = standingOf(walk, thread, enabled);
  if (standing.kind === 'over') return 'over';
  if (standing.kind === 'stopped') return '';
  if (standing.kind === 'waits') return standing.why.replace(/^\S+ /u, '');
  if (walk.mode === 'replay') return walk.next?.action.thread === thread ? 'steps next' : '';
  const reaches = enabled.some((one) => one.thread === thread && canReach(one) === 'yes');
  return reaches ? 'can step, and still break a property' : 'can step';
}

function cut(text: string): string {
  return text.length <= nameMax ? text : `${text.slice(0, nameMax - 3)}...`;
}

export function stackTrace(
  context: Context,
  args: DebugProtocol.StackTraceArguments,
): OrRefused<DebugProtocol.StackTraceResponse['body']> {
  const thread = threadOf(context, args.threadId);
  if (thread === undefined) return new Refused(`there is no thread ${args.threadId}`);
  const { debuggee, sources, bases } = context;
  const all = openCalls(debuggee.walk, thread);
  const from = args.startFrame ?? 0;
  const count = args.levels === undefined || args.levels === 0 ? all.length : args.levels;
  const stackFrames = all.slice(from, from + count).map(({ name, place }, at) => {
    const { line, character } = sources.positionOf(place);
    const end = sources.positionOf({ file: place.file, start: place.end });
    // Clients select what they are given: a whole block would be too much.
    const isOneLine = end.line === line;
    return {
      id: frameId(thread, from + at),
      name,
      source: sources.sourceOf(place.file),
      line: bases.line(line),
      column: bases.column(character),
      ...(isOneLine
        ? { endLine: bases.line(end.line), endColumn: bases.column(end.character) }
        : {}),
      canRestart: true,
    };
  });
  return { stackFrames, totalFrames: all.length };
}
