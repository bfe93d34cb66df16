// What is told of a test that did not pass: expected against found, and the failing run as its stack.
import type { TestFrame, TestProperty, TestVariant } from '@racewalk/server';
import * as vscode from 'vscode';
import { l10n } from 'vscode';

/** For `when` clauses over a message: there may be a run to show. */
const failedMessage = 'racewalk.failed';

/** A test's state goes into a run of the test explorer; only there can it be seen. */
export function tell(
  run: vscode.TestRun,
  item: vscode.TestItem,
  known: TestVariant | TestProperty,
  milliseconds: number | undefined,
): void {
  switch (known.state) {
    case 'passed':
      run.passed(item, milliseconds);
      return;
    case 'failed':
      run.failed(item, messageOf(item, known), milliseconds);
      return;
    case 'undecided':
    case 'error':
      run.errored(item, messageOf(item, known), milliseconds);
      return;
    case 'running':
      run.started(item);
      return;
    case 'unknown':
      run.skipped(item);
  }
}

function messageOf(item: vscode.TestItem, known: TestVariant | TestProperty): vscode.TestMessage {
  const { expected, found } = known;
  const words =
    'text' in known ? known.text : l10n.t('{0}: expected {1}, {2}', known.name, expected, found);
  const message =
    known.state === 'failed'
      ? vscode.TestMessage.diff(words, expected, found)
      : new vscode.TestMessage(words);
  if (known.state === 'failed') message.contextValue = failedMessage;
  if (item.uri !== undefined && item.range !== undefined) {
    message.location = new vscode.Location(item.uri, item.range);
  }
  const frames = 'frames' in known ? known.frames : framesOf(known);
  const stack = stackOf(frames);
  if (stack === undefined) return message;
  return Object.assign(message, { stackTrace: stack });
}

/** Of the first property whose run nobody expects. */
function framesOf({ properties }: TestVariant): readonly TestFrame[] {
  return (
    properties.find(({ state, frames }) => state === 'failed' && frames.length > 0)?.frames ?? []
  );
}

/** The last step on top, as in a stack. Before VS Code 1.93 messages have none. */
function stackOf(frames: readonly TestFrame[]): readonly unknown[] | undefined {
  const frame: unknown = Reflect.get(vscode, 'TestMessageStackFrame');
  if (typeof frame !== 'function' || frames.length === 0) return undefined;
  return frames.toReversed().map(({ label, uri, line }): unknown => {
    const position = new vscode.Position(Math.max(0, line), 0);
    return Reflect.construct(frame, [label, vscode.Uri.parse(uri), position]);
  });
}

/** The same for the output of a run, for every version. */
export function outputOf({ name, text, properties }: TestVariant): string {
  const runs = properties
    .filter(({ state }) => state === 'failed')
    .flatMap(({ name: property, frames }) => [
      `  ${property}:`,
      ...frames.map(({ label, line }) => `    ${l10n.t('{0} (line {1})', label, line + 1)}`),
    ]);
  return [`${name}: ${text}`, ...runs, ''].join('\r\n');
}
