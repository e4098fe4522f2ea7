import { readFileSync } from 'node:fs';
import { CratePage } from './pages/crate';
import { RepositoryPage } from './pages/repository';
import { packed, type CrateSource } from './support/crate';
import { kReader, usualHouse } from './support/seed';
import { expect, serverOf, test } from './support/story';

const kSource = 'pub fn answer() -> u32 {\n    42\n}\n';

const kLighthouse: CrateSource = {
  name: 'lighthouse',
  version: '0.3.0',
  description: 'Shows the way.',
  dependencies: [{ name: 'harbour' }],
};

const server = serverOf(async (started) => {
  const seed = await usualHouse(started);
  await seed.publish(
    'acme/tools',
    { name: 'harbour', version: '1.0.0', description: 'Where ships lie.', files: { 'src/lib.rs': kSource } },
    {
      name: 'harbour',
      version: '1.1.0',
      description: 'Where ships lie.',
      readme: '# harbour\n\nSee [the source](src/lib.rs).\n',
      keywords: ['ships'],
      features: { default: ['std'], std: [], extra: ['std'] },
      files: { 'src/lib.rs': kSource.replace('42', '43'), 'src/quay/deep.rs': '// below\n' },
    },
    kLighthouse,
  );
  await seed.publish(
    'acme/tools',
    ...Array.from({ length: 60 }, (_, at) => ({ name: `buoy-${at}`, version: '1.0.0', description: 'Floats.' })),
  );
});

test('search as one types; query, order and page survive a reload and the way back', async ({ visit }) => {
  const page = await visit(server(), kReader);
  const repository = new RepositoryPage(page, 'acme/tools');
  await repository.open();
  await repository.search.fill('light');
  await expect(repository.crates).toHaveCount(1);
  await expect(repository.crate('lighthouse')).toBeVisible();
  await expect(page).toHaveURL(/query=light/);
  await page.reload();
  await expect(repository.search).toHaveValue('light');
  await expect(repository.crates).toHaveCount(1);
  await repository.crate('lighthouse').click();
  await expect(page.getByRole('heading', { level: 1, name: 'lighthouse' })).toBeVisible();
  await page.goBack();
  await expect(repository.search).toHaveValue('light');
});

test('many crates have pages, which stand in the address', async ({ visit }) => {
  const page = await visit(server(), kReader);
  const repository = new RepositoryPage(page, 'acme/tools');
  await page.goto('/acme/tools?query=buoy&sort=name');
  const first = await repository.crates.first().innerText();
  await page.getByRole('button', { name: 'Page 2', exact: true }).click();
  await expect(page).toHaveURL(/page=2/);
  await expect(repository.crates.first()).not.toHaveText(first);
  await page.reload();
  await expect(page).toHaveURL(/query=buoy.*sort=name.*page=2|page=2.*/);
  await expect(repository.crates.first()).toContainText('buoy');
});

test('a query that cannot be is refused at the field', async ({ visit, watch }) => {
  watch.allow(422, /^\/v1\/crates\//);
  const page = await visit(server(), kReader);
  const repository = new RepositoryPage(page, 'acme/tools');
  await repository.open();
  await repository.search.fill('nosuchfield:1');
  await expect(repository.search).toHaveAttribute('aria-invalid', 'true');
});

test('the source of a version: from the README into a file, its lines, and another file', async ({ visit }) => {
  const page = await visit(server(), kReader);
  const crate = new CratePage(page, 'acme/tools', 'harbour');
  await crate.open();
  await page.getByRole('link', { name: 'the source' }).click();
  await expect(page).toHaveURL(/\/@harbour\/1\.1\.0\/files\/src\/lib\.rs/);
  await expect(crate.file('src/lib.rs')).toContainText('pub fn answer');
  await expect(crate.file('src/lib.rs')).toContainText('43');
  await crate.openFolder('quay');
  await crate.files.getByRole('link', { name: 'deep.rs' }).click();
  await expect(crate.file('src/quay/deep.rs')).toContainText('// below');
  await page.goto('/acme/tools/@harbour/1.1.0/files/src/lib.rs#L2');
  await expect(crate.file('src/lib.rs')).toContainText('Line 2');
});

test('the file itself is downloaded by whoever is signed in', async ({ visit }) => {
  const page = await visit(server(), kReader);
  await new CratePage(page, 'acme/tools', 'lighthouse').open();
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'lighthouse-0.3.0.crate' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe('lighthouse-0.3.0.crate');
  expect(readFileSync(await file.path()).equals(packed(kLighthouse))).toBe(true);
});

test('what changed between two versions, file by file', async ({ visit }) => {
  const page = await visit(server(), kReader);
  const crate = new CratePage(page, 'acme/tools', 'harbour');
  await crate.open('versions');
  await page.getByRole('checkbox', { name: 'Compare 1.0.0' }).check();
  await page.getByRole('checkbox', { name: 'Compare 1.1.0' }).check();
  await page.getByRole('link', { name: 'Compare 1.0.0 with 1.1.0' }).click();
  await expect(page).toHaveURL(/\/@harbour\/1\.1\.0\/diff\/1\.0\.0/);
  await expect(page.getByText(/files? changed, 2 added, 0 removed/)).toBeVisible();
  await page.getByRole('link', { name: /lib\.rs/ }).click();
  await expect(page.getByRole('main')).toContainText('42');
  await expect(page.getByRole('main')).toContainText('43');
});

test('dependencies, dependents and features lead from crate to crate', async ({ visit }) => {
  const page = await visit(server(), kReader);
  const crate = new CratePage(page, 'acme/tools', 'lighthouse');
  await crate.open();
  await crate.go('Dependencies');
  await page.getByRole('main').getByRole('link', { name: 'harbour', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'harbour' })).toBeVisible();
  await crate.go('Dependents');
  await expect(page.getByRole('main').getByRole('link', { name: /lighthouse/ })).toBeVisible();
  await crate.go('Features');
  await expect(page.getByRole('main')).toContainText('extra');
});

test('the palette opens with the keys, and Enter goes to the first that it finds', async ({ visit }) => {
  const page = await visit(server(), kReader);
  const repository = new RepositoryPage(page, 'acme/tools');
  await repository.open();
  await expect(repository.crates.first()).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.getByRole('textbox', { name: 'Find pages, repositories and crates' }).fill('lightho');
  await expect(page.getByRole('dialog').getByText('Shows the way.')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'lighthouse' })).toBeVisible();
});

test('a page beyond the last one leads back to the first', async ({ visit }) => {
  const page = await visit(server(), kReader);
  const repository = new RepositoryPage(page, 'acme/tools');
  await page.goto('/acme/tools?page=99');
  await page.getByRole('button', { name: 'To the first page' }).click();
  await expect(repository.crates.first()).toBeVisible();
  await page.goto('/acme?page=99');
  await page.getByRole('button', { name: 'To the first page' }).click();
  await expect(page.getByRole('list', { name: 'Repositories' }).getByRole('listitem')).toHaveCount(2);
});
