// first_load.mjs FOLDER: how much script each page needs before it shows anything, gzipped: the entry, the page's own chunk and all that
// these import statically. Fails above the limit.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const kFirstLoadLimit = 200 * 1000;
const kPageLimit = 240 * 1000;
const kFirstPages = /^(index\.html|src\/pages\/(home|sign_in|namespace|crate)\/(?!Members|Versions).*)$/;
const kEntry = 'index.html';

const folder = process.argv[2];
const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));

function reach(key, found = new Set()) {
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

const pages = Object.keys(manifest).filter((key) => /^src\/pages\/.*(Page|Layout)\.tsx$/.test(key));
if (pages.length === 0) throw new Error('the manifest names no page');
const entry = reach(kEntry);
let failed = false;
for (const page of [kEntry, ...pages]) {
  const total = [...reach(page, new Set(entry))].reduce((sum, key) => sum + size(key), 0);
  const limit = kFirstPages.test(page) ? kFirstLoadLimit : kPageLimit;
  failed ||= total > limit;
  console.log(`${String(total).padStart(7)} of ${limit} ${total > limit ? 'TOO LARGE ' : ''}${page}`);
}
process.exit(failed ? 1 : 0);
