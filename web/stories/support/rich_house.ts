import { usualHouse, type Seed } from './seed';
import type { Server } from './server';

/** A house with something on every page. */

const kReadme =
  '# harbour\n\nWhere **ships** lie. See [the source](src/lib.rs).\n\n| a | b |\n|---|---|\n| 1 | `two` |\n\n- [x] done\n\n```rust\npub fn answer() -> u32 { 42 }\n```\n';

export async function richHouse(server: Server): Promise<Seed> {
  const seed = await usualHouse(server);
  const source = {
    name: 'harbour',
    description: 'Where ships lie, and what they bring.',
    readme: kReadme,
    keywords: ['ships'],
    features: { default: ['std'], std: [] },
    dependencies: [{ name: 'rope' }, { name: 'winch', kind: 'build' as const }],
  };
  await seed.publish(
    'acme/tools',
    { name: 'rope', version: '1.0.0' },
    { name: 'winch', version: '1.0.0' },
    { ...source, version: '1.0.0', files: { 'src/lib.rs': 'pub fn answer() -> u32 {\n    41\n}\n' } },
    {
      ...source,
      version: '1.1.0',
      files: { 'src/lib.rs': 'pub fn answer() -> u32 {\n    42\n}\n', 'src/deep/down.rs': '//\n' },
    },
    { name: 'lighthouse', version: '0.1.0', dependencies: [{ name: 'harbour' }] },
  );
  await seed.token('acme/tools', 'customer', { limit_num_downloads: 10 });
  await seed.server.api.call('PUT', '/v1/crates/acme/tools/harbour/1.0.0/yank/');
  for (const version of ['1.0.0', '1.1.0', '1.1.0']) {
    const crate = await fetch(`${server.url}/basic/acme/tools/cargo/harbour-${version}.crate`, {
      headers: { Authorization: server.key },
    });
    await crate.arrayBuffer(); // what was not read was not downloaded
  }
  return seed;
}
