/** The rows of a comparison. Pure, and without the library that compares (text_diff.ts). */

export interface DiffRow {
  kind: 'same' | 'added' | 'removed';
  /** Line numbers; absent where the line is not. */
  before?: number;
  after?: number;
  text: string;
}

export interface Hunk {
  /** As in "@@ -1,3 +1,4 @@". */
  title: string;
  rows: DiffRow[];
}

export interface TextDiff {
  hunks: Hunk[];
  added: number;
  removed: number;
}

/** What stands beside each other: what was there, and what is there instead. */
export interface Pair {
  before?: DiffRow;
  after?: DiffRow;
}

export function pairsOf(rows: readonly DiffRow[]): Pair[] {
  const pairs: Pair[] = [];
  let waiting: Pair[] = []; // removed lines that none was put beside yet
  for (const row of rows) {
    if (row.kind === 'same') {
      waiting = [];
      pairs.push({ before: row, after: row });
    } else if (row.kind === 'removed') {
      const pair: Pair = { before: row };
      waiting.push(pair);
      pairs.push(pair);
    } else {
      const beside = waiting.shift();
      if (beside !== undefined) beside.after = row;
      else pairs.push({ after: row });
    }
  }
  return pairs;
}
