import type { Locator, Page } from '@playwright/test';

export interface CrateFile {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/** The upload page of a repository. */
export class UploadPage {
  readonly files: Locator;

  constructor(readonly page: Page) {
    this.files = page.getByRole('list', { name: 'Files' }).getByRole('listitem');
  }

  async choose(files: CrateFile[]): Promise<void> {
    await this.page.locator('input[type=file]').setInputFiles(files);
  }

  file(name: string): Locator {
    return this.files.filter({ hasText: name });
  }

  async retry(): Promise<void> {
    await this.page.getByRole('button', { name: 'Retry what failed' }).click();
  }

  async send(): Promise<void> {
    await this.page.getByRole('button', { name: /^Upload \d+ crates?$/ }).click();
  }
}
