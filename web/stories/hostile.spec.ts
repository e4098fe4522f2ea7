import { CratePage } from './pages/crate';
import { RepositoryPage } from './pages/repository';
import { kReader, usualHouse, type Seed } from './support/seed';
import { expect, serverOf, test } from './support/story';

/** Everything here would run a script, load something foreign or break out of its place, if anything were taken as HTML. */
const kCorpus = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(2)>',
  '<svg onload=alert(3)><animate onbegin=alert(3) attributeName=x dur=1s>',
  '<a href="javascript:alert(4)">link</a>',
  '<a href="  java\tscript:alert(5)">link</a>',
  '<iframe srcdoc="<script>alert(6)</script>"></iframe>',
  '<form action="https://example.com/"><button formaction="javascript:alert(7)">go</button></form>',
  '<style>@import "https://example.com/x.css"; body { display: none }</style>',
  '<base href="https://example.com/">',
  '<meta http-equiv="refresh" content="0; url=https://example.com/">',
  '<object data="data:text/html,<script>alert(8)</script>"></object><embed src="data:text/html,x">',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(9)&gt;">',
  '<details open ontoggle=alert(10)><summary>x</summary></details>',
  '<input autofocus onfocus=alert(11)>',
  '"><script>alert(12)</script>',
  "';alert(13);//",
  '{{constructor.constructor("alert(14)")()}}',
  '</textarea></title></script><script>alert(15)</script>',
];

const kMarkdown = [
  '# Hostile <script>alert(20)</script>',
  '[a](javascript:alert(21)) [b](JaVaScRiPt:alert(22)) [c](data:text/html,<script>alert(23)</script>) [d](vbscript:x)',
  '![i](javascript:alert(24)) ![j](https://example.com/track.png) ![k](src/x.svg) ![l](../../../../v1/session/)',
  '[ref]: javascript:alert(25)\n\n[ref]',
  '<a name="main" id="root">clobber</a> <img name="getElementById">',
  '```html\n<script>alert(26)</script>\n```',
  '<div style="position:fixed;inset:0;background:red" class="mantine-Modal-root">overlay</div>',
  ...kCorpus,
].join('\n\n');

const kSvg =
  '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(30)"><script>alert(31)</script><rect width="9" height="9"/></svg>';
const kName = 'hostile';

async function prepare(seed: Seed): Promise<void> {
  const source = {
    name: kName,
    description: kCorpus
      .join(' ')
      .slice(0, 900)
      .replace(/[\n\t]/g, ' '),
    readme: kMarkdown,
    features: { default: [], std: [] },
  };
  const files = (mark: string) => ({
    'src/lib.rs': `// ${mark}\n${kCorpus.map((line) => `// ${line}\n`).join('')}pub fn f() {}\n`,
    'src/x.svg': kSvg,
    'src/page.html': kCorpus.join('\n'),
    'src/&lt;img src=x onerror=alert(32)&gt;.txt': kCorpus.join('\n'),
    "src/'-alert(33)-'.md": kMarkdown,
  });
  await seed.publish(
    'acme/open',
    { ...source, version: '1.0.0', files: files('one') },
    { ...source, version: '1.1.0', files: files('two') },
    { name: 'uses-it', version: '1.0.0', dependencies: [{ name: kName }] },
  );
  await seed.repository('acme/named', 'Public', { description: kCorpus[1]! + kCorpus[0]! });
  await seed.token('acme/open', kCorpus[1]!);
}

const server = serverOf(async (started) => prepare(await usualHouse(started)));

test.beforeEach(({ watch }) => {
  watch.allow(404, /\/files\//); // images that a README names and the crate has not
});

test('a hostile README is shown and does nothing', async ({ visit }) => {
  const page = await visit(server(), kReader);
  const foreign: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(server().url)) foreign.push(request.url());
  });
  await new CratePage(page, 'acme/open', kName).open();
  await expect(page.getByRole('heading', { name: /Hostile/ })).toBeVisible();
  await page.waitForLoadState('networkidle');
  await expect(
    page.locator('main script, main iframe, main object, main embed, main style, main form, main base'),
  ).toHaveCount(0);
  expect(
    await page.locator('main a').evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).protocol)),
  ).not.toContainEqual(expect.stringMatching(/javascript|data|vbscript/));
  const handlers = await page
    .locator('main *')
    .evaluateAll((all) => all.flatMap((one) => one.getAttributeNames().filter((name) => name.startsWith('on'))));
  expect(handlers).toEqual([]);
  expect(foreign).toEqual([]);
});

test('hostile descriptions and names are text in every list', async ({ visit }) => {
  const page = await visit(server(), kReader);
  for (const path of ['/', '/acme', '/acme/open', '/acme/open?query=hostile', '/acme/open/activity', '/acme/named']) {
    await page.goto(path);
    await page.waitForLoadState('networkidle');
    await expect(page.getByRole('main')).toBeVisible();
    await expect(page.locator('main script, main img[src="x"], main iframe')).toHaveCount(0);
  }
  await new RepositoryPage(page, 'acme/open').open();
  await expect(page.getByRole('main')).toContainText('<img src=x onerror=alert(2)>');
});

test('hostile files are text in the viewer, in the diff and raw', async ({ visit }) => {
  const page = await visit(server(), kReader);
  const crate = new CratePage(page, 'acme/open', kName);
  for (const path of [
    'src/page.html',
    'src/lib.rs',
    "src/'-alert(33)-'.md",
    'src/&lt;img src=x onerror=alert(32)&gt;.txt',
    'src/x.svg',
  ]) {
    await crate.open(`1.1.0/files/${path.split('/').map(encodeURIComponent).join('/')}`);
    await expect(crate.file(path)).toContainText('alert(');
    await page.waitForLoadState('networkidle');
  }
  await crate.open('1.1.0/diff/1.0.0?file=src/lib.rs');
  await expect(page.getByRole('main')).toContainText('<script>alert(1)</script>');
});

test('a file opened on its own runs nothing and may do nothing', async ({ visit }) => {
  const page = await visit(server(), kReader);
  for (const path of ['src/page.html', 'src/x.svg']) {
    const answer = await page.request.get(`/v1/crates/acme/open/${kName}/1.1.0/files/${path}`);
    expect(answer.status()).toBe(200);
    expect(answer.headers()['content-security-policy']).toContain('sandbox');
    expect(answer.headers()['x-content-type-options']).toBe('nosniff');
    expect(answer.headers()['content-type']).not.toContain('text/html');
  }
});

test('hostile addresses are text too', async ({ visit, watch }) => {
  watch.allow(404, /^\/v1\//);
  watch.allow(422, /^\/v1\//);
  const page = await visit(server(), kReader);
  for (const text of kCorpus.slice(0, 4)) {
    const word = encodeURIComponent(text);
    for (const path of [
      `/?query=${word}`,
      `/acme/open?query=${word}`,
      `/acme/open/@${word}`,
      `/acme/open/setup?crate=${word}`,
    ]) {
      await page.goto(path);
      await page.waitForLoadState('networkidle');
      await expect(page.locator('main script, main img[src="x"]')).toHaveCount(0);
    }
  }
});
