import { CratePage } from './pages/crate';
import { RepositoryPage } from './pages/repository';
import { kAdmin, kOwner, kReader, kStranger, kWriter, usualHouse, type Person } from './support/seed';
import { expect, serverOf, test } from './support/story';

const server = serverOf(async (started) => {
  const seed = await usualHouse(started);
  await seed.publish('acme/tools', { name: 'harbour', version: '1.0.0' });
  await seed.publish('acme/open', { name: 'pier', version: '1.0.0' });
});

const kRows: ReadonlyArray<{ who: string; person: Person; tabs: string[]; yanks: boolean }> = [
  { who: 'a reader', person: kReader, tabs: ['Crates', 'Set up', 'Activity', 'Statistics'], yanks: false },
  {
    who: 'a writer',
    person: kWriter,
    tabs: ['Crates', 'Set up', 'Upload', 'Activity', 'Statistics', 'Bin'],
    yanks: false,
  },
  {
    who: 'an owner of the repository',
    person: kOwner,
    tabs: ['Crates', 'Set up', 'Upload', 'Activity', 'Statistics', 'Tokens', 'Bin', 'Settings'],
    yanks: true,
  },
  {
    who: 'the administrator',
    person: kAdmin,
    tabs: ['Crates', 'Set up', 'Upload', 'Activity', 'Statistics', 'Tokens', 'Bin', 'Settings'],
    yanks: true,
  },
];

for (const { who, person, tabs, yanks } of kRows) {
  test(`${who} sees the pages and actions of their rights, and no more`, async ({ visit }) => {
    const page = await visit(server(), person);
    const repository = new RepositoryPage(page, 'acme/tools');
    await repository.open();
    await repository.expectTabs(...tabs);
    await expect(repository.crate('harbour')).toBeVisible();
    for (const tab of tabs) {
      await repository.go(tab);
      await expect(page.getByText(/This could not be loaded|There is nothing here|You may not/)).toHaveCount(0);
      await expect(repository.tabs.filter({ hasText: tab })).toHaveAttribute('aria-current', 'page');
      await page.waitForLoadState('networkidle');
    }
    const crate = new CratePage(page, 'acme/tools', 'harbour');
    await crate.open();
    await expect(page.getByRole('heading', { level: 1, name: 'harbour' })).toBeVisible();
    await page.getByRole('button', { name: /actions|What to do/i }).click(); // to copy it, whoever may read may
    await expect(page.getByRole('menuitem').first()).toBeVisible();
    await expect(page.getByRole('menuitem', { name: /^Yank/ })).toHaveCount(yanks ? 1 : 0);
  });
}

test('to a stranger a private repository is as one that does not exist', async ({ visit, watch }) => {
  watch.allow(404, /^\/v1\/(repos|namespaces|crates|orgs)\//);
  const page = await visit(server(), kStranger);
  const texts: string[] = [];
  for (const place of ['acme/tools', 'acme/nothing-of-this-name']) {
    await page.goto(`/${place}`);
    await expect(page.getByRole('heading', { name: 'There is nothing here' })).toBeVisible();
    texts.push((await page.getByRole('main').innerText()).replaceAll(place, ''));
    await page.goto(`/${place}/@harbour`);
    await expect(page.getByRole('heading', { name: 'There is nothing here' })).toBeVisible();
  }
  expect(texts[0]).toBe(texts[1]);
  await page.goto('/');
  await expect(page.getByRole('main')).toContainText('open');
  await expect(page.getByRole('main')).not.toContainText('tools');
  await page.goto('/acme');
  await expect(page.getByRole('main')).not.toContainText('tools');
});

test('nobody who is signed out learns which private repositories there are', async ({ visit, watch }) => {
  watch.allow(401, /^\/v1\/repos\//);
  const page = await visit(server(), null);
  const answers: string[] = [];
  for (const place of ['acme/tools', 'acme/nothing-of-this-name']) {
    const api = await page.request.get(`/v1/repos/${place}/`);
    const { detail, code } = (await api.json()) as { detail: string; code: string };
    answers.push(`${api.status()} ${code} ${detail}`.replaceAll(place, ''));
    await page.goto(`/${place}`);
    await expect(page).toHaveURL(/\/sign-in\?to=/);
  }
  expect(answers[0]).toBe(answers[1]);
  await page.goto('/');
  await expect(page.getByRole('main')).not.toContainText('tools');
});

test('a stranger and the public read a public repository, and are offered no change', async ({ visit }) => {
  for (const person of [kStranger, null]) {
    const page = await visit(server(), person);
    const repository = new RepositoryPage(page, 'acme/open');
    await repository.open();
    await expect(repository.crate('pier')).toBeVisible();
    await expect(repository.tabs.filter({ hasText: /Upload|Tokens|Bin|Settings/ })).toHaveCount(0);
  }
});
