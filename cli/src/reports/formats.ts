// Which reporter stands behind a format's name.
import type { CheckRequest, ReportFormat } from '../arguments.ts';
import type { Host } from '../host.ts';
import { githubReporter } from './github.ts';
import { jsonReporter } from './json.ts';
import { junitReporter } from './junit.ts';
import { markdownReporter } from './markdown.ts';
import type { Reporter } from './reporter.ts';
import { sarifReporter } from './sarif.ts';
import { textReporter } from './text.ts';

/** Formats that walk through what was explored, beyond what the report of a variant says. */
export const formatsWithRuns: ReadonlySet<ReportFormat> = new Set(['sarif', 'markdown']);

export function reporterOf({ format, quiet }: CheckRequest, host: Host): Reporter {
  switch (format) {
    case 'text':
      return textReporter(host, quiet);
    case 'json':
      return jsonReporter(host);
    case 'sarif':
      return sarifReporter(host);
    case 'junit':
      return junitReporter(host);
    case 'markdown':
      return markdownReporter(host);
    case 'github':
      return githubReporter(host, quiet);
  }
}
