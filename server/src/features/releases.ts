// Releases in words: which a body is for, and whether one is among them.
import type { FunctionBody, FunctionSymbol, tree } from '@racewalk/language';
import { bodiesOf } from '@racewalk/language';

/** `kernel v5.10 .. v6.1`, `kernel v6.2 ..`, `kernel v5.13`; empty for all releases. */
export function releaseText({ releases }: Pick<tree.FunctionDeclaration, 'releases'>): string {
  if (releases === undefined) return '';
  const { from, to } = releases;
  if (from !== undefined && from === to) return `kernel ${from.text}`;
  return ['kernel', from?.text, '..', to?.text].filter((word) => word !== undefined).join(' ');
}

/** `v6.10` is 6010. */
export function releaseNumber(release: string): number {
  const [, major, minor] = /^v(\d+)\.(\d+)$/u.exec(release) ?? [];
  return Number(major ?? 0) * 1000 + Number(minor ?? 0);
}

/** 6010 is `v6.10`. */
export function releaseName(number: number): string {
  return `v${Math.floor(number / 1000)}.${number % 1000}`;
}

/** The last minor release of each major one. */
const lastMinor: Readonly<Record<number, number>> = { 3: 19, 4: 20, 5: 19 };

export function nextRelease(number: number): number {
  const major = Math.floor(number / 1000);
  return number % 1000 === lastMinor[major] ? (major + 1) * 1000 : number + 1;
}

/** The bodies of the innermost scope that has one for the release, patches left out. */
export function bodiesIn(symbol: FunctionSymbol, release: string): readonly FunctionBody[] {
  const number = releaseNumber(release);
  return bodiesOf(symbol).filter((body) => body.from <= number && number <= body.to);
}
