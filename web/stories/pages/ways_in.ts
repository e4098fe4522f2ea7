import { expect, type Locator, type Page } from '@playwright/test';
import type { Person } from '../support/seed';

/** The pages by which one comes in: sign-in and first run. */
export class WaysIn {
  readonly refusal: Locator;

  constructor(readonly page: Page) {
    this.refusal = page.getByRole('alert');
  }

  async open(to?: string): Promise<void> {
    await this.page.goto(to === undefined ? '/sign-in' : `/sign-in?to=${encodeURIComponent(to)}`);
  }

  async signIn({ user, password }: Person): Promise<void> {
    await this.page.getByRole('textbox', { name: 'User name or e-mail address' }).fill(user);
    await this.page.getByRole('textbox', { name: 'Password' }).fill(password);
    await this.page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  }

  async signOut(): Promise<void> {
    await this.page.getByRole('button', { name: /^Account of/ }).click();
    await this.page.getByRole('menuitem', { name: 'Sign out' }).click();
    await expect(this.page.getByRole('banner').getByRole('link', { name: 'Sign in' })).toBeVisible();
  }

  async begin(key: string, password: string): Promise<void> {
    await this.page.getByRole('textbox', { name: 'The key that the server printed' }).fill(key);
    await this.page.getByRole('textbox', { name: 'New password' }).fill(password);
    await this.page.getByRole('textbox', { name: 'The same password again' }).fill(password);
    await this.page.getByRole('button', { name: 'Set the password and go in' }).click();
  }

  async expectSignedIn({ user }: Pick<Person, 'user'>): Promise<void> {
    await expect(this.page.getByRole('button', { name: `Account of ${user}` })).toBeVisible();
  }
}
