import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { KeysPage } from './pages/keys';
import { WaysIn } from './pages/ways_in';
import { kReader, kWriter, usualHouse } from './support/seed';
import { expect, serverOf, test } from './support/story';

const server = serverOf(usualHouse);

test('whoever signs in comes back to where they were, and can leave', async ({ visit, watch }) => {
  watch.allow(401, /^\/v1\/repos\/acme\/tools\/$/);
  const page = await visit(server(), null);
  const door = new WaysIn(page);
  await page.goto('/acme/tools/setup?store=gitlab');
  await expect(page).toHaveURL(/\/sign-in\?to=/);
  await door.signIn(kReader);
  await door.expectSignedIn(kReader);
  await expect(page).toHaveURL(/\/acme\/tools\/setup\?store=gitlab/);
  await door.signOut();
});

test('wrong passwords get one sentence for all causes, and are slowed', async ({ visit, watch }) => {
  watch.allow(401, /^\/v1\/session\/$/);
  watch.allow(429, /^\/v1\/session\/$/);
  const page = await visit(server(), null);
  const door = new WaysIn(page);
  await door.open();
  await door.signIn({ user: 'nobody-of-this-name', password: 'wrong' });
  const forNobody = await door.refusal.innerText();
  await door.open();
  await door.signIn({ user: kWriter.user, password: 'wrong' });
  expect(await door.refusal.innerText()).toBe(forNobody);
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, at) =>
      page.request.post('/v1/session/', { data: { user: kWriter.user, password: `wrong ${at}` }, timeout: 50_000 }),
    ),
  );
  expect(answers.filter((answer) => answer.ok())).toEqual([]);
  const slowed = Math.max(...answers.map((answer) => Number(answer.headers()['retry-after'] ?? 0)));
  expect(slowed, 'seconds to wait').toBeGreaterThan(0);
});

test('the cookie is out of reach of scripts and other sites, and another one after signing in', async ({ visit }) => {
  const page = await visit(server(), null);
  const known = 'A'.repeat(43);
  await page.context().addCookies([{ name: 'entrepot_session', value: known, url: server().url }]);
  await page.goto('/sign-in');
  const door = new WaysIn(page);
  await door.signIn(kReader);
  await door.expectSignedIn(kReader);
  const [cookie, ...others] = (await page.context().cookies()).filter(({ name }) => name.includes('entrepot_session'));
  expect(others).toEqual([]);
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/' });
  expect(cookie!.value).not.toBe(known);
  expect(await page.evaluate(() => document.cookie)).toBe('');
});

test('a signed-out session is gone on the server, whoever kept its cookie', async ({ visit }) => {
  const page = await visit(server(), kReader);
  await page.goto('/');
  const kept = await page.context().cookies();
  await new WaysIn(page).signOut();
  await page.context().addCookies(kept);
  const answer = await page.request.get('/v1/session/');
  expect(((await answer.json()) as { user: unknown }).user).toBeNull();
});

test.describe('after signing in', () => {
  for (const to of [
    'https://example.com/',
    '//example.com/',
    '/\\example.com',
    '/\t/example.com',
    'javascript:alert(1)',
  ]) {
    test(`nobody is led away by to=${JSON.stringify(to)}`, async ({ visit }) => {
      const page = await visit(server(), null);
      const door = new WaysIn(page);
      await door.open(to);
      await door.signIn(kReader);
      await door.expectSignedIn(kReader);
      await expect(page).toHaveURL(`${server().url}/`);
    });
  }
});

test.describe('a page of another origin', () => {
  let foreign: HttpServer;
  test.beforeAll(async () => {
    foreign = createServer((_, answer) => {
      answer.setHeader('content-type', 'text/html');
      answer.end('<!doctype html><link rel="icon" href="data:,"><title>Elsewhere</title>');
    });
    await new Promise<void>((resolve) => foreign.listen(0, '127.0.0.1', resolve));
  });
  test.afterAll(() => {
    foreign.close();
  });

  test('changes nothing in the name of who is signed in', async ({ visit, browser }) => {
    const signedIn = await visit(server(), kWriter);
    // The same browser as the one that is signed in, on a page that nobody watches: refusals are what it is for.
    const context = await browser.newContext({ storageState: await signedIn.context().storageState() });
    const page = await context.newPage();
    await page.goto(`http://127.0.0.1:${(foreign.address() as AddressInfo).port}/`);
    const outcome = await page.evaluate(async (url) => {
      const seen: string[] = [];
      for (const type of ['text/plain', 'application/json']) {
        try {
          const answer = await fetch(`${url}/v1/keys/`, {
            method: 'POST',
            credentials: 'include',
            headers: { 'content-type': type },
            body: '{"name":"stolen"}',
          });
          seen.push(String(answer.status));
        } catch {
          seen.push('refused');
        }
      }
      return seen;
    }, server().url);
    expect(outcome).toEqual(['refused', 'refused']);
    const form = page.waitForResponse((response) => response.url().endsWith('/v1/keys/'));
    await page.evaluate((url) => {
      const made = document.createElement('form');
      made.method = 'post';
      made.enctype = 'text/plain';
      made.action = `${url}/v1/keys/`;
      document.body.append(made);
      made.submit();
    }, server().url);
    expect((await form).status()).toBeGreaterThanOrEqual(400);
    const keys = await signedIn.request.get('/v1/keys/');
    expect(await keys.text()).not.toContain('stolen');
    await context.close();
  });
});

test('a change without the token of the session is refused, even from the same origin', async ({ visit, watch }) => {
  watch.allow(403, /^\/v1\/keys\/$/);
  const page = await visit(server(), kWriter);
  await page.goto('/');
  const status = await page.evaluate(
    async () =>
      (
        await fetch('/v1/keys/', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: '{"name":"stolen"}',
        })
      ).status,
  );
  expect(status).toBe(403);
});

test('a server that has begun cannot be begun again', async ({ visit }) => {
  const page = await visit(server(), null);
  await page.goto('/first-run');
  await expect(page).toHaveURL(`${server().url}/`);
});

test('whose session was replaced by another tab is refused once, and then goes on', async ({ visit, watch }) => {
  watch.allow(403, /^\/v1\/keys\/$/);
  const page = await visit(server(), kWriter);
  const keys = new KeysPage(page);
  await keys.open();
  await keys.fillNew('of the second try');
  await page.request.post('/v1/session/', { data: kWriter });
  const looked = page.waitForResponse((response) => response.url().endsWith('/v1/session/'));
  await keys.create();
  await expect(page.getByRole('dialog').getByRole('alert')).toBeVisible();
  await looked;
  await keys.create();
  await keys.store();
  await expect(keys.row('of the second try')).toBeVisible();
});

test('when what had the focus is gone, the page has it', async ({ visit }) => {
  const page = await visit(server(), kReader);
  const keys = new KeysPage(page);
  await keys.open();
  await keys.fillNew('of no use');
  await keys.create();
  await keys.store();
  await keys.revoke('of no use');
  await expect(keys.row('of no use')).toContainText('Revoked');
  await expect(page.locator('#main')).toBeFocused();
});
