import { api, ApiError, take } from '@/api/client';
import type { CrateName, VersionName } from './addresses';

/** What one can do to a version or a crate. Each fails with the server's sentence. */

/** A version as the routes of packages name it. */
export interface PackageName {
  namespace: string;
  repository: string;
  slug_perm: string;
}

function versionPath({ namespace, repository, crate, version }: VersionName) {
  return { params: { path: { owner: namespace, repository, crate, version } } };
}

function packagePath({ namespace, repository, slug_perm }: PackageName) {
  return { params: { path: { owner: namespace, repository, package: slug_perm } } };
}

export function yank(name: VersionName) {
  return take(api.PUT('/v1/crates/{owner}/{repository}/{crate}/{version}/yank/', versionPath(name)));
}

export function unyank(name: VersionName) {
  return take(api.DELETE('/v1/crates/{owner}/{repository}/{crate}/{version}/yank/', versionPath(name)));
}

export function quarantine(name: PackageName, release: boolean) {
  return take(
    api.POST('/v1/packages/{owner}/{repository}/{package}/quarantine/', { ...packagePath(name), body: { release } }),
  );
}

/** Those that stay are not named, because a tag may be made to stay for ever. */
export async function changeTags(name: PackageName, before: readonly string[], after: readonly string[]) {
  const path = '/v1/packages/{owner}/{repository}/{package}/tag/';
  const removed = before.filter((tag) => !after.includes(tag));
  const added = after.filter((tag) => !before.includes(tag));
  if (removed.length > 0) {
    await take(api.POST(path, { ...packagePath(name), body: { action: 'Remove', tags: removed } }));
  }
  if (added.length > 0) await take(api.POST(path, { ...packagePath(name), body: { action: 'Add', tags: added } }));
}

export function copyTo(name: PackageName, destination: string, republish: boolean) {
  return take(
    api.POST('/v1/packages/{owner}/{repository}/{package}/copy/', {
      ...packagePath(name),
      body: { destination, republish },
    }),
  );
}

export function moveTo(name: PackageName, destination: string) {
  return take(
    api.POST('/v1/packages/{owner}/{repository}/{package}/move/', { ...packagePath(name), body: { destination } }),
  );
}

export function remove(name: PackageName) {
  return take(api.DELETE('/v1/packages/{owner}/{repository}/{package}/', packagePath(name)));
}

/** Out of the recycle bin; the answer is 200 even when nothing was restored. */
export async function restore({ namespace, repository, slug_perm }: PackageName) {
  const { packages_failed_to_action: failed } = await take(
    api.POST('/v1/recycle-bin/{owner}/action/', {
      params: { path: { owner: namespace } },
      body: { action: 'restore', identifiers: [slug_perm], repository },
    }),
  );
  const sentence = failed[slug_perm];
  if (sentence !== undefined) throw new ApiError(422, sentence);
}

function ownersPath({ namespace, repository, crate }: CrateName) {
  return { params: { path: { owner: namespace, repository, crate } } };
}

export function addOwner(name: CrateName, owner: string) {
  return take(
    api.PUT('/v1/crates/{owner}/{repository}/{crate}/owners/', { ...ownersPath(name), body: { owners: [owner] } }),
  );
}

export function removeOwner(name: CrateName, owner: string) {
  return take(
    api.DELETE('/v1/crates/{owner}/{repository}/{crate}/owners/', { ...ownersPath(name), body: { owners: [owner] } }),
  );
}
