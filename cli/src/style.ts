// Colours, and keeping what comes from files from talking to the terminal.

export interface Style {
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly unsure: (text: string) => string;
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
}

/** With ANSI colours, or without any. */
export function styleOf(colour: boolean): Style {
  const paint = (code: number) => (text: string) =>
    colour && text !== '' ? `\u001b[${code}m${text}\u001b[0m` : text;
  return { good: paint(32), bad: paint(31), unsure: paint(33), strong: paint(1), faint: paint(2) };
}

/** Control characters of a text must not reach the terminal; tabs and line ends stay. */
export function printable(text: string): string {
  return text.replace(/(?![\t\n])[\p{Cc}\p{Cf}]/gu, '\ufffd');
}
