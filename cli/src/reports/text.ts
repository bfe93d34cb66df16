// Lines for a person: a file, its scenarios, a line per variant as soon as it is known, then what
// is to be said about the file. When quiet, only what is not as expected.
import { distinct } from '@racewalk/checker';
import type { Analysis } from '@racewalk/language';
import { diagnosticsText } from '../diagnostic-text.ts';
import type { Timed } from '../exploration.ts';
import type { Host } from '../host.ts';
import {
  nameWidth,
  outcomeLines,
  type Standing,
  summaryLine,
  variantLine,
} from '../result-text.ts';
import { printable, styleOf } from '../style.ts';
import type { FileResult, Reporter } from './reporter.ts';

export function textReporter(host: Host, quiet: boolean): Reporter {
  const style = styleOf(host.colour);
  const standings: Standing[] = [];
  let heading = '';
  let problems = 0;

  function variant(analysis: Analysis, scenario: number, timed: Timed): void {
    const { standing } = timed.checked;
    standings.push(standing);
    if (quiet && standing === 'expected') return;
    const { name, title } = analysis.scenarios[scenario] ?? { name: '', title: { start: -1 } };
    const wanted = `${analysis.file.name}\0${title.start}`;
    if (wanted !== heading) {
      host.out(`${style.strong(printable(analysis.file.name))}: ${printable(name)}\n`);
      heading = wanted;
    }
    const names = analysis.scenarios.flatMap((one) => one.variants.map((other) => other.name));
    host.out(variantLine(timed.checked, nameWidth(names), timed.milliseconds, style));
    host.out(outcomeLines(timed.checked));
  }

  function file({ diagnostics, textOf }: FileResult): void {
    const told = distinct(diagnostics).filter((one) => !quiet || one.severity === 'error');
    problems += told.length;
    host.out(diagnosticsText(told, textOf, style));
  }

  function end(files: number, milliseconds: number): void {
    const silent = problems === 0 && standings.every((standing) => standing === 'expected');
    if (!quiet || !silent) host.out(summaryLine({ files, standings }, milliseconds));
  }

  return { variant, file, end };
}
