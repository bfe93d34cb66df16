// `racewalk explain RW0207`: what a diagnostic means and what to do, without leaving the terminal.
import { checkCatalog } from '@racewalk/checker';
import { allCodes } from '@racewalk/language';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import type { Host } from './host.ts';
import type { ExplainRequest } from './small-options.ts';
import { printable } from './style.ts';

const width = 80;

export function explainCommand({ code }: ExplainRequest, host: Host): ExitCode {
  const entries = Object.entries({ ...allCodes, ...checkCatalog });
  const wanted = code.toUpperCase();
  const found = entries.find(([known]) => known === wanted || known === `RW${wanted}`);
  if (found === undefined) {
    const first = entries[0]?.[0] ?? '';
    const last = entries.at(-1)?.[0] ?? '';
    host.err(
      `racewalk: no diagnostic has the code ${printable(code)}; they are ${first} to ${last}\n`,
    );
    return exitCodes.usage;
  }
  const [name, { title, severity, explanation }] = found;
  host.out(`${name}: ${title} (${severity})\n\n${filled(explanation)}\n`);
  return exitCodes.expected;
}

function filled(text: string): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/u)) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].join('\n');
}
