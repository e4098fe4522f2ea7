import { kAdmin, kOwner, kReader, usualHouse, type Person, type Seed } from './seed';
import type { Server } from './server';

/** A house with something on every page, and the list of all pages: for what must hold on each of them. */

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
  return seed;
}

export interface Place {
  name: string;
  path: string;
  person: Person | null;
}

function all(person: Person | null, paths: Record<string, string>): Place[] {
  return Object.entries(paths).map(([name, path]) => ({ name, path, person }));
}

export const kPlaces: readonly Place[] = [
  ...all(null, {
    'home-public': '/',
    'sign-in': '/sign-in',
    'not-found': '/acme/open/nowhere',
    'setup-public': '/acme/open/setup',
  }),
  ...all(kReader, {
    home: '/',
    namespace: '/acme',
    crates: '/acme/tools',
    'crates-none': '/acme/open',
    setup: '/acme/tools/setup',
  }),
  ...all(kOwner, {
    upload: '/acme/tools/upload',
    activity: '/acme/tools/activity',
    statistics: '/acme/tools/statistics',
    tokens: '/acme/tools/tokens',
    bin: '/acme/tools/bin',
    settings: '/acme/tools/settings',
    'setup-gitlab': '/acme/tools/setup?store=gitlab',
    'setup-token-in-url': '/acme/tools/setup?protocol=sparse-token',
    crate: '/acme/tools/@harbour',
    versions: '/acme/tools/@harbour/versions',
    dependencies: '/acme/tools/@harbour/1.1.0/dependencies',
    dependents: '/acme/tools/@harbour/dependents',
    features: '/acme/tools/@harbour/1.1.0/features',
    files: '/acme/tools/@harbour/1.1.0/files/',
    file: '/acme/tools/@harbour/1.1.0/files/src/lib.rs',
    diff: '/acme/tools/@harbour/1.1.0/diff/1.0.0',
    owners: '/acme/tools/@harbour/owners',
    yanked: '/acme/tools/@harbour/1.0.0',
    keys: '/account/keys',
    security: '/account/security',
  }),
  ...all(kAdmin, {
    members: '/acme/~members',
    'new-repository': '/acme/~new',
    users: '/administration/users',
    organisations: '/administration/organisations',
    health: '/administration/health',
  }),
];
