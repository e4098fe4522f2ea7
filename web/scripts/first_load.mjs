// first_load.mjs FOLDER: how much script each page needs before it shows anything, gzipped: the entry, the page's own chunk, those
// of the frames around it, and all that these import statically. Fails above the limit.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const kLimit = 200 * 1000;
const kEntry = 'index.html';
/** Which pages stand in which frame; a page may stand in several. */
const kFrames = [
  ['RepositoryLayout', /^src\/pages\/(repository|setup|upload|crate)\//],
  ['CrateLayout', /^src\/pages\/crate\//],
  ['VersionLayout', /^src\/pages\/crate\/(Readme|Dependencies|Features|Files|Diff)/],
  ['AccountLayout', /^src\/pages\/account\//],
  ['AdminLayout', /^src\/pages\/admin\//],
];

const folder = process.argv[2];
const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));

function reach(key, found) {
  if (!found.has(key)) {
    found.add(key);
    for (const next of manifest[key].imports ?? []) reach(next, found);
  }
  return found;
}

const sizes = new Map();
function size(key) {
  const { file } = manifest[key];
  if (!file.endsWith('.js')) return 0;
  if (!sizes.has(file)) sizes.set(file, gzipSync(readFileSync(join(folder, file)), { level: 9 }).length);
  return sizes.get(file);
}

/** By the name of its component: a chunk that others import too is not listed by its source file. */
const chunkOf = new Map(manifest[kEntry].dynamicImports.map((key) => [manifest[key].name, key]));

/** The router's tables name every page by its source file. */
function pagesOfRoutes() {
  const routes = new URL('../src/routes/', import.meta.url);
  const found = new Set();
  for (const name of readdirSync(routes)) {
    const text = readFileSync(new URL(name, routes), 'utf8');
    for (const [, path] of text.matchAll(/import\('@\/(pages\/\w+\/\w+)'\)/g)) found.add(`src/${path}.tsx`);
  }
  return [...found];
}

function chunk(component) {
  const key = chunkOf.get(component);
  if (key === undefined) throw new Error(`the manifest knows no chunk of ${component}`);
  return key;
}

const pages = pagesOfRoutes();
if (pages.length === 0) throw new Error('the routes name no page');
let failed = false;
for (const page of pages.sort()) {
  const needed = reach(kEntry, new Set());
  for (const [frame, holds] of kFrames) if (holds.test(page)) reach(chunk(frame), needed);
  reach(chunk(page.match(/(\w+)\.tsx$/)[1]), needed);
  const total = [...needed].reduce((sum, key) => sum + size(key), 0);
  failed ||= total > kLimit;
  console.log(`${String(total).padStart(7)} of ${kLimit} ${total > kLimit ? 'TOO LARGE ' : ''}${page}`);
}
process.exit(failed ? 1 : 0);
