import { expect, type BrowserContext, type ConsoleMessage, type Page, type Response } from '@playwright/test';

interface Allowed {
  status: number;
  path: RegExp;
}

/**
 * Nothing goes wrong unseen: errors on the console, exceptions, violations of the Content-Security-Policy, dialogs, requests
 * to other hosts, answers that refuse. A story says beforehand which refusals belong to it.
 */
export class Watch {
  private readonly problems: string[] = [];
  private readonly allowed: Allowed[] = [];

  /** This refusal is a part of the story. */
  allow(status: number, path: RegExp): void {
    this.allowed.push({ status, path });
  }

  async context(context: BrowserContext): Promise<void> {
    await context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        console.error(`CSP ${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
      });
    });
    context.on('page', (page) => this.page(page));
    for (const page of context.pages()) this.page(page);
  }

  verify(): void {
    expect(this.problems, 'what went wrong in the browser').toEqual([]);
  }

  private page(page: Page): void {
    page.on('console', (message) => this.said(message));
    page.on('pageerror', (error) => this.problems.push(`exception: ${error.stack ?? error.message}`));
    page.on('crash', () => this.problems.push(`crash of ${page.url()}`));
    page.on('dialog', (dialog) => {
      if (dialog.type() !== 'beforeunload') this.problems.push(`${dialog.type()}: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('response', (response) => this.answered(response));
  }

  private said(message: ConsoleMessage): void {
    if (message.type() !== 'error' && message.type() !== 'warning') return;
    // Chromium says this of every refusal; `answered` has seen it with its path.
    if (message.text().startsWith('Failed to load resource: the server responded with a status of')) return;
    this.problems.push(`console.${message.type()}: ${message.text()} (${message.location().url})`);
  }

  private answered(response: Response): void {
    const status = response.status();
    if (status < 400) return;
    const { pathname } = new URL(response.url());
    if (this.allowed.some((one) => one.status === status && one.path.test(pathname))) return;
    this.problems.push(`${response.request().method()} ${pathname}: ${status}`);
  }
}
