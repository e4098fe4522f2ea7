import { expect, type Locator, type Page } from '@playwright/test';

/** The set-up page of a repository. */
export class SetUpPage {
  constructor(readonly page: Page) {}

  /** Chooses a value of one of the choices, as the page of a wide window shows them. */
  async choose(question: string, label: string): Promise<void> {
    const value = this.page.getByRole('radiogroup', { name: question }).getByRole('radio', { name: label });
    await value.click();
    await expect(value).toBeChecked();
  }

  task(label: string): Locator {
    return this.page.getByRole('checkbox', { name: label });
  }

  async toggle(label: string): Promise<void> {
    await this.page.getByRole('group', { name: 'What for' }).locator('label').filter({ hasText: label }).click();
  }

  section(title: string): Locator {
    return this.page.getByRole('region', { name: title });
  }

  /** What the copy button of a block puts on the clipboard. */
  async copy(block: string, within: Locator = this.page.locator('main')): Promise<string> {
    await within
      .getByRole('button', { name: new RegExp(`^Copy ${escaped(block)}( |$)`) })
      .first()
      .click();
    await expect(within.getByText('Copied').first()).toBeAttached();
    return this.page.evaluate(() => navigator.clipboard.readText());
  }

  block(name: string): Locator {
    return this.page.getByRole('group', { name, exact: true });
  }

  async newKey(): Promise<void> {
    await this.page.getByRole('button', { name: 'New key' }).click();
    await this.page.getByRole('dialog').getByRole('button', { name: 'Make the key' }).click();
    await expect(this.page.getByText('is made and filled in')).toBeVisible();
  }
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
