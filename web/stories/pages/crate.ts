import type { Locator, Page } from '@playwright/test';

/** A crate and its versions. */
export class CratePage {
  readonly tabs: Locator;
  readonly files: Locator;

  constructor(
    readonly page: Page,
    readonly place: string,
    readonly crate: string,
  ) {
    this.tabs = page.getByRole('navigation', { name: 'Pages of the crate' }).getByRole('link');
    this.files = page.getByRole('navigation', { name: 'Files' });
  }

  async open(page = ''): Promise<void> {
    await this.page.goto(`/${this.place}/@${this.crate}${page === '' ? '' : `/${page}`}`);
  }

  async go(tab: string): Promise<void> {
    await this.tabs.filter({ hasText: tab }).click();
  }

  file(path: string): Locator {
    return this.page.getByRole('region', { name: path, exact: true });
  }

  async openFolder(name: string): Promise<void> {
    const folder = this.files.getByRole('button', { name, exact: true });
    if ((await folder.getAttribute('aria-expanded')) === 'false') await folder.click();
  }
}
