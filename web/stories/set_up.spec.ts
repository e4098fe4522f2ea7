import { SetUpPage } from './pages/set_up';
import { kOwner, kReader, kWriter, usualHouse } from './support/seed';
import { expect, serverOf, test } from './support/story';

const kLongPlace = `acme/${'long-name-'.repeat(5).slice(0, 49)}`;

const server = serverOf(async (started) => {
  const seed = await usualHouse(started);
  await seed.publish('acme/tools', { name: 'harbour', version: '1.10.0' });
  await seed.publish('acme/open', { name: 'pier', version: '0.1.0' });
  await seed.repository(kLongPlace, 'Public');
});

test('what was chosen stands in the address: reload, back and a link show the same lines', async ({ visit }) => {
  const page = await visit(server(), kWriter);
  const setUp = new SetUpPage(page);
  await page.goto('/acme/tools/setup');
  await setUp.choose('Where it goes', 'GitLab CI');
  await expect(setUp.block('.gitlab-ci.yml').first()).toBeVisible();
  await expect(page).toHaveURL(/store=gitlab/);
  await page.reload();
  await expect(setUp.block('.gitlab-ci.yml').first()).toBeVisible();
  await setUp.choose('Where it goes', 'Jenkins');
  await expect(setUp.block('Jenkinsfile').first()).toBeVisible();
  await page.goBack();
  await expect(setUp.block('.gitlab-ci.yml').first()).toBeVisible();
});

test('a choice that needs others changes them and says so', async ({ visit }) => {
  const page = await visit(server(), kWriter);
  const setUp = new SetUpPage(page);
  await page.goto('/acme/tools/setup');
  await setUp.choose('Which cargo', 'Before 1.68');
  await expect(page.getByRole('radio', { name: 'Git', exact: true })).toBeChecked();
  await expect(page.getByRole('status').filter({ hasText: 'Changed with it' })).toContainText('How cargo reads: Git');
});

test('what does not go together is refused in a sentence, with a way out', async ({ visit, watch }) => {
  watch.allow(422, /\/setup\/$/);
  const page = await visit(server(), kWriter);
  await page.goto('/acme/tools/setup?protocol=sparse&cargo=older');
  await expect(page.getByRole('alert')).toContainText('Cargo before 1.68 knows no sparse index');
  await page.getByRole('button', { name: 'Choose what fits' }).click();
  await expect(page.getByRole('heading', { name: 'Tell cargo where the registry is' })).toBeVisible();
});

test('tasks come and go; a reader is offered no publishing', async ({ visit }) => {
  const page = await visit(server(), kReader);
  const setUp = new SetUpPage(page);
  await page.goto('/acme/tools/setup');
  await expect(setUp.section('Depend on a crate')).toBeVisible();
  await expect(setUp.task('Publish a crate')).toBeDisabled();
  await setUp.toggle('Depend on a crate');
  await expect(setUp.section('Depend on a crate')).toHaveCount(0);
  await expect(page).toHaveURL(/task=install(,|%2C)mirror/);
});

test('a pasted key is filled in, shown when asked for, and never in the address', async ({ visit }) => {
  const page = await visit(server(), kReader);
  const setUp = new SetUpPage(page);
  await page.goto('/acme/tools/setup');
  await page.getByRole('textbox', { name: 'API key' }).fill('ent_pasted123');
  const block = setUp.block('~/.cargo/credentials.toml');
  await expect(block).not.toContainText('ent_pasted123');
  await page.getByRole('button', { name: 'Show the secret in ~/.cargo/credentials.toml' }).click();
  await expect(block).toContainText('ent_pasted123');
  expect(page.url()).not.toContain('ent_pasted123');
});

test('names in the lines can be changed', async ({ visit }) => {
  const page = await visit(server(), kReader);
  await page.goto('/acme/tools/setup?crate=harbour&version=1.10.0');
  await expect(page.getByText('cargo add harbour@1.10.0 --registry acme-tools')).toBeVisible();
  await page.getByRole('textbox', { name: 'Name of the registry' }).fill('house');
  await page.keyboard.press('Enter');
  await expect(page.getByText('cargo add harbour@1.10.0 --registry house')).toBeVisible();
});

test('an error that cargo printed is found in the whole output', async ({ visit }) => {
  const page = await visit(server(), kReader);
  await page.goto('/acme/tools/setup');
  await page
    .getByRole('searchbox', { name: 'What did cargo print?' })
    .fill('error: failed to get `x`  Caused by:   no token found for `acme-tools`, please run `cargo login`');
  await expect(page.getByText('1 known error found.')).toBeVisible();
  const known = page.getByRole('button', { name: 'no token found for' });
  await known.click();
  await expect(known).toHaveAttribute('aria-expanded', 'true');
  await expect(page.getByText('cargo login --registry acme-tools')).toBeVisible();
});

test('a public repository needs no credential, and a stranger can read its lines', async ({ visit, cargo }) => {
  const page = await visit(server(), null);
  const setUp = new SetUpPage(page);
  await page.goto('/acme/open/setup');
  await expect(page.getByRole('radio', { name: 'None' })).toBeChecked();
  await expect(page.getByRole('heading', { name: 'Filled into the lines' })).toHaveCount(0);
  cargo.paste('~/.cargo/config.toml', await setUp.copy('~/.cargo/config.toml', setUp.section('registry')));
  const project = cargo.project('visitor');
  cargo.paste('Cargo.toml', await setUp.copy('Cargo.toml', setUp.section('Depend on a crate')), project);
  const done = await cargo.shell(await setUp.copy('Shell', setUp.section('Depend on a crate')), project);
  expect(done.code, done.text).toBe(0);
});

test('the secret of a token comes from the server only when it is chosen', async ({ visit }) => {
  const page = await visit(server(), kOwner);
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('show_tokens')) asked.push(request.url());
  });
  await page.goto('/acme/tools/setup?credential=entitlement');
  const select = page.getByRole('combobox', { name: 'Entitlement token of this repository' });
  await expect(select).toBeEnabled();
  expect(asked).toEqual([]);
  await select.selectOption({ label: 'Default' });
  await expect(new SetUpPage(page).block('~/.cargo/credentials.toml')).toContainText('••••');
  expect(asked).toHaveLength(1);
});

test('a key for a repository with a long name is made as it is offered', async ({ visit }) => {
  const page = await visit(server(), kWriter);
  await page.goto(`/${kLongPlace}/setup?credential=api-key`);
  await new SetUpPage(page).newKey();
});
