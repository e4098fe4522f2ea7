import type { BrowserContextOptions, Page } from '@playwright/test';
import { richHouse } from './rich_house';
import { kAdmin, kOwner, kReader, type Person } from './seed';
import type { Server } from './server';
import { expect, serverOf, type Visitor } from './story';
import type { Watch } from './watch';

/** All pages and dialogs: for what must hold on each of them. */

interface Place {
  name: string;
  path: string;
  person: Person | null;
  /** What is done there before one looks. */
  open?: (page: Page) => Promise<void>;
}

function all(person: Person | null, paths: Record<string, string>): Place[] {
  return Object.entries(paths).map(([name, path]) => ({ name, path, person }));
}

function press(name: string | RegExp, ...then: string[]) {
  return async (page: Page) => {
    await page.getByRole('button', { name }).first().click();
    for (const item of then) await page.getByRole('menuitem', { name: item }).click();
  };
}

async function openPalette(page: Page) {
  await page.keyboard.press('Control+K');
  const palette = page.getByRole('dialog');
  await palette.getByPlaceholder(/^Pages/).fill('har');
  await palette.getByText('harbour', { exact: true }).waitFor();
}

const kPlaces: readonly Place[] = [
  ...all(null, {
    'home-public': '/',
    'sign-in': '/sign-in',
    'not-found': '/acme/open/nowhere',
    'setup-public': '/acme/open/setup',
  }),
  ...all(kReader, {
    home: '/',
    namespace: '/acme',
    crates: '/acme/tools',
    'crates-none': '/acme/open',
    setup: '/acme/tools/setup',
  }),
  ...all(kOwner, {
    upload: '/acme/tools/upload',
    activity: '/acme/tools/activity',
    statistics: '/acme/tools/statistics',
    tokens: '/acme/tools/tokens',
    bin: '/acme/tools/bin',
    settings: '/acme/tools/settings',
    'setup-gitlab': '/acme/tools/setup?store=gitlab',
    'setup-token-in-url': '/acme/tools/setup?protocol=sparse-token',
    crate: '/acme/tools/@harbour',
    versions: '/acme/tools/@harbour/versions',
    dependencies: '/acme/tools/@harbour/1.1.0/dependencies',
    dependents: '/acme/tools/@harbour/dependents',
    features: '/acme/tools/@harbour/1.1.0/features',
    files: '/acme/tools/@harbour/1.1.0/files/',
    file: '/acme/tools/@harbour/1.1.0/files/src/lib.rs',
    diff: '/acme/tools/@harbour/1.1.0/diff/1.0.0',
    owners: '/acme/tools/@harbour/owners',
    yanked: '/acme/tools/@harbour/1.0.0',
    keys: '/account/keys',
    security: '/account/security',
  }),
  ...all(kAdmin, {
    members: '/acme/~members',
    'new-repository': '/acme/~new',
    users: '/administration/users',
    organisations: '/administration/organisations',
    health: '/administration/health',
  }),
];

/** Dialogs and what unfolds. */
const kOpened: readonly Place[] = [
  { name: 'palette', path: '/acme/tools', person: kReader, open: openPalette },
  { name: 'query-help', path: '/acme/tools', person: kReader, open: press('Help on the search language') },
  { name: 'account-menu', path: '/', person: kAdmin, open: press(/^Account of/) },
  { name: 'new-token', path: '/acme/tools/tokens', person: kOwner, open: press('New token') },
  {
    name: 'another-secret',
    path: '/acme/tools/tokens',
    person: kOwner,
    open: press('What to do with the token customer', 'Give it another secret'),
  },
  { name: 'new-key', path: '/account/keys', person: kOwner, open: press('New key') },
  { name: 'delete-repository', path: '/acme/tools/settings', person: kOwner, open: press('Delete this repository') },
  { name: 'actions', path: '/acme/tools/@harbour', person: kOwner, open: press(/^Actions for/) },
  { name: 'yank', path: '/acme/tools/@harbour', person: kOwner, open: press(/^Actions for/, 'Yank…') },
  { name: 'tags', path: '/acme/tools/@harbour', person: kOwner, open: press(/^Actions for/, 'Tags…') },
  { name: 'copy', path: '/acme/tools/@harbour', person: kOwner, open: press(/^Actions for/, 'Copy to…') },
  { name: 'delete-version', path: '/acme/tools/@harbour', person: kOwner, open: press(/^Actions for/, 'Delete…') },
  { name: 'new-user', path: '/administration/users', person: kAdmin, open: press('New user') },
  { name: 'remove-member', path: '/acme/~members', person: kAdmin, open: press(/^Remove /) },
];

/** Until nothing moves and no colour changes any more. */
export async function stillness(page: Page): Promise<void> {
  await page.waitForFunction(() => document.getAnimations().every(({ playState }) => playState !== 'running'));
}

type Show = (visit: Visitor, watch: Watch, options: BrowserContextOptions) => Promise<Page>;

/** For each place a way to stand there; what a story asks holds in all of them. Call it once in a file. */
export function everyPlace(): ReadonlyArray<{ name: string; show: Show }> {
  const rich = serverOf(richHouse);
  const unused = serverOf(() => Promise.resolve());
  const show = ({ name, path, person, open }: Place, server: () => Server) => ({
    name,
    show: async (visit: Visitor, watch: Watch, options: BrowserContextOptions) => {
      if (name === 'not-found') watch.allow(404, /./);
      const page = await visit(server(), person, { reducedMotion: 'reduce', ...options });
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
      await page.waitForLoadState('networkidle');
      if (open !== undefined) {
        await open(page);
        await page.locator('[role="dialog"], [role="menu"]').first().waitFor();
        await page.waitForLoadState('networkidle');
        await stillness(page);
      }
      return page;
    },
  });
  return [
    show({ name: 'first-run', path: '/first-run', person: null }, unused),
    ...[...kPlaces, ...kOpened].map((place) => show(place, rich)),
  ];
}
