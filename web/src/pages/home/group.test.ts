import { describe, expect, it } from 'vitest';
import { groupByNamespace } from './group';

const kNamespaces = [
  { slug: 'acme', name: 'Acme Corporation', type_name: 'Organization' },
  { slug: 'zoe', name: 'Zoe', type_name: 'User' },
];

describe('the start page', () => {
  it('puts one’s own namespace first and the others by name', () => {
    const groups = groupByNamespace(
      [
        { namespace: 'shared', slug: 'one' },
        { namespace: 'acme', slug: 'tools' },
        { namespace: 'zoe', slug: 'crates' },
        { namespace: 'acme', slug: 'open' },
      ],
      kNamespaces,
      'zoe',
      false,
    );
    expect(groups.map(({ slug, name, repositories }) => [slug, name, repositories.map((row) => row.slug)])).toEqual([
      ['zoe', 'Zoe', ['crates']],
      ['acme', 'Acme Corporation', ['tools', 'open']],
      ['shared', 'shared', ['one']],
    ]);
    expect(groups[1]!.isOrganisation).toBe(true);
  });
  it('shows namespaces that hold nothing only when it is not searching', () => {
    expect(groupByNamespace([], kNamespaces, 'zoe', false)).toEqual([]);
    expect(groupByNamespace([], kNamespaces, 'zoe', true).map(({ slug }) => slug)).toEqual(['zoe', 'acme']);
  });
});
