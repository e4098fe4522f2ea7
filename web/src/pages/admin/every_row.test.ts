import { expect, it, vi } from 'vitest';
import { everyRow } from './every_row';

it('the rows of all pages are asked for page by page', async () => {
  const take = vi.fn((page: number) => Promise.resolve({ rows: [page * 10, page * 10 + 1], total: 6, pages: 3 }));
  expect(await everyRow(take)).toEqual([10, 11, 20, 21, 30, 31]);
  expect(take.mock.calls).toEqual([[1], [2], [3]]);
});

it('of a list without rows there is one empty page', async () => {
  expect(await everyRow(() => Promise.resolve({ rows: [], total: 0, pages: 1 }))).toEqual([]);
});
