import { expect, it } from 'vitest';
import type { Hunk } from './diff_rows';
import { countRows, firstRows } from './first_rows';

const hunk = (title: string, rows: number): Hunk => ({
  title,
  rows: Array.from({ length: rows }, (_, at) => ({ kind: 'added', after: at + 1, text: `${at}` })),
});
const sizes = (hunks: readonly Hunk[]) => hunks.map(({ title, rows }) => `${title}${rows.length}`);

it('the first rows of a comparison are those of its first hunks, the last of which may be cut', () => {
  const hunks = [hunk('a', 3), hunk('b', 4), hunk('c', 5)];
  expect(countRows(hunks)).toBe(12);
  expect(sizes(firstRows(hunks, 3))).toEqual(['a3']);
  expect(sizes(firstRows(hunks, 5))).toEqual(['a3', 'b2']);
  expect(sizes(firstRows(hunks, 100))).toEqual(['a3', 'b4', 'c5']);
  expect(firstRows(hunks, 100)[0]).toBe(hunks[0]);
});
