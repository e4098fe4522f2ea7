import { describe, expect, it } from 'vitest';
import { coarseDiff } from './coarse_diff';
import type { DiffRow } from './diff_rows';

const written = ({ kind, before, after, text }: DiffRow) =>
  `${{ same: ' ', added: '+', removed: '-' }[kind]}${before ?? ''}:${after ?? ''} ${text}`;

describe('two texts that are compared coarsely', () => {
  it('differ in what is between their common beginning and end', () => {
    const diff = coarseDiff('1\n2\n3\n4\nx\ny\n5\n6\n7\n8\n', '1\n2\n3\n4\nz\n5\n6\n7\n8\n');
    expect(diff?.hunks[0]?.rows.map(written)).toEqual([
      ' 2:2 2',
      ' 3:3 3',
      ' 4:4 4',
      '-5: x',
      '-6: y',
      '+:5 z',
      ' 7:6 5',
      ' 8:7 6',
      ' 9:8 7',
    ]);
    expect(diff).toMatchObject({ added: 1, removed: 2 });
    expect(diff?.hunks[0]?.title).toMatch(/^@@ -2,8 \+2,7 @@/);
  });
  it('may repeat lines where they differ', () => {
    expect(coarseDiff('a\na\n', 'a\na\na\n')?.hunks[0]?.rows.map(written)).toEqual([' 1:1 a', ' 2:2 a', '+:3 a']);
  });
  it('may have nothing in common, or nothing in them', () => {
    expect(coarseDiff('a', 'b')?.hunks[0]?.rows.map(written)).toEqual(['-1: a', '+:1 b']);
    expect(coarseDiff('', 'b\n')?.hunks[0]?.rows.map(written)).toEqual(['+:1 b']);
    expect(coarseDiff('a\n', 'a\n')).toEqual({ hunks: [], added: 0, removed: 0 });
  });
  it('are given up when nobody would read it', () => {
    expect(coarseDiff('a\n'.repeat(15_000), 'b\n'.repeat(15_000))).toBeUndefined();
  });
});
