import { describe, expect, it } from 'vitest';
import { fittingRepositories, wordsForServer } from './repository_search';

const named = (namespace: string, slug: string) => ({ slug_perm: `${namespace}-${slug}`, namespace, slug, name: '' });
const tools = named('acme', 'Tools');
const photos = named('acme', 'photos');
const others = named('other', 'tools');

describe('a search for repositories', () => {
  it('is the server’s, which knows all of them', () => {
    expect(wordsForServer(' Internal things ')).toBe('Internal things');
    expect(fittingRepositories('internal', [photos], [tools])).toEqual([tools]);
  });
  it('finds those of a namespace', () => {
    expect(fittingRepositories('ACME', [tools, photos, others], [])).toEqual([tools, photos]);
  });
  it('may be written with the namespace', () => {
    expect(wordsForServer('acme/to')).toBe('to');
    expect(fittingRepositories('acme/to', [photos], [tools, photos, others])).toEqual([tools]);
  });
  it('offers the first ones when nothing, or only a namespace, is typed', () => {
    expect(wordsForServer(' ')).toBeUndefined();
    expect(wordsForServer('acme/')).toBeUndefined();
    expect(fittingRepositories('', [tools, others], [])).toEqual([tools, others]);
  });
  it('offers each one once', () => {
    expect(fittingRepositories('tools', [tools, others], [others, tools])).toEqual([tools, others]);
  });
});
