import type { Hunk } from './diff_rows';

/** The first rows of a comparison, so many of all hunks together; the last one may be cut. Pure. */
export function firstRows(hunks: readonly Hunk[], count: number): Hunk[] {
  const shown: Hunk[] = [];
  let left = count;
  for (const hunk of hunks) {
    if (left <= 0) break;
    shown.push(hunk.rows.length <= left ? hunk : { ...hunk, rows: hunk.rows.slice(0, left) });
    left -= hunk.rows.length;
  }
  return shown;
}

export function countRows(hunks: readonly Hunk[]): number {
  return hunks.reduce((sum, { rows }) => sum + rows.length, 0);
}
