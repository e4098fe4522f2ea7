import { gzipSync } from 'node:zlib';
import { kReader, usualHouse, type Person } from './support/seed';
import { expect, serverOf, test } from './support/story';

/** What a browser really loads until nothing comes any more; `npm run size` counts what each page needs before it shows anything. */

const server = serverOf(usualHouse);
const kLimit = 200_000; // bytes, gzipped
const kFirstPages: ReadonlyArray<readonly [path: string, person: Person | null]> = [
  ['/', null],
  ['/sign-in', null],
  ['/', kReader],
];

for (const [path, person] of kFirstPages) {
  test(`${path} of ${person?.user ?? 'a stranger'} loads no more than ${kLimit / 1000} kB of script`, async ({
    visit,
  }) => {
    const page = await visit(server(), person);
    const scripts: Array<Promise<Buffer>> = [];
    page.on('response', (response) => {
      if (response.request().resourceType() === 'script') scripts.push(response.body());
    });
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await page.waitForLoadState('networkidle');
    const sizes = (await Promise.all(scripts)).map((script) => gzipSync(script, { level: 9 }).length);
    expect(sizes.length).toBeGreaterThan(1);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(kLimit);
  });
}
