import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { completeField, fieldPrefix, fieldsFor, kQueryFields } from './query_language';

const kPage = readFileSync('../docs/search.md', 'utf8');

describe('the table of fields', () => {
  const documented = [...kPage.matchAll(/^\| `(\w+)` \| (\w+) \| (.*) \|$/gm)]
    .filter(([, , kind]) => kind !== undefined && /^(text|version|flag|size|number|date|dependency)$/.test(kind))
    .filter(([, , , what]) => !/Matches nothing|[Aa]lways/.test(what!))
    .map(([, name]) => name);

  it('has every field of the documentation that finds something, and no other', () => {
    expect(documented.length).toBeGreaterThan(10);
    expect(kQueryFields.map(({ name }) => name).sort()).toEqual(documented.sort());
  });
  it('gives an example of each', () => {
    for (const { name, example } of kQueryFields) expect(example.startsWith(`${name}:`)).toBe(true);
  });
});

describe('completion', () => {
  it.each([
    ['li', 2, 'li'],
    ['tokio li', 8, 'li'],
    ['(li', 3, 'li'],
    ['name:li', 7, undefined],
    ["license:'a li", 13, undefined],
    ['tokio ', 6, undefined],
    ['license', 2, undefined],
    ['li name:x', 2, 'li'],
  ])('in %j at %d knows the word %j', (query, cursor, word) => expect(fieldPrefix(query, cursor)).toBe(word));

  it('offers the fields that begin so', () => {
    expect(fieldsFor('d', 1).map(({ name }) => name)).toEqual(['dependency', 'downloads']);
    expect(fieldsFor('serde', 5)).toEqual([]);
  });
  it('puts the name and a colon in the place of the word', () => {
    expect(completeField('tokio li name:x', 8, 'license')).toEqual({ query: 'tokio license: name:x', cursor: 14 });
  });
});
