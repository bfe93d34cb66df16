// The text report with workflow commands between its lines: GitHub shows them as annotations at their lines.
import { diagnosticReports } from '@racewalk/checker';
import type { Host } from '../host.ts';
import type { Reporter } from './reporter.ts';
import { textReporter } from './text.ts';

const commands = {
  error: 'error',
  warning: 'warning',
  information: 'notice',
  hint: 'notice',
} as const;

export function githubReporter(host: Host, quiet: boolean): Reporter {
  const text = textReporter({ ...host, colour: false }, quiet);
  return {
    ...text,
    file(result) {
      text.file(result);
      for (const { code, severity, message, file, range } of diagnosticReports(
        result.diagnostics,
        result.textOf,
      )) {
        const { start, end } = range;
        const place = [
          `file=${property(file)}`,
          `line=${start.line + 1}`,
          // GitHub takes columns only within one line.
          ...(start.line === end.line
            ? [`col=${start.character + 1}`, `endColumn=${end.character + 1}`]
            : []),
          `title=${property(code)}`,
        ];
        host.out(`::${commands[severity]} ${place.join(',')}::${data(message)}\n`);
      }
    },
  };
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
