// Fixes for names that mean nothing: another spelling, an include, a declaration, a successor.
import { type Diagnostic, modelOf, treeOf } from '@racewalk/language';
import { shortName } from '../documents/names.ts';
import { type ActionInput, type CodeAction, fix, preferred } from './code-action.ts';
import { includeEdit, relativePath } from './completion-includes.ts';

const unknown: ReadonlySet<string> = new Set([
  'RW0201',
  'RW0203',
  'RW0204',
  'RW0304',
  'RW0502',
  'RW0603',
]);

export function nameFixes(diagnostic: Diagnostic, input: ActionInput): readonly CodeAction[] {
  if (diagnostic.code === 'RW0601') return successor(diagnostic);
  if (!unknown.has(diagnostic.code)) return [];
  return [
    ...otherSpelling(diagnostic, input),
    ...include(diagnostic, input),
    ...declaration(diagnostic, input),
  ];
}

function otherSpelling(diagnostic: Diagnostic, { text }: ActionInput): readonly CodeAction[] {
  const near = /did you mean '(\w+)'\?/u.exec(diagnostic.message)?.[1];
  if (near === undefined) return [];
  const { file, start, end } = diagnostic;
  if (!/^\w+$/u.test(text.slice(start, end))) return [];
  return [preferred(fix(diagnostic, `change to '${near}'`, [{ file, start, end, text: near }]))];
}

/** Another open text declares it. */
function include(
  diagnostic: Diagnostic,
  { analysis, text, open }: ActionInput,
): readonly CodeAction[] {
  const name = text.slice(diagnostic.start, diagnostic.end);
  const own = analysis.file.name;
  return open.flatMap((other) => {
    const from = other.file.name;
    const path = relativePath(own, from);
    const { values, tags, properties, patches } = modelOf(other).scope;
    const known = [values, tags, properties, patches].some((part) => part.get(name)?.file === from);
    const isOpen = !analysis.includes.some((one) => one.name === from);
    const isFree = !other.includes.some((one) => one.name === own);
    if (path === undefined || !known || !isOpen || !isFree || from === own) return [];
    return [fix(diagnostic, `include ${shortName(from)}`, [includeEdit(analysis, path)])];
  });
}

/** A function or variable of that name, above what uses it. */
function declaration(
  diagnostic: Diagnostic,
  { analysis, file, text }: ActionInput,
): readonly CodeAction[] {
  const { code, start, end } = diagnostic;
  const name = text.slice(start, end);
  if ((code !== 'RW0203' && code !== 'RW0201') || !/^[A-Za-z_]\w*$/u.test(name)) return [];
  const item = treeOf(analysis, file)?.items.find((one) => one.start <= start && end <= one.end);
  if (item === undefined) return [];
  const at = 'doc' in item && item.doc !== undefined ? item.doc.start : item.start;
  if (code === 'RW0201') {
    const edit = { file, start: at, end: at, text: `int ${name};\n\n` };
    return [fix(diagnostic, `declare 'int ${name}'`, [edit])];
  }
  const body = `static void ${name}(void)\n{\n}\n\n`;
  return [fix(diagnostic, `write ${name}()`, [{ file, start: at, end: at, text: body }])];
}

/** The kernel has put another function in its place. */
function successor(diagnostic: Diagnostic): readonly CodeAction[] {
  const name = /; use (\w+)\(\)/u.exec(diagnostic.message)?.[1];
  if (name === undefined) return [];
  const { file, start, end } = diagnostic;
  return [preferred(fix(diagnostic, `replace by ${name}()`, [{ file, start, end, text: name }]))];
}
