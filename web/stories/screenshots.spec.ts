import { join } from 'node:path';
import { kWebBuild } from './support/environment';
import { kPlaces, richHouse } from './support/rich_house';
import { expect, serverOf, test } from './support/story';

/** Every page at three widths in both themes, to be looked at: build/web/screenshots. */

const server = serverOf(richHouse);
const kWidths = [390, 820, 1440];

for (const { name, path, person } of kPlaces) {
  test(`${name}: no page scrolls sideways at any width`, async ({ visit, watch }) => {
    if (name === 'not-found') watch.allow(404, /./);
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await visit(server(), person, { colorScheme, reducedMotion: 'reduce' });
      await page.goto(path);
      for (const width of kWidths) {
        await page.setViewportSize({ width, height: 900 });
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
        await page.waitForLoadState('networkidle');
        await page.screenshot({
          path: join(kWebBuild, 'screenshots', `${name}-${width}-${colorScheme}.png`),
          fullPage: true,
          animations: 'disabled',
        });
        const beyond = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect(beyond, `pixels beyond ${width}`).toBeLessThanOrEqual(0);
      }
    }
  });
}
