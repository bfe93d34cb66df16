// A scenario to begin with, from CPU columns as they stand in mails: a thread for each column, its
// cells as what is still to be written, and the columns as the schedule that the text is held against.
import { readColumns } from '@racewalk/trace';

/** Undefined: the text has no columns. */
export function skeletonOf(pasted: string): string | undefined {
  const tables = readColumns(pasted);
  const [first] = tables;
  if (first === undefined) return undefined;
  const names = threadNames(first.headers.map(({ text }) => text));
  const threads = names.map((name, column) => {
    const cells = tables.flatMap((table) => table.cells.filter((cell) => cell.column === column));
    const lines = cells.map(({ text }) => `\t\t// ${text.replaceAll(/\s+/gu, ' ').trim()}`);
    return `\tthread ${name} {\n${lines.join('\n')}\n\t}\n`;
  });
  const from = pasted.lastIndexOf('\n', first.headers[0]?.start ?? 0) + 1;
  const end = Math.max(...tables.flatMap(({ cells }) => cells.map((cell) => cell.end)), from);
  const lineEnd = pasted.indexOf('\n', end);
  const columns = pasted.slice(from, lineEnd < 0 ? undefined : lineEnd).trimEnd();
  return `/// From columns: write what each thread does; errors in the schedule say what is still missing.
scenario "from columns" {
${threads.join('\n')}
	schedule {
${columns}
	}
}
`;
}

/** `CPU0 (vmm)` as `vmm`, `CPU 0` as `cpu0`: what names a thread of a schedule, each once. */
function threadNames(headers: readonly string[]): readonly string[] {
  const names: string[] = [];
  for (const [index, header] of headers.entries()) {
    const inside = /\(([A-Za-z_]\w*)[^)]*\)/u.exec(header)?.[1];
    const number = /^[A-Za-z]+ ?(\d+)/u.exec(header)?.[1];
    const word = inside ?? (number === undefined ? /\w+/u.exec(header)?.[0] : `cpu${number}`);
    const name =
      word === undefined || !/^[A-Za-z_]/u.test(word) || names.includes(word)
        ? `thread${index}`
        : word;
    names.push(name);
  }
  return names;
}
