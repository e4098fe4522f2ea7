import { expect, type Locator, type Page } from '@playwright/test';

/** A repository: its frame and its list of crates. */
export class RepositoryPage {
  readonly tabs: Locator;
  readonly search: Locator;
  readonly crates: Locator;

  constructor(
    readonly page: Page,
    readonly place: string,
  ) {
    this.tabs = page.getByRole('navigation', { name: 'Pages of the repository' }).getByRole('link');
    this.search = page
      .getByRole('combobox', { name: 'Search crates' })
      .or(page.getByRole('textbox', { name: 'Search crates' }));
    this.crates = page.getByRole('list', { name: 'Crates' }).getByRole('listitem');
  }

  async open(page = ''): Promise<void> {
    await this.page.goto(`/${this.place}${page === '' ? '' : `/${page}`}`);
  }

  async expectTabs(...names: string[]): Promise<void> {
    await expect(this.tabs).toHaveText(names);
  }

  async go(tab: string): Promise<void> {
    await this.tabs.filter({ hasText: tab }).click();
  }

  crate(name: string): Locator {
    return this.crates.getByRole('link', { name, exact: true });
  }
}
