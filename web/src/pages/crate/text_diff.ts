import { structuredPatch } from 'diff';
import { coarseDiff } from './coarse_diff';
import type { Hunk, TextDiff } from './diff_rows';

/** How two texts differ, as rows to show. Pure. This file is loaded only by the page that compares, with its library. */

const kContext = 3;
/** In milliseconds, in which the page does not answer. */
const kPatience = 300;
/** Stands for the carriage return at the end of a line, where lines may differ by nothing else. */
const kReturn = '␍';

/**
 * Coarse when it takes too long: texts that have little in common need time by the square of their length. Nothing when even that
 * is too much to be read.
 */
export function textDiff(before: string, after: string, patience = kPatience): TextDiff | undefined {
  const patch = structuredPatch('', '', before, after, undefined, undefined, { context: kContext, timeout: patience });
  if (patch === undefined) return coarseDiff(before, after);
  const diff: TextDiff = { hunks: [], added: 0, removed: 0 };
  const shownReturn = before.includes('\r\n') === after.includes('\r\n') ? '' : kReturn;
  for (const { oldStart, oldLines, newStart, newLines, lines } of patch.hunks) {
    const hunk: Hunk = { title: `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`, rows: [] };
    let old = oldStart;
    let new_ = newStart;
    for (const line of lines) {
      const text = line.slice(1).replace(/\r$/, line.startsWith(' ') ? '' : shownReturn);
      if (line.startsWith('+')) {
        diff.added += 1;
        hunk.rows.push({ kind: 'added', after: new_++, text });
      } else if (line.startsWith('-')) {
        diff.removed += 1;
        hunk.rows.push({ kind: 'removed', before: old++, text });
      } else if (line.startsWith(' ')) {
        hunk.rows.push({ kind: 'same', before: old++, after: new_++, text });
      } // else that no end of line stands at the end
    }
    diff.hunks.push(hunk);
  }
  return diff;
}
