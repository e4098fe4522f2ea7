import { expect, type Locator, type Page } from '@playwright/test';

/** The entitlement tokens of a repository. */
export class TokensPage {
  constructor(readonly page: Page) {}

  token(name: string): Locator {
    return this.page
      .getByRole('list', { name: 'Entitlement tokens' })
      .getByRole('listitem')
      .filter({ has: this.page.getByRole('heading', { name, exact: true }) });
  }

  async make(name: string, downloads: number): Promise<void> {
    await this.page.getByRole('button', { name: 'New token' }).click();
    const dialog = this.page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Name' }).fill(name);
    await dialog.getByRole('textbox', { name: 'Downloads' }).fill(String(downloads));
    await dialog.getByRole('button', { name: 'Make the token' }).click();
    await expect(this.page.getByText(`The token “${name}” is made`)).toBeVisible();
  }

  async act(name: string, action: string): Promise<void> {
    await this.page.getByRole('button', { name: `What to do with the token ${name}` }).click();
    await this.page.getByRole('menuitem', { name: action }).click();
  }

  async delete(name: string): Promise<void> {
    await this.act(name, 'Delete');
    const dialog = this.page.getByRole('dialog');
    const button = dialog.getByRole('button', { name: 'Delete the token' });
    await expect(button).toBeDisabled();
    await dialog.getByRole('textbox').fill(name);
    await button.click();
    await expect(this.token(name)).toHaveCount(0);
  }
}
