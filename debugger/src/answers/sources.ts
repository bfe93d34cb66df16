// The files of the scenario, and the texts of those that a client can't read itself.
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Context } from '../context.ts';
import { type OrRefused, Refused } from '../refused.ts';

export function loadedSources({ sources }: Context): DebugProtocol.LoadedSourcesResponse['body'] {
  return { sources: sources.all().map((file) => sources.sourceOf(file)) };
}

export function source(
  { sources }: Context,
  args: DebugProtocol.SourceArguments,
): OrRefused<DebugProtocol.SourceResponse['body']> {
  const { sourceReference } = args;
  const file = sources.fileOf({ sourceReference, ...args.source });
  const content = file === undefined ? undefined : sources.textOf(file);
  if (content === undefined) return new Refused('there is no such text');
  return { content, mimeType: 'text/x-race' };
}
