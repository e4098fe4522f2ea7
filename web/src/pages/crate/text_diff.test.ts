import { describe, expect, it } from 'vitest';
import { pairsOf, type DiffRow } from './diff_rows';
import { textDiff } from './text_diff';

const written = ({ kind, before, after, text }: DiffRow) =>
  `${{ same: ' ', added: '+', removed: '-' }[kind]}${before ?? ''}:${after ?? ''} ${text}`;

describe('two texts', () => {
  it('differ by lines, each with its numbers', () => {
    const diff = textDiff('a\nb\nc\n', 'a\nB\nc\nd\n');
    expect(diff?.hunks.flatMap(({ rows }) => rows.map(written))).toEqual([
      ' 1:1 a',
      '-2: b',
      '+:2 B',
      ' 3:3 c',
      '+:4 d',
    ]);
    expect(diff).toMatchObject({ added: 2, removed: 1 });
  });
  it('that are far apart differ in several places', () => {
    const many = Array.from({ length: 30 }, (_, line) => `line ${line}`);
    const other = many.map((line, at) => (at === 2 || at === 25 ? `${line}!` : line));
    expect(textDiff(many.join('\n'), other.join('\n'))?.hunks).toHaveLength(2);
  });
  it('may be new, gone, or without an end of line', () => {
    expect(textDiff('', 'a\nb')?.hunks[0]?.rows.map(written)).toEqual(['+:1 a', '+:2 b']);
    expect(textDiff('a\n', '')?.hunks[0]?.rows.map(written)).toEqual(['-1: a']);
    expect(textDiff('a', 'a\n')?.hunks[0]?.rows.map(written)).toEqual(['-1: a', '+:1 a']);
    expect(textDiff('same', 'same')).toEqual({ hunks: [], added: 0, removed: 0 });
  });
  it('that differ in the ends of their lines show them', () => {
    expect(textDiff('a\r\nb\n', 'a\nb\n')?.hunks[0]?.rows.map(written)).toEqual(['-1: a␍', '+:1 a', ' 2:2 b']);
    expect(textDiff('a\r\n', 'b\r\n')?.hunks[0]?.rows.map(written)).toEqual(['-1: a', '+:1 b']);
  });
  const noise = (seed: number, lines: number) =>
    Array.from({ length: lines }, (_, line) => `${(line * seed) % 7919}`).join('\n');
  it('are compared coarsely when they take too long', () => {
    const start = performance.now();
    expect(textDiff(noise(31, 6000), noise(17, 6000))?.hunks[0]?.title).toMatch(/too different/);
    expect(performance.now() - start).toBeLessThan(1000);
  });
  it('are given up when they take too long and are too large to be read', () => {
    expect(textDiff(noise(31, 20_000), noise(17, 20_000), 1)).toBeUndefined();
  });
});

it('lines stand beside what they replace', () => {
  const rows = textDiff('a\nb\nc\nd\n', 'a\nB\nd\ne\n')!.hunks[0]!.rows;
  expect(pairsOf(rows).map(({ before, after }) => `${before?.text ?? ''}|${after?.text ?? ''}`)).toEqual([
    'a|a',
    'b|B',
    'c|',
    'd|d',
    '|e',
  ]);
});
