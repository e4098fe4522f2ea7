/** Which repositories are offered for what is typed. Pure. */

interface Named {
  slug_perm: string;
  namespace: string;
  slug: string;
  name: string;
}

/**
 * What the server, which looks into slugs, names and descriptions of all repositories, is asked for; undefined for nothing.
 * "acme/to" is how a repository is written, but no slug has a namespace in it: the server gets what follows.
 */
export function wordsForServer(typed: string): string | undefined {
  const text = typed.trim();
  const words = text.slice(text.lastIndexOf('/') + 1).trim();
  return words === '' ? undefined : words;
}

/** Those of the first ones that fit, which may be by their namespace, and those that the server found; each one once. */
export function fittingRepositories<Row extends Named>(
  typed: string,
  first: readonly Row[],
  found: readonly Row[],
): Row[] {
  const text = typed.trim().toLowerCase();
  const isAt = ({ namespace, slug }: Row) => `${namespace}/${slug}`.toLowerCase().includes(text);
  const isKnown = (row: Row) => isAt(row) || row.name.toLowerCase().includes(text);
  const fitting = [...first.filter(isKnown), ...(text.includes('/') ? found.filter(isAt) : found)];
  return [...new Map(fitting.map((row) => [row.slug_perm, row])).values()];
}
