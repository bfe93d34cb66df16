// What a thread does with a file: checks its variants in order and tells of each as it is known.
import { analyse, type SourceFile } from '@racewalk/language';
import { checkClosely } from '../closer-look.ts';
import { type ExplorationHost, withoutRuns } from '../exploration.ts';
import type { JobReply, JobRequest } from './job.ts';

export type JobHost = Pick<ExplorationHost, 'now' | 'pause' | 'interrupted'>;

/** Example: `await serveJob(request, host, kernelLibrary, (reply) => port.postMessage(reply))`. */
export async function serveJob(
  { index, file, includes, plan }: JobRequest,
  host: JobHost,
  library: readonly SourceFile[],
  tell: (reply: JobReply) => void,
): Promise<void> {
  const texts = new Map(includes.map(({ name, text }) => [name, text]));
  const analysis = analyse(file, (name) => texts.get(name), library);
  const { watched, explorer } = plan;
  const exploring = {
    ...host,
    watched,
    err: (text: string) => tell({ kind: 'line', index, text }),
  };
  for (const [scenario, { variants }] of analysis.scenarios.entries()) {
    for (const [variant, { name }] of variants.entries()) {
      if (host.interrupted()) break;
      if (plan.variant !== undefined && plan.variant !== name) continue;
      const which = { scenario, variant };
      try {
        const closer = { wanted: plan.closer, library };
        const all = await checkClosely(exploring, analysis, which, explorer, closer);
        const timed = plan.withRuns ? all : withoutRuns(all);
        tell({ kind: 'checked', index, which, timed });
      } catch (error) {
        const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
        tell({ kind: 'failed', index, which, message, stack });
      }
    }
  }
  tell({ kind: 'done', index });
}
