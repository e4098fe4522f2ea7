import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { everyPlace, stillness } from './support/places';
import { expect, test } from './support/story';

// Its own copy of Playwright's types is another version's.
type AxePage = ConstructorParameters<typeof AxeBuilder>[0]['page'];
const kGrave = new Set(['serious', 'critical']);

function axe(page: Page): AxeBuilder {
  return new AxeBuilder({ page: page as unknown as AxePage });
}

async function graveFindings(builder: AxeBuilder): Promise<string[]> {
  const { violations } = await builder.analyze();
  return violations
    .filter(({ impact }) => kGrave.has(impact ?? ''))
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}

for (const { name, show } of everyPlace()) {
  test(`${name}: axe finds nothing serious in light and dark`, async ({ visit, watch }) => {
    const page = await show(visit, watch, { colorScheme: 'light' });
    expect(await graveFindings(axe(page))).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
    await stillness(page);
    // All else is the same there.
    expect(await graveFindings(axe(page).withRules(['color-contrast', 'link-in-text-block']))).toEqual([]);
  });
}
