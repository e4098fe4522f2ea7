import { describe, expect, it } from 'vitest';
import { counted, formatBytes, formatRelative } from './format';

describe('sizes', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1 kB'],
    [1550, '1.6 kB'],
    [999_499, '999 kB'],
    [999_500, '1 MB'],
    [10_485_760, '10.5 MB'],
    [3_000_000_000, '3 GB'],
  ])('%d bytes are written %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text));
});

describe('counts', () => {
  it('have one of something and many', () => {
    expect(counted(1, 'crate')).toBe('1 crate');
    expect(counted(0, 'crate')).toBe('0 crates');
    expect(counted(12_345, 'entry', 'entries')).toBe('12,345 entries');
  });
});

describe('times', () => {
  const now = new Date('2026-03-01T12:00:00Z');
  it.each([
    ['2026-03-01T11:59:30Z', 'just now'],
    ['2026-03-01T11:00:00Z', '1 hour ago'],
    ['2026-02-28T12:00:00Z', 'yesterday'],
    ['2026-03-03T12:00:00Z', 'in 2 days'],
    ['2024-03-01T12:00:00Z', '2 years ago'],
  ])('%s is %s', (at, text) => expect(formatRelative(new Date(at), now)).toBe(text));
});
