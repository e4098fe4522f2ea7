import type { Page } from '@/api/client';

/** The rows of all pages, one page after the other. */
export async function everyRow<Row>(take: (page: number) => Promise<Page<Row>>): Promise<Row[]> {
  const { rows, pages } = await take(1);
  const all = [...rows];
  for (let page = 2; page <= pages; page += 1) all.push(...(await take(page)).rows);
  return all;
}
