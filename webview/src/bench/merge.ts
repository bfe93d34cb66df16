// A table while it is made anew: rows that are known already stand among those of the older text.
import type { ScopeShown, TableShown } from './table.ts';

/** The text has changed: nothing of the table is of the text as it is now. */
export function older(table: TableShown): TableShown {
  return { ...table, rows: table.rows.map((row) => ({ ...row, isOlder: true })) };
}

/**
 * Rows of `part` take the place of those of the same variant; the others stay where they are, as they
 * are. Columns are those of both: a part doesn't know what the missing rows do.
 */
export function merged(table: TableShown | undefined, part: TableShown): TableShown {
  const kept = table?.scenario === part.scenario ? table : undefined;
  const rest = (kept?.rows ?? []).filter(({ isOlder }) => isOlder === true);
  if (kept === undefined || rest.length === 0) return part;
  const fresh = new Map(part.rows.map((row) => [row.variant, row]));
  const inPlace = kept.rows.map((row) => fresh.get(row.variant) ?? row);
  const known = new Set(kept.rows.map(({ variant }) => variant));
  const properties = union(kept.properties, part.properties);
  return {
    scenario: part.scenario,
    properties,
    // What holds in the rows that are known may break in the others.
    held: part.held.filter((name) => kept.held.includes(name) && !properties.includes(name)),
    scopes: scopesOf(kept.scopes, part.scopes),
    rows: [...inPlace, ...part.rows.filter(({ variant }) => !known.has(variant))],
    twice: kept.twice,
  };
}

function scopesOf(
  left: readonly ScopeShown[],
  right: readonly ScopeShown[],
): readonly ScopeShown[] {
  const names = union(
    left.map(({ name }) => name),
    right.map(({ name }) => name),
  );
  const worksOf = (scopes: readonly ScopeShown[], name: string): readonly string[] =>
    scopes.find((one) => one.name === name)?.works ?? [];
  return names.map((name) => ({ name, works: union(worksOf(left, name), worksOf(right, name)) }));
}

function union(left: readonly string[], right: readonly string[]): readonly string[] {
  return [...new Set([...left, ...right])];
}
