import type { DiffRow, TextDiff } from './diff_rows';

/** How two texts differ when there is no time to look for what their middles have in common. Pure, and linear in the texts. */

const kContext = 3;
/** Nobody reads more of what was not compared. */
const kMostRows = 20_000;

/** What stands between the lines at which both begin and those at which both end: all of it removed, then all of it added. */
export function coarseDiff(before: string, after: string): TextDiff | undefined {
  const old = linesOf(before);
  const new_ = linesOf(after);
  const shorter = Math.min(old.length, new_.length);
  let start = 0;
  while (start < shorter && old[start] === new_[start]) start += 1;
  let end = 0;
  while (end < shorter - start && old.at(-1 - end) === new_.at(-1 - end)) end += 1;

  const removed = old.length - end - start;
  const added = new_.length - end - start;
  if (removed + added > kMostRows) return undefined;
  if (removed + added === 0) return { hunks: [], added, removed };
  const first = Math.max(0, start - kContext);
  const context = Math.min(end, kContext);
  const same = (at: number, shift: number): DiffRow => ({
    kind: 'same',
    before: at + 1,
    after: at + 1 + shift,
    text: old[at]!,
  });
  const rows: DiffRow[] = [
    ...range(first, start).map((at) => same(at, 0)),
    ...range(start, old.length - end).map((at): DiffRow => ({ kind: 'removed', before: at + 1, text: old[at]! })),
    ...range(start, new_.length - end).map((at): DiffRow => ({ kind: 'added', after: at + 1, text: new_[at]! })),
    ...range(old.length - end, old.length - end + context).map((at) => same(at, new_.length - old.length)),
  ];
  const oldLines = start - first + removed + context;
  const newLines = start - first + added + context;
  const place = `@@ -${first + 1},${oldLines} +${first + 1},${newLines} @@`;
  return { hunks: [{ title: `${place} too different to be compared line by line`, rows }], added, removed };
}

function linesOf(text: string): string[] {
  const lines = text.split(/\r\n|\n/);
  if (lines.at(-1) === '') lines.pop(); // the end of the last line begins none
  return lines;
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, at) => from + at);
}
