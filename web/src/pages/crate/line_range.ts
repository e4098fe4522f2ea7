/** Lines as they stand after '#' in an address: L10, or L10-L20. Pure. */

export interface LineRange {
  first: number;
  last: number;
}

export function readLines(hash: string, count: number): LineRange | undefined {
  const found = /^#?L(\d{1,9})(?:-L?(\d{1,9}))?$/.exec(hash);
  if (found === null) return undefined;
  const one = Number(found[1]);
  const other = Number(found[2] ?? one);
  const first = Math.min(one, other);
  if (first < 1 || first > count) return undefined;
  return { first, last: Math.min(Math.max(one, other), count) };
}

export function writeLines({ first, last }: LineRange): string {
  return first === last ? `L${first}` : `L${first}-L${last}`;
}

/** From where a selection began to where it is drawn. */
export function rangeBetween(anchor: number, end: number): LineRange {
  return { first: Math.min(anchor, end), last: Math.max(anchor, end) };
}

export function linesOf(text: string): string[] {
  const lines = text.split(/\r\n|\n/);
  if (lines.length > 1 && lines.at(-1) === '') lines.pop(); // the end of the last line begins none
  return lines;
}
