import type { Locator, Page } from '@playwright/test';

/** One's API keys. */
export class KeysPage {
  constructor(readonly page: Page) {}

  async open(): Promise<void> {
    await this.page.goto('/account/keys');
  }

  async fillNew(name: string): Promise<void> {
    await this.page.getByRole('button', { name: 'New key' }).click();
    await this.page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill(name);
  }

  async create(): Promise<void> {
    await this.page.getByRole('dialog').getByRole('button', { name: 'Create the key' }).click();
  }

  /** Says that the secret, which is shown once, has been put away. */
  async store(): Promise<void> {
    await this.page.getByRole('checkbox', { name: 'I have stored it' }).check();
    await this.page.getByRole('dialog').getByRole('button', { name: 'Done' }).click();
  }

  async revoke(name: string): Promise<void> {
    await this.page.getByRole('button', { name: `Revoke ${name}` }).click();
    await this.page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  }

  row(name: string): Locator {
    return this.page.getByRole('row', { name: new RegExp(name) });
  }
}
