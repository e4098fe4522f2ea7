import { describe, expect, it } from 'vitest';
import { linesOf, rangeBetween, readLines, writeLines } from './line_range';

describe('lines in an address', () => {
  it.each([
    ['L10', { first: 10, last: 10 }],
    ['#L10-L20', { first: 10, last: 20 }],
    ['L20-L10', { first: 10, last: 20 }],
    ['L10-20', { first: 10, last: 20 }],
    ['L90-L200', { first: 90, last: 100 }],
  ])('%s are read', (hash, range) => expect(readLines(hash, 100)).toEqual(range));
  it.each(['', 'L0', 'L101', 'Lx', 'L1-', 'L1-Lx', 'how-to', 'L1-L2-L3', 'L99999999999'])('%j are none', (hash) =>
    expect(readLines(hash, 100)).toBeUndefined(),
  );
  it('are written', () => {
    expect(writeLines({ first: 3, last: 3 })).toBe('L3');
    expect(writeLines({ first: 3, last: 5 })).toBe('L3-L5');
    expect(writeLines(rangeBetween(5, 3))).toBe('L3-L5');
  });
});

describe('a text', () => {
  it.each([
    ['a\nb\n', ['a', 'b']],
    ['a\r\nb', ['a', 'b']],
    ['a\n\n', ['a', '']],
    ['', ['']],
    ['\n', ['']],
  ])('%j has its lines', (text, lines) => expect(linesOf(text)).toEqual(lines));
});
