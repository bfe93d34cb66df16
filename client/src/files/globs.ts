// The patterns of settings such as `files.exclude`, as far as a list of files needs them: `*`, `**`,
// `?`, `[...]` and `{a,b}`, matched against a path from the folder on.

/** Whether a path is matched by one of the patterns. Paths have `/` between their parts. */
export function matcherOf(globs: readonly string[]): (path: string) => boolean {
  const patterns = globs.flatMap(patternOf);
  return (path) => patterns.some((pattern) => pattern.test(path));
}

/** A pattern that means nothing matches nothing. */
function patternOf(glob: string): RegExp[] {
  try {
    return [new RegExp(`^${translated(glob)}$`, 'u')];
  } catch {
    return [];
  }
}

/** The patterns that are switched on; those with a condition on other files are left out. */
export function globsOf(setting: unknown): readonly string[] {
  if (typeof setting !== 'object' || setting === null) return [];
  return Object.entries(setting).flatMap(([glob, on]) => (on === true ? [glob] : []));
}

const token = /\*\*\/|\/\*\*$|\*\*|\*|\?|\[[^\]]+\]|\{|\}|,|[^*?[{},/]+|./gu;

function translated(glob: string): string {
  let depth = 0;
  let text = '';
  for (const [part] of glob.replace(/\/$/u, '').matchAll(token)) {
    if (part === '{') depth += 1;
    const isInside = depth > 0;
    if (part === '}' && isInside) depth -= 1;
    text += pieceOf(part, isInside);
  }
  return text + ')'.repeat(depth);
}

function pieceOf(part: string, isInside: boolean): string {
  switch (part) {
    case '**/':
      return '(?:.*/)?';
    case '/**':
      return '(?:/.*)?';
    case '**':
      return '.*';
    case '*':
      return '[^/]*';
    case '?':
      return '[^/]';
    case '{':
      return '(?:';
    case '}':
      return isInside ? ')' : '\\}';
    case ',':
      return isInside ? '|' : ',';
    default:
      return part.startsWith('[') && part.endsWith(']') ? setOf(part) : escaped(part);
  }
}

function setOf(part: string): string {
  const inside = part.slice(1, -1);
  const isNegated = /^[!^]/u.test(inside);
  const members = (isNegated ? inside.slice(1) : inside).replaceAll(/[\\\]^[]/gu, '\\$&');
  return `[${isNegated ? '^/' : ''}${members}]`;
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, '\\$&');
}
