import { RepositoryPage } from './pages/repository';
import { SetUpPage } from './pages/set_up';
import { WaysIn } from './pages/ways_in';
import { expect, serverOf, test } from './support/story';

const server = serverOf(() => Promise.resolve());

test('from a new server to a first published crate, by pasted lines only', async ({ visit, cargo }) => {
  const page = await visit(server(), null);

  await test.step('the key that the server printed lets the administrator in', async () => {
    await page.goto('/');
    await expect(page).toHaveURL(/\/first-run$/);
    const door = new WaysIn(page);
    await door.begin(server().key, 'the harbour master sleeps');
    await door.expectSignedIn({ user: 'admin' });
  });

  await test.step('a repository is made', async () => {
    await expect(page).toHaveURL(/\/admin\/~new$/);
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('crates');
    await page.getByRole('button', { name: 'Create the repository' }).click();
    await expect(page.getByRole('heading', { name: 'No crates yet' })).toBeVisible();
  });

  const setUp = new SetUpPage(page);
  let key = '';
  await test.step('its set-up page makes a key and fills it in, without showing it in the lines', async () => {
    await page.getByRole('main').getByRole('link', { name: 'Set up' }).last().click();
    await setUp.newKey();
    const credentials = await setUp.copy('~/.cargo/credentials.toml');
    key = /ent_[A-Za-z0-9]+/.exec(credentials)![0];
    await expect(setUp.block('~/.cargo/credentials.toml')).toContainText('••••');
    await expect(setUp.block('~/.cargo/credentials.toml')).not.toContainText(key);
    expect(page.url()).not.toContain(key);
  });

  await test.step('cargo publishes by what was copied', async () => {
    cargo.paste('~/.cargo/config.toml', await setUp.copy('~/.cargo/config.toml', setUp.section('registry')));
    cargo.paste('~/.cargo/credentials.toml', await setUp.copy('~/.cargo/credentials.toml'));
    const line = await setUp.copy('Shell', setUp.section('Publish a crate'));
    expect(line).toContain('cargo publish');
    const done = await cargo.shell(line, cargo.project('first-light'));
    expect(done.code, done.text).toBe(0);
  });

  await test.step('and there it is', async () => {
    const repository = new RepositoryPage(page, 'admin/crates');
    await repository.go('Crates');
    await repository.crate('first-light').click();
    await expect(page.getByRole('heading', { name: 'first-light', level: 1 })).toBeVisible();
  });

  await test.step('the page keeps no secret: after a reload the lines have none', async () => {
    await page.goto('/admin/crates/setup');
    await expect(setUp.block('~/.cargo/credentials.toml')).toContainText('YOUR_API_KEY');
    const stored = await page.evaluate(
      () => JSON.stringify({ ...localStorage }) + JSON.stringify({ ...sessionStorage }),
    );
    expect(stored).not.toContain(key);
  });
});
