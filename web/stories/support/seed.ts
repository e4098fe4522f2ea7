import { publishBody, type CrateSource } from './crate';
import type { Server } from './server';

/** What a house looks like when a story begins. */

export interface Person {
  user: string;
  password: string;
}

export const kAdmin: Person = { user: 'admin', password: 'the harbour master sleeps' };
export const kReader: Person = { user: 'reader', password: 'reads what is written' };
export const kWriter: Person = { user: 'writer', password: 'writes what is read' };
export const kOwner: Person = { user: 'owner', password: 'owns the whole quay' };
export const kStranger: Person = { user: 'stranger', password: 'walks along the water' };

export type Privilege = 'Read' | 'Write' | 'Admin';
export type Visibility = 'Public' | 'Private';

export class Seed {
  constructor(readonly server: Server) {}

  /** Gives the administrator a password, so that the server is past its first run. */
  async firstRun(): Promise<this> {
    await this.server.api.call('POST', '/v1/first-run/', { key: this.server.key, password: kAdmin.password });
    return this;
  }

  async user({ user, password }: Person): Promise<this> {
    const name = user[0]!.toUpperCase() + user.slice(1);
    await this.server.api.call('POST', '/v1/users/', { slug: user, name, email: `${user}@example.com`, password });
    return this;
  }

  async organisation(slug: string, members: Array<[Person, 'Member' | 'Manager']> = []): Promise<this> {
    await this.server.api.call('POST', '/v1/orgs/', { slug, name: slug });
    for (const [{ user }, role] of members) {
      await this.server.api.call('POST', `/v1/orgs/${slug}/members/`, { user, role });
    }
    return this;
  }

  async repository(place: string, visibility: Visibility = 'Private', settings: object = {}): Promise<this> {
    const [namespace, name] = place.split('/');
    await this.server.api.call('POST', `/v1/repos/${namespace}/`, {
      name,
      description: `Crates of ${place}.`,
      repository_type_str: visibility,
      ...settings,
    });
    return this;
  }

  async privileges(place: string, people: Array<[Person, Privilege]>): Promise<this> {
    await this.server.api.call('PATCH', `/v1/repos/${place}/privileges/`, {
      privileges: people.map(([{ user }, privilege]) => ({ privilege, user })),
    });
    return this;
  }

  async publish(place: string, ...crates: CrateSource[]): Promise<this> {
    for (const crate of crates) {
      await this.server.api.call('PUT', `/basic/${place}/cargo/api/v1/crates/new`, publishBody(crate));
    }
    return this;
  }

  async token(place: string, name: string, limits: object = {}): Promise<{ token: string; slug_perm: string }> {
    return this.server.api.call('POST', `/v1/entitlements/${place}/`, { name, ...limits });
  }

  /** A key of the person's own, made as a session would. */
  async key({ user }: Person, scope: 'read' | 'publish' | 'admin' = 'publish'): Promise<string> {
    const { key } = await this.server.api.call<{ key: string }>('POST', '/v1/keys/', { name: 'story', scope, user });
    return key;
  }
}

/** acme/tools (private) and acme/open (public), with a person for each kind of right. */
export async function usualHouse(server: Server): Promise<Seed> {
  const seed = await new Seed(server).firstRun();
  for (const person of [kReader, kWriter, kOwner, kStranger]) await seed.user(person);
  await seed.organisation('acme', [
    [kReader, 'Member'],
    [kWriter, 'Member'],
    [kOwner, 'Member'],
  ]);
  for (const [place, visibility] of [
    ['acme/tools', 'Private'],
    ['acme/open', 'Public'],
  ] as const) {
    await seed.repository(place, visibility);
    await seed.privileges(place, [
      [kReader, 'Read'],
      [kWriter, 'Write'],
      [kOwner, 'Admin'],
    ]);
  }
  return seed;
}
