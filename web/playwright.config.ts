import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';

/** The stories: the real website in a real browser on the real binary. Debian's Chromium; nothing is downloaded. */

const kBuild = fileURLToPath(new URL('../build/web/', import.meta.url));

export default defineConfig({
  testDir: './stories',
  testMatch: '**/*.spec.ts',
  outputDir: `${kBuild}stories/`,
  reporter: [['list'], ['html', { open: 'never', outputFolder: `${kBuild}stories-report` }]],
  workers: Number(process.env.ENTREPOT_STORY_WORKERS ?? 2),
  fullyParallel: false, // the stories of a file share its server
  retries: 0, // what fails sometimes is wrong
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    browserName: 'chromium',
    headless: true,
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
    locale: 'en-GB',
    timezoneId: 'Europe/Amsterdam',
    actionTimeout: 10_000,
    navigationTimeout: 20_000,
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
  },
});
