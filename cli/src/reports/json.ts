// One JSON document on standard output, when everything is known.
import { diagnosticReports, type FileReport, jsonText } from '@racewalk/checker';
import type { Host } from '../host.ts';
import type { Reporter } from './reporter.ts';

export function jsonReporter(host: Host): Reporter {
  const files: FileReport[] = [];
  return {
    variant: () => {},
    file: ({ path, diagnostics, scenarios, textOf }) => {
      files.push({
        path,
        diagnostics: diagnosticReports(diagnostics, textOf),
        scenarios: scenarios.map(({ name, variants }) => ({
          name,
          variants: variants.map(({ report }) => report),
        })),
      });
    },
    end: () => host.out(jsonText(files)),
  };
}
