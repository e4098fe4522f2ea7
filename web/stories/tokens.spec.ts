import { RepositoryPage } from './pages/repository';
import { SetUpPage } from './pages/set_up';
import { TokensPage } from './pages/tokens';
import { Cargo } from './support/cargo';
import { kOwner, usualHouse } from './support/seed';
import { expect, serverOf, test } from './support/story';

const server = serverOf(async (started) => {
  const seed = await usualHouse(started);
  await seed.publish('acme/tools', { name: 'harbour', version: '1.0.0' });
});

test('a token is made, limited, used by cargo, seen in statistics, revoked and refused', async ({ visit, cargo }) => {
  const page = await visit(server(), kOwner);
  const repository = new RepositoryPage(page, 'acme/tools');
  const tokens = new TokensPage(page);
  const setUp = new SetUpPage(page);
  const later = new Cargo();

  await test.step('made, with a limit', async () => {
    await repository.open('tokens');
    await tokens.make('customer', 3);
    await expect(tokens.token('customer')).toContainText('0 of 3 downloads');
  });

  await test.step('its set-up page has the lines with it', async () => {
    await page.getByRole('link', { name: 'Set up with the token customer' }).click();
    await expect(page).toHaveURL(/token=/);
    await expect(setUp.block('~/.cargo/credentials.toml')).toContainText('••••');
  });

  await test.step('cargo builds with what was copied', async () => {
    const project = cargo.project('builds-with-it');
    const config = await setUp.copy('~/.cargo/config.toml', setUp.section('registry'));
    const credentials = await setUp.copy('~/.cargo/credentials.toml');
    for (const home of [cargo, later]) {
      home.paste('~/.cargo/config.toml', config);
      home.paste('~/.cargo/credentials.toml', credentials);
    }
    const section = setUp.section('Depend on a crate');
    cargo.paste('Cargo.toml', await setUp.copy('Cargo.toml', section), project);
    const done = await cargo.shell('cargo build', project);
    expect(done.code, done.text).toBe(0);
  });

  await test.step('what it downloaded is counted', async () => {
    await repository.open('tokens');
    await expect(tokens.token('customer')).toContainText('1 of 3 downloads');
    await repository.go('Statistics');
    const row = page.getByRole('table', { name: 'Most used tokens' }).getByRole('row', { name: /customer/ });
    await expect(row).toContainText('customer');
    await expect(row.getByRole('cell').nth(1)).toHaveText('1');
  });

  await test.step('disabled, it is refused to a cargo that has nothing yet', async () => {
    await repository.go('Tokens');
    await tokens.act('customer', 'Disable');
    await expect(tokens.token('customer')).toContainText('disabled');
    const project = later.project(
      'comes-late',
      '\n[dependencies]\nharbour = { version = "1", registry = "acme-tools" }\n',
    );
    const done = await later.shell('cargo build', project);
    expect(done.code).not.toBe(0);
    expect(done.text).toMatch(/40[134]|failed to (get|query|download|update)|no matching package/i);
  });

  await test.step('enabled, it works again; deleted by its name, never', async () => {
    await tokens.act('customer', 'Enable');
    await expect(tokens.token('customer')).not.toContainText('disabled');
    const again = await later.shell('cargo fetch', `${later.folder}/comes-late`);
    expect(again.code, again.text).toBe(0);
    await tokens.delete('customer');
  });
  later.remove();
});
