import { describe, expect, it } from 'vitest';
import { isImage, languageOf, linesOfTokens } from './source_lines';

describe('text in colours', () => {
  it('is split at the ends of lines, also inside tokens', () =>
    expect(
      linesOfTokens([
        { text: '/* a\nb */', kind: 'comment' },
        { text: '\n', kind: '' },
        { text: 'fn', kind: 'keyword' },
        { text: ' x\r\n', kind: '' },
      ]),
    ).toEqual([
      [{ text: '/* a', kind: 'comment' }],
      [{ text: 'b */', kind: 'comment' }],
      [
        { text: 'fn', kind: 'keyword' },
        { text: ' x', kind: '' },
      ],
    ]));
  it('has one line when it is empty', () => expect(linesOfTokens([])).toEqual([[]]));
});

describe('the name of a file', () => {
  it.each([
    ['src/lib.rs', 'rs'],
    ['Cargo.lock', 'toml'],
    ['Cargo.toml.orig', 'toml'],
    ['a/Makefile', 'makefile'],
    ['LICENSE', 'text'],
    ['.gitignore', 'text'],
    ['constructor', 'text'],
  ])('%s says its language', (path, language) => expect(languageOf(path)).toBe(language));
  it('says whether it is an image', () => {
    expect(isImage('assets/Logo.PNG')).toBe(true);
    expect(isImage('png')).toBe(false);
  });
});
