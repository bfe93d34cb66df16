// What the user reads when we have made a mistake.

/** Short, with where to report it; the stack only for who asked for it. */
export function internalErrorText(error: unknown, where: string, debug: boolean): string {
  const message = error instanceof Error ? error.message : String(error);
  const stack = error instanceof Error && error.stack !== undefined ? error.stack : '';
  const lines = [
    `racewalk: internal error in ${where}: ${message.split('\n')[0] ?? ''}`,
    'This is a bug of racewalk, and no verdict. Please report it with the text that it happened on;',
    debug ? stack : 'RACEWALK_DEBUG=1 in the environment prints the stack.',
  ];
  return `${lines.join('\n')}\n`;
}
