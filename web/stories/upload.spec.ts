import { RepositoryPage } from './pages/repository';
import { UploadPage } from './pages/upload';
import { packed, type CrateSource } from './support/crate';
import { kWriter, usualHouse } from './support/seed';
import { expect, serverOf, test } from './support/story';

const server = serverOf(usualHouse);

function file(crate: CrateSource) {
  return { name: `${crate.name}-${crate.version}.crate`, mimeType: 'application/octet-stream', buffer: packed(crate) };
}

/** Each needs the one before it, and they are chosen in the wrong order. */
const kGood: CrateSource[] = Array.from({ length: 19 }, (_, at) => ({
  name: `link-${String(at).padStart(2, '0')}`,
  version: '1.0.0',
  dependencies: at === 0 ? [] : [{ name: `link-${String(at - 1).padStart(2, '0')}` }],
}));

test('of 20 crates with a bad one the good ones are published, in order, and the bad one says why', async ({
  visit,
  watch,
}) => {
  watch.allow(404, /^\/v1\/crates\/acme\/tools\/link-/); // whether a version is there already
  test.setTimeout(120_000);
  const page = await visit(server(), kWriter);
  const upload = new UploadPage(page);
  await new RepositoryPage(page, 'acme/tools').open('upload');
  const bad = { name: 'broken-1.0.0.crate', mimeType: 'application/octet-stream', buffer: Buffer.from('no archive') };
  await upload.choose([...kGood.map(file).reverse(), bad]);
  await expect(upload.files).toHaveCount(20);
  await expect(upload.file('broken-1.0.0.crate')).toContainText('Cannot be sent');
  await expect(upload.file('link-18-1.0.0')).toContainText('Ready');
  await upload.send();
  await expect(upload.files.filter({ hasText: 'Published' })).toHaveCount(19, { timeout: 60_000 });

  await test.step('chosen again, they are there already', async () => {
    await page.reload();
    await upload.choose(kGood.slice(0, 2).map(file));
    await expect(upload.files.filter({ hasText: 'Already there' })).toHaveCount(2);
  });

  await test.step('the list has them', async () => {
    await page.goto('/acme/tools?query=link-18');
    await expect(new RepositoryPage(page, 'acme/tools').crate('link-18')).toBeVisible();
  });
});

test('a file that was mended takes the place of the one that could not be read', async ({ visit, watch }) => {
  watch.allow(404, /^\/v1\/crates\/acme\/tools\/mended\//);
  const page = await visit(server(), kWriter);
  const upload = new UploadPage(page);
  await new RepositoryPage(page, 'acme/tools').open('upload');
  const mended = file({ name: 'mended', version: '1.0.0' });
  await upload.choose([{ ...mended, buffer: Buffer.from('no archive') }]);
  await expect(upload.file('mended-1.0.0')).toContainText('Cannot be sent');
  await upload.choose([mended]);
  await expect(upload.files).toHaveCount(1);
  await expect(upload.file('mended-1.0.0')).toContainText('Ready');
  await upload.choose([mended]);
  await expect(upload.files.filter({ hasText: 'The same version stands in the list' })).toHaveCount(1);
  await upload.send();
  await expect(upload.files.filter({ hasText: 'Published' })).toHaveCount(1);
});

test('what the end of a session interrupts is sent when one tries again', async ({ visit, watch }) => {
  watch.allow(404, /^\/v1\/crates\/acme\/tools\/patient\//);
  watch.allow(403, /^\/v1\/files\/acme\/tools\/$/);
  const page = await visit(server(), kWriter);
  const upload = new UploadPage(page);
  await new RepositoryPage(page, 'acme/tools').open('upload');
  await upload.choose([file({ name: 'patient', version: '1.0.0' })]);
  await expect(upload.file('patient-1.0.0')).toContainText('Ready');
  await page.request.post('/v1/session/', { data: kWriter }); // the browser's other tab begins another one
  const looked = page.waitForResponse((response) => response.url().endsWith('/v1/session/'));
  await upload.send();
  await expect(upload.file('patient-1.0.0')).toContainText('Refused');
  await looked;
  await upload.retry();
  await expect(upload.file('patient-1.0.0')).toContainText('Published');
});
