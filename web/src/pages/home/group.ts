interface InNamespace {
  namespace: string;
  slug: string;
}

export interface NamespaceGroup<Row> {
  slug: string;
  name: string;
  isOrganisation: boolean;
  repositories: Row[];
}

/**
 * Repositories by namespace: one's own first, the others by name, and those that hold nothing only when asked for.
 * Namespaces of which only a repository is known (it was shared) are told by their slug.
 */
export function groupByNamespace<Row extends InNamespace>(
  repositories: readonly Row[],
  namespaces: ReadonlyArray<{ slug: string; name: string; type_name: string }>,
  own: string | undefined,
  withEmpty: boolean,
): NamespaceGroup<Row>[] {
  const groups = new Map<string, NamespaceGroup<Row>>();
  for (const { slug, name, type_name } of namespaces) {
    groups.set(slug, { slug, name, isOrganisation: type_name === 'Organization', repositories: [] });
  }
  for (const row of repositories) {
    const group = groups.get(row.namespace) ?? {
      slug: row.namespace,
      name: row.namespace,
      isOrganisation: false,
      repositories: [],
    };
    group.repositories.push(row);
    groups.set(row.namespace, group);
  }
  return [...groups.values()]
    .filter((group) => withEmpty || group.repositories.length > 0)
    .sort((a, b) => Number(b.slug === own) - Number(a.slug === own) || a.slug.localeCompare(b.slug, 'en'));
}
