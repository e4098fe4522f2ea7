import { AxeBuilder } from '@axe-core/playwright';
import { kPlaces, richHouse } from './support/rich_house';
import { expect, serverOf, test } from './support/story';

const server = serverOf(richHouse);
// Its own copy of Playwright's types is another version's.
type AxePage = ConstructorParameters<typeof AxeBuilder>[0]['page'];
const kGrave = new Set(['serious', 'critical']);

for (const { name, path, person } of kPlaces) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`${name}, ${colorScheme}: axe finds nothing serious`, async ({ visit, watch }) => {
      if (name === 'not-found') watch.allow(404, /./);
      const page = await visit(server(), person, { colorScheme, reducedMotion: 'reduce' });
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
      await page.waitForLoadState('networkidle');
      const { violations } = await new AxeBuilder({ page: page as unknown as AxePage }).analyze();
      const grave = violations
        .filter(({ impact }) => kGrave.has(impact ?? ''))
        .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
      expect(grave).toEqual([]);
    });
  }
}
