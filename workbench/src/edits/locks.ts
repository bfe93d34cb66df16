// Edits without a lock: both calls go. A lock that another function gives back is left alone.
import type { tree } from '@racewalk/language';
import { type Change, type Code, type Edit, oneLine, type Removal } from './edit.ts';
import { calledBy, realNodes, statementAround } from './statements.ts';
import { pairs, tries } from './vocabulary.ts';

export function withoutLocks(code: Code, text: string): readonly Edit<Removal>[] {
  return [...withoutPairs(code, text), ...withoutTries(code, text)];
}

interface Use {
  readonly statement: tree.Span;
  readonly call: tree.CallExpression;
  readonly given: string;
}

/** Statements that are a call of the function, with what it is given. */
function uses(code: Code, text: string, name: string): readonly Use[] {
  return realNodes(code.block).flatMap((node) => {
    const call = calledBy(node);
    if (call?.callee.text !== name) return [];
    return [{ statement: node, call, given: argumentsOf(call, text) }];
  });
}

function argumentsOf(call: tree.CallExpression, text: string): string {
  return oneLine(text.slice(call.callee.end, call.end));
}

function withoutPairs(code: Code, text: string): readonly Edit<Removal>[] {
  return pairs.flatMap(([take, give]) => {
    const takes = uses(code, text, take);
    const gives = uses(code, text, give);
    return [...new Set(takes.map(({ given }) => given))].flatMap(
      (given): readonly Edit<Removal>[] => {
        const both = [takes, gives].map((all) => all.filter((one) => one.given === given));
        const [taken, back] = both;
        const first = taken?.[0];
        if (first === undefined || back === undefined || back.length === 0) return [];
        const all = both.flat().map(({ statement }) => statement);
        return [
          {
            kind: take.startsWith('mmu_notifier') ? 'notifier' : 'lock',
            code,
            changes: all.map(emptied).sort((a, b) => a.start - b.start),
            sentence: `without ${take}${given}`,
            place: first.call,
            around: all,
          },
        ];
      },
    );
  });
}

function withoutTries(code: Code, text: string): readonly Edit<Removal>[] {
  return tries.flatMap(([take, give]) => {
    const gives = uses(code, text, give);
    const asked = realNodes(code.block).filter(
      (node): node is tree.CallExpression => node.kind === 'Call' && node.callee.text === take,
    );
    return asked.flatMap((call): readonly Edit<Removal>[] => {
      const given = argumentsOf(call, text);
      const back = gives.filter((one) => one.given === given).map(({ statement }) => statement);
      if (back.length === 0) return [];
      const taken = { start: call.start, end: call.end, text: 'true' };
      return [
        {
          kind: 'lock',
          code,
          changes: [taken, ...back.map(emptied)].sort((a, b) => a.start - b.start),
          sentence: `without ${take}${given}`,
          place: call,
          around: [statementAround(code.block, call), ...back],
        },
      ];
    });
  });
}

/** A statement that does nothing. */
export function emptied({ start, end }: tree.Span): Change {
  return { start, end, text: ';' };
}
