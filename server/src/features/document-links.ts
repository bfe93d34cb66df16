// Links out of a text: `#include`, and what `source:` lines and `source` clauses name: kernel
// files, commits, message ids. The addresses are public and stable; nothing is fetched.
import {
  type Analysis,
  commentsOf,
  descendants,
  resolvePath,
  textOf,
  type tree,
  treeOf,
} from '@racewalk/language';

export interface Link extends tree.Span {
  /** A file of ours, or an address on the web. */
  readonly target:
    | { readonly kind: 'file'; readonly file: string }
    | { readonly kind: 'web'; readonly address: string };
  readonly tooltip: string;
}

const browser = 'https://elixir.bootlin.com/linux';
const commits = 'https://git.kernel.org/linus';
const mail = 'https://lore.kernel.org/all';
/** The tree that is shown where nothing says which. */
const anyRelease = 'latest';

export function documentLinks(analysis: Analysis, file: string): readonly Link[] {
  const root = treeOf(analysis, file);
  const text = textOf(analysis, file);
  if (root === undefined || text === undefined) return [];
  return [...includeLinks(analysis, file, root), ...sourceLinks(root, text)].sort(
    (one, other) => one.start - other.start,
  );
}

function includeLinks(analysis: Analysis, file: string, root: tree.SourceTree): readonly Link[] {
  return root.items.flatMap((item): Link[] => {
    if (item.kind !== 'Include' || item.system) return [];
    const name = resolvePath(file, item.path);
    if (!analysis.includes.some((include) => include.name === name)) return [];
    const { start, end } = item.pathSpan;
    return [{ start, end, target: { kind: 'file', file: name }, tooltip: `open ${item.path}` }];
  });
}

/** The release that stands first in a line of its own, else that of the body below. */
function sourceLinks(root: tree.SourceTree, text: string): readonly Link[] {
  const found: Link[] = [];
  for (const { start, end } of commentsOf(text)) {
    const line = /source:\s*/u.exec(text.slice(start, end));
    if (line === null) continue;
    const from = start + line.index + line[0].length;
    found.push(...linksIn(text.slice(from, end), from, releaseBelow(root, end)));
  }
  for (const scenario of root.items) {
    if (scenario.kind !== 'Scenario') continue;
    const release = scenario.items.find((item) => item.kind === 'KernelClause')?.release.text;
    for (const node of descendants(scenario)) {
      if (node.kind !== 'SourceClause') continue;
      const { start, end } = node.text;
      found.push(...linksIn(text.slice(start, end), start, release ?? anyRelease));
    }
  }
  return found;
}

/** A doc comment ends where its declaration begins. */
function releaseBelow(root: tree.SourceTree, end: number): string {
  const items: readonly (tree.Item | tree.ScenarioItem)[] = root.items.flatMap((item) =>
    item.kind === 'Patch' || item.kind === 'Scenario' ? [item, ...item.items] : [item],
  );
  const below = items.find(
    (item) =>
      'doc' in item && item.doc !== undefined && item.doc.start <= end && end <= item.doc.end,
  );
  if (below?.kind !== 'Function') return anyRelease;
  return below.releases?.from?.text ?? below.releases?.to?.text ?? anyRelease;
}

/**
 * `mm/memory.c wp_page_copy()`, `ea7fc1bb1cd1`, `<20210506@arm.com>`, `Re: [PATCH v11 2/6] arm64: ...`
 * up to a comma, `https://...`.
 */
const linked =
  /(?<subject>(?:Re: )?\[(?:PATCH|RFC)[^\]]*\][^,"]+)|(?<web>https?:\/\/[^\s"<>]+)|<?(?<id>[\w.+=-]+@[\w-]+\.[\w.-]*\w)>?|(?<path>(?:[\w.-]+\/)+[\w.-]+\.[chS])(?: (?<name>\w+)\(\))?|\b(?<commit>(?=[0-9a-f]*\d)[0-9a-f]{12,40})\b/gu;

function linksIn(text: string, from: number, below: string): readonly Link[] {
  const release = /\bv\d+\.\d+\b/u.exec(text)?.[0] ?? below;
  return [...text.matchAll(linked)].flatMap((match): Link[] => {
    const start = from + match.index;
    const span = { start, end: start + match[0].length };
    const { subject, web, id, path, name, commit } = match.groups ?? {};
    if (subject !== undefined) {
      const query = encodeURIComponent(`s:"${subject.trim().replace(/^Re: /u, '')}"`);
      return [made(span, `${mail}/?q=${query}`, 'find the thread')];
    }
    if (web !== undefined) return [made(span, web, 'open the page')];
    if (id !== undefined) return [made(span, `${mail}/${id}/`, `open the thread of ${id}`)];
    if (commit !== undefined) return [made(span, `${commits}/${commit}`, `open commit ${commit}`)];
    if (path === undefined) return [];
    const file = { start, end: start + path.length };
    const links = [made(file, `${browser}/${release}/source/${path}`, `open ${path}, ${release}`)];
    if (name !== undefined) {
      const place = { start: span.end - name.length - 2, end: span.end - 2 };
      links.push(
        made(place, `${browser}/${release}/C/ident/${name}`, `find ${name}(), ${release}`),
      );
    }
    return links;
  });
}

function made({ start, end }: tree.Span, address: string, tooltip: string): Link {
  return { start, end, target: { kind: 'web', address }, tooltip };
}
