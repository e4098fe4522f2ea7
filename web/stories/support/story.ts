import { test as base, expect, type BrowserContextOptions, type Page } from '@playwright/test';
import { Cargo } from './cargo';
import type { Person } from './seed';
import { Server } from './server';
import { Watch } from './watch';

export interface Visitor {
  /** A browser of this person's own, signed in; of nobody's where it is null. */
  (server: Server, person: Person | null, options?: BrowserContextOptions): Promise<Page>;
}

interface Fixtures {
  watch: Watch;
  visit: Visitor;
  cargo: Cargo;
}

export const test = base.extend<Fixtures>({
  watch: [
    // eslint-disable-next-line no-empty-pattern
    async ({}, give) => {
      const watch = new Watch();
      await give(watch);
      watch.verify();
    },
    { auto: true },
  ],
  visit: async ({ browser, watch }, give) => {
    const pages: Page[] = [];
    await give(async (server, person, options = {}) => {
      const context = await browser.newContext({ baseURL: server.url, ...options });
      await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.url });
      await watch.context(context);
      if (person !== null) {
        const answer = await context.request.post('/v1/session/', { data: person });
        expect(answer.status(), await answer.text()).toBe(200);
      }
      const page = await context.newPage();
      pages.push(page);
      return page;
    });
    for (const page of pages) await page.context().close();
  },
  // eslint-disable-next-line no-empty-pattern
  cargo: async ({}, give) => {
    const cargo = new Cargo();
    await give(cargo);
    cargo.remove();
  },
});

/** One server for the stories of a file; `prepare` brings it into the state in which they begin. */
export function serverOf(prepare: (server: Server) => Promise<unknown>, options: string[] = []): () => Server {
  let server: Server | undefined;
  test.beforeAll(async () => {
    server = await Server.start(options);
    await prepare(server);
  });
  test.afterAll(async () => {
    expect(await server?.stop(), 'the exit code of the server').toBe(0);
    server = undefined;
  });
  return () => server!;
}

export { expect };
