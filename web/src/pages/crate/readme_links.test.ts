import { describe, expect, it } from 'vitest';
import { linkTarget } from './readme_links';

describe('links of a README', () => {
  it.each([
    ['src/lib.rs', 'README.md', 'src/lib.rs'],
    ['./src/lib.rs', 'README.md', 'src/lib.rs'],
    ['guide.md', 'docs/README.md', 'docs/guide.md'],
    ['../LICENSE', 'docs/README.md', 'LICENSE'],
    ['/LICENSE', 'docs/README.md', 'LICENSE'],
    ['a%20b/c%23d.txt', 'README.md', 'a b/c#d.txt'],
    ['100%.txt', 'README.md', '100%.txt'],
    ['src/lib.rs?raw=true', 'README.md', 'src/lib.rs'],
    ['examples/', 'README.md', 'examples'],
  ])('%s in %s is the file %s', (link, readme, path) =>
    expect(linkTarget(link, readme)).toEqual({ kind: 'file', path, hash: '' }),
  );
  it('keep the lines they name', () =>
    expect(linkTarget('src/lib.rs#L10-L20', 'README.md')).toEqual({
      kind: 'file',
      path: 'src/lib.rs',
      hash: 'L10-L20',
    }));
  it('lead to headings', () => {
    expect(linkTarget('#how-to', 'README.md')).toEqual({ kind: 'heading', hash: 'how-to' });
    expect(linkTarget('?x#%C3%BC', 'README.md')).toEqual({ kind: 'heading', hash: 'ü' });
  });
  it('lead elsewhere', () => {
    expect(linkTarget('https://docs.example/a b', 'README.md')).toEqual({
      kind: 'foreign',
      url: 'https://docs.example/a%20b',
    });
    expect(linkTarget('//docs.example/x', 'README.md')).toEqual({ kind: 'foreign', url: 'https://docs.example/x' });
    expect(linkTarget('mailto:a@example.org', 'README.md')).toEqual({ kind: 'foreign', url: 'mailto:a@example.org' });
  });
  it.each([
    undefined,
    '',
    '?',
    '../../etc/passwd',
    '..%2f..%2fetc',
    'a\\..\\b',
    'javascript:alert(1)',
    'java\nscript:alert(1)',
    ' \u0001javascript:alert(1)',
    'JAVASCRIPT:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'blob:https://a.example/x',
    'https://',
  ])('%j leads nowhere', (link) => expect(linkTarget(link, 'README.md')).toEqual({ kind: 'none' }));
});
