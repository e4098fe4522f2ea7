import { join } from 'node:path';
import { kWebBuild } from './support/environment';
import { everyPlace, stillness } from './support/places';
import { expect, test } from './support/story';

/** Every page at three widths in both themes, to be looked at: build/web/screenshots. */

const kWidths = [390, 820, 1440];

for (const { name, show } of everyPlace()) {
  test(`${name}: nothing scrolls sideways at any width`, async ({ visit, watch }) => {
    const page = await show(visit, watch, { colorScheme: 'light' });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme);
      await stillness(page);
      for (const width of kWidths) {
        await page.setViewportSize({ width, height: 900 });
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
