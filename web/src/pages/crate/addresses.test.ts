import { describe, expect, it } from 'vitest';
import { filePage, filePath, safeUrl } from './addresses';

const name = { namespace: 'acme', repository: 'tools', crate: 'tea-pot', version: '1.0.0+build.1' };

describe('addresses of files', () => {
  it('are encoded segment by segment', () => {
    expect(filePath(name, 'a b/c#d?e%.rs')).toBe(
      '/v1/crates/acme/tools/tea-pot/1.0.0%2Bbuild.1/files/a%20b/c%23d%3Fe%25.rs',
    );
    expect(filePage(name, 'src/lib.rs')).toBe('/acme/tools/@tea-pot/1.0.0%2Bbuild.1/files/src/lib.rs');
  });
});

describe('addresses that a crate names', () => {
  it.each([
    ['https://example.org/x', 'https://example.org/x'],
    ['http://example.org', 'http://example.org/'],
    ['javascript:alert(1)', undefined],
    [' java\nscript:alert(1)', undefined],
    ['data:text/html,x', undefined],
    ['example.org', undefined],
    [null, undefined],
  ])('%j is followed as %j', (url, followed) => expect(safeUrl(url)).toBe(followed));
});
