// embed.mjs FOLDER OUTPUT: packs every file of FOLDER, plain, gzipped and by brotli, into OUTPUT/site.pack, and writes the C++ table
// that says what lies where (src/site/asset.h).
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const kContentTypes = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
};
const kNotServed = new Set(['manifest.json']); // Vite's, for the test of sizes

const [source, output] = process.argv.slice(2);

function filesIn(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesIn(path) : [path];
  });
}

const chunks = [];
let size = 0;
function packed(bytes) {
  const start = size;
  chunks.push(bytes);
  size += bytes.length;
  return `part(${start}, ${bytes.length})`;
}

function smaller(compressed, plain) {
  return compressed.length < plain.length ? packed(compressed) : 'part(0, 0)';
}

const paths = filesIn(source)
  .map((file) => ({ file, path: '/' + relative(source, file).split(sep).join('/') }))
  .filter(({ path }) => !kNotServed.has(path.slice(1)))
  .sort((a, b) => (a.path < b.path ? -1 : 1));
const rows = paths.map(({ file, path }) => {
  const type = kContentTypes[extname(path)];
  if (type === undefined) throw new Error(`${path}: which content type?`);
  const plain = readFileSync(file);
  const etag = createHash('sha256').update(plain).digest('hex').slice(0, 32);
  const forms = [
    packed(plain),
    smaller(gzipSync(plain, { level: 9 }), plain),
    smaller(brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: plain.length } }), plain),
  ];
  return `      {"${path}", "${type}", "\\"${etag}\\"", ${forms.join(', ')}, ${path.startsWith('/assets/')}},\n`;
});

mkdirSync(output, { recursive: true });
writeFileSync(join(output, 'site.pack'), Buffer.concat(chunks));
writeFileSync(
  join(output, 'site_pack.S'),
  `// Made by web/scripts/embed.mjs.
    .section .rodata
    .global entrepot_site_pack
entrepot_site_pack:
    .incbin "site.pack"
    .section .note.GNU-stack,"",%progbits
`,
);
writeFileSync(
  join(output, 'site_files.cc'),
  `// Made by web/scripts/embed.mjs from the built website.
#include <array>
#include <cstddef>

#include "site/asset.h"

extern "C" const char entrepot_site_pack[];

namespace entrepot::site {
namespace {

std::string_view part(std::size_t start, std::size_t size) {
  return {entrepot_site_pack + start, size};
}

}  // namespace

std::span<const Asset> embedded_assets() {
  static const auto kAssets = std::to_array<Asset>({
${rows.join('')}  });
  return kAssets;
}

}  // namespace entrepot::site
`,
);
