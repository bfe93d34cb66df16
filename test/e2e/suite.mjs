// A list of checks that build on one another, run in order. A check that fails leaves a screenshot
// and the suite goes on, so that one cause does not hide another.
import { stripVTControlCharacters } from 'node:util';

/** Settings: in a browser VS Code saves by itself, and then has nothing to revert to. */
export const noSaving = { 'files.autoSave': 'off' };

export class Suite {
  /** Names of the checks. */
  passed = [];
  failed = [];
  #name;
  #editor;

  constructor(name, editor) {
    this.#name = name;
    this.#editor = editor;
  }

  async check(name, body) {
    const started = Date.now();
    try {
      await body();
      this.passed.push(name);
      console.log(`  ok    ${this.#name}: ${name} (${Date.now() - started} ms)`);
    } catch (error) {
      this.failed.push(name);
      console.log(`  FAIL  ${this.#name}: ${name}\n${indented(error)}`);
      const file = `failed-${this.#name}-${name}`.replaceAll(/[^A-Za-z0-9]+/g, '-');
      await this.#editor.shot(file).catch(() => undefined);
      // What it left open would be in the way of the next check.
      await this.#editor.press('Escape').catch(() => undefined);
    }
  }
}

/** Asks again until the answer is a yes; the description is what the failure says. */
export async function until(description, ask, milliseconds = 10_000) {
  let last;
  for (const started = Date.now(); Date.now() - started < milliseconds; ) {
    try {
      last = await ask();
      if (last) return last;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(
    `${description}, after ${milliseconds} ms${last instanceof Error ? `: ${last.message}` : ''}`,
  );
}

export function expectMatch(text, pattern) {
  if (!pattern.test(text)) throw new Error(`found no ${pattern} in:\n${text}`);
}

function indented(error) {
  const text = stripVTControlCharacters(error instanceof Error ? error.message : String(error));
  return text
    .split('\n')
    .slice(0, 25)
    .map((line) => `        ${line}`)
    .join('\n');
}
