// What TLC prints with -tool: messages between marks, each with the number of what it tells. The
// numbers are in tlc2.output.EC of TLC, the marks in tlc2.output.MP, both of tlaplus/tlaplus.

export interface TlcMessage {
  readonly code: number;
  /** 0 tells something, 1 is an error, 2 a bug of TLC, 3 a warning, 4 a state. */
  readonly severity: number;
  readonly text: string;
}

/** Numbers of the messages that are read here. */
export const tlcCodes = {
  version: 2262,
  /** Breadth first, which is the one search that sees everything. */
  modelChecking: 2187,
  success: 2193,
  statistics: 2199,
  progress: 2200,
  depth: 2194,
  finished: 2186,
  invariantViolated: 2110,
  invariantViolatedInitially: 2107,
  behaviour: 2121,
  state: 2217,
  assumptionFalse: 2104,
} as const;

const startMark = /^@!@!@STARTMSG (\d+)(?::(\d+))? @!@!@$/u;
const endMark = /^@!@!@ENDMSG (\d+) @!@!@$/u;

/** Collects messages from lines. What stands between messages is not looked at. */
export class TlcMessages {
  readonly messages: TlcMessage[] = [];
  /** A message began and did not end. */
  private open: { readonly code: number; readonly severity: number; lines: string[] } | undefined;

  /** The message that ends with this line. */
  read(line: string): TlcMessage | undefined {
    const plain = line.replace(/\r$/u, '');
    const start = startMark.exec(plain);
    if (start !== null) {
      this.open = { code: Number(start[1]), severity: Number(start[2] ?? 0), lines: [] };
      return undefined;
    }
    if (this.open === undefined) return undefined;
    const end = endMark.exec(plain);
    if (end === null) {
      this.open.lines.push(plain);
      return undefined;
    }
    const { code, severity, lines } = this.open;
    this.open = undefined;
    if (Number(end[1]) !== code) return undefined;
    const message = { code, severity, text: lines.join('\n').trim() };
    this.messages.push(message);
    return message;
  }
}

export function tlcMessages(text: string): readonly TlcMessage[] {
  const reader = new TlcMessages();
  for (const line of text.split('\n')) reader.read(line);
  return reader.messages;
}
