// A debug session as text: what was asked, what came back, what was told. Compared with a file
// beside the test; UPDATE_GOLDEN=1 writes it anew.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { type Answer, type EventMessage, TestClient } from './client.ts';
import { hostOf } from './host.ts';

const folder = path.join(import.meta.dirname, 'golden');
const fixtures = path.join(import.meta.dirname, 'fixtures');

export function fixture(name: string): string {
  return readFileSync(path.join(fixtures, name), 'utf8');
}

export class Journal {
  readonly client: TestClient;
  readonly #lines: string[] = [];
  #told = 0;

  constructor(texts: Readonly<Record<string, string>>) {
    this.client = new TestClient(hostOf(texts));
  }

  /** The thread that the last stop named. */
  get thread(): number {
    const stop = this.client.events.findLast(({ event }) => event === 'stopped');
    return stop?.body.threadId ?? 1;
  }

  async ask(command: string, args: object = {}): Promise<Answer> {
    this.#say(`> ${command} ${plain(args)}`);
    const answer = await this.client.request(command, args);
    this.#answered(answer);
    return answer;
  }

  /** A command that moves, and the stop it leads to. */
  async move(command: string, args: object = { threadId: this.thread }): Promise<void> {
    this.#say(`> ${command} ${plain(args)}`);
    const end = await this.client.move(command, args);
    if ('success' in end) this.#answered(end);
    else this.#toldSince();
  }

  async launch(config: object, configure?: () => Promise<void>): Promise<void> {
    this.#say(`> launch ${plain(config)}`);
    const end = await this.client.launch(config, configure);
    if ('success' in end) this.#answered(end);
    else this.#toldSince();
  }

  /** Where everybody stands, in short. */
  async where(): Promise<void> {
    const { threads } = (await this.client.request('threads')).body;
    for (const { id, name } of threads) {
      const { stackFrames } = (await this.client.request('stackTrace', { threadId: id })).body;
      const calls = stackFrames.map(
        (frame: { name: string; line: number }) => `${frame.name}:${frame.line}`,
      );
      this.#say(`  ${name} | ${calls.join(' < ')}`);
    }
  }

  /** The id of an open call of a thread, counted from the innermost. */
  async frame(threadId: number, index = 0): Promise<number> {
    const { stackFrames } = (await this.client.request('stackTrace', { threadId })).body;
    return stackFrames[index].id;
  }

  /** The scopes of a call, opened down to a depth. */
  async variables(frameId: number, depth: number, only?: RegExp): Promise<void> {
    const { scopes } = (await this.client.request('scopes', { frameId })).body;
    for (const { name, variablesReference } of scopes) {
      if (only !== undefined && !only.test(name)) continue;
      this.#say(`  ${name}`);
      await this.#open(variablesReference, '    ', depth);
    }
  }

  async #open(variablesReference: number, indent: string, depth: number): Promise<void> {
    const { variables } = (await this.client.request('variables', { variablesReference })).body;
    for (const { name, value, type, variablesReference: inner } of variables) {
      this.#say(`${indent}${name}${type === undefined ? '' : `: ${type}`} = ${value}`);
      if (inner > 0 && depth > 1) await this.#open(inner, `${indent}  `, depth - 1);
    }
  }

  note(text: string): void {
    this.#say(`# ${text}`);
  }

  matches(name: string): void {
    this.#toldSince();
    const file = path.join(folder, `${name}.dap.txt`);
    const text = `${this.#lines.join('\n')}\n`;
    if (process.env.UPDATE_GOLDEN === '1') {
      mkdirSync(folder, { recursive: true });
      writeFileSync(file, text);
    }
    expect(existsSync(file), `${file} is missing: UPDATE_GOLDEN=1 writes it`).toBe(true);
    expect(text).toBe(readFileSync(file, 'utf8'));
  }

  #answered({ success, message, body }: Answer): void {
    if (success) this.#say(indented(body));
    else this.#say(`  refused: ${message}`);
    this.#toldSince();
  }

  #toldSince(): void {
    for (const event of this.client.events.slice(this.#told)) this.#say(eventText(event));
    this.#told = this.client.events.length;
  }

  #say(line: string): void {
    if (line !== '') this.#lines.push(line);
  }
}

function eventText({ event, body }: EventMessage): string {
  if (event === 'output') return `  says: ${body.output.trimEnd().replaceAll('\n', '\n        ')}`;
  if (event === 'racewalk/shown') {
    const choices = body.choices.map(
      (one: { label: string; reaches: string }) => `\n    ${one.label} (${one.reaches})`,
    );
    return `  shown: ${body.mode} ${body.step} of ${body.of}${choices.join('')}`;
  }
  if (event === 'capabilities') {
    const filters = body.capabilities.exceptionBreakpointFilters;
    return `  filters: ${filters.map((one: { filter: string }) => one.filter).join(', ')}`;
  }
  const inside = indented(body, '    ');
  return inside === '' ? `  event ${event}` : `  event ${event}\n${inside}`;
}

/** Objects as indented lines; lists by their elements. */
function indented(value: unknown, indent = '  '): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) {
    return value.map((one) => `${indent}- ${plain(one)}`).join('\n');
  }
  if (typeof value !== 'object') return `${indent}${String(value)}`;
  return Object.entries(value)
    .map(([key, inner]) =>
      Array.isArray(inner) && inner.length > 0 && typeof inner[0] === 'object'
        ? `${indent}${key}\n${indented(inner, `${indent}  `)}`
        : `${indent}${key}: ${plain(inner)}`,
    )
    .join('\n');
}

function plain(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(plain).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const fields = Object.entries(value).map(([key, inner]) => `${key}: ${plain(inner)}`);
  return `{ ${fields.join(', ')} }`;
}
