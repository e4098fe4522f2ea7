import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, take, takePage, takeText } from '@/api/client';
import { repositoryKey } from '@/pages/repository/queries';
import { filePath, type CrateName, type VersionName } from './addresses';

/** What the pages of a crate show. All of it stands below the repository's key, so that a change makes it stale. */

function crateKey({ namespace, repository, crate }: CrateName) {
  return [...repositoryKey({ namespace, repository }), 'crate', crate] as const;
}

const kForever = { staleTime: Infinity, gcTime: 5 * 60_000 };

function pathOf({ namespace, repository, crate }: CrateName) {
  return { owner: namespace, repository, crate };
}

export function crateQuery(name: CrateName) {
  return queryOptions({
    queryKey: [...crateKey(name), 'crate'],
    queryFn: () => take(api.GET('/v1/crates/{owner}/{repository}/{crate}/', { params: { path: pathOf(name) } })),
  });
}

export function versionQuery(name: VersionName) {
  return queryOptions({
    queryKey: [...crateKey(name), 'version', name.version],
    queryFn: () =>
      take(
        api.GET('/v1/crates/{owner}/{repository}/{crate}/{version}/', {
          params: { path: { ...pathOf(name), version: name.version } },
        }),
      ),
  });
}

export const kDependentsOnPage = 30;

export function dependentsQuery(name: CrateName, page: number) {
  return queryOptions({
    queryKey: [...crateKey(name), 'dependents', page],
    queryFn: () =>
      takePage(
        api.GET('/v1/crates/{owner}/{repository}/{crate}/dependents/', {
          params: { path: pathOf(name), query: { page, page_size: kDependentsOnPage } },
        }),
        ({ results }) => results,
      ),
    placeholderData: keepPreviousData,
  });
}

/** What lies in a version changes only when that is replaced; `checksum` tells. */
export function filesQuery(name: VersionName, checksum: string) {
  return queryOptions({
    queryKey: [...crateKey(name), 'files', name.version, checksum],
    queryFn: async () => {
      const { files } = await take(
        api.GET('/v1/crates/{owner}/{repository}/{crate}/{version}/files/', {
          params: { path: { ...pathOf(name), version: name.version } },
        }),
      );
      return files;
    },
    ...kForever,
  });
}

export function fileTextQuery(name: VersionName, path: string, sha256: string) {
  return queryOptions({
    queryKey: [...crateKey(name), 'text', name.version, path, sha256],
    queryFn: () => takeText(filePath(name, path)),
    ...kForever,
  });
}

/** The lines that use this version, as the set-up page has them. */
export function useLinesQuery({ namespace, repository, crate, version }: VersionName) {
  return queryOptions({
    queryKey: [...crateKey({ namespace, repository, crate }), 'setup', version],
    queryFn: () =>
      take(
        api.GET('/v1/repos/{owner}/{repository}/setup/', {
          params: { path: { owner: namespace, repository }, query: { task: 'depend', crate, version } },
        }),
      ),
    staleTime: 5 * 60_000,
  });
}

const kMostRepositories = 500;

/** Where versions may be copied or moved to. */
export function repositoriesQuery(namespace: string) {
  return queryOptions({
    queryKey: ['repositories', namespace, 'for-copies'],
    queryFn: () =>
      take(
        api.GET('/v1/repos/{owner}/', {
          params: { path: { owner: namespace }, query: { page_size: kMostRepositories } },
        }),
      ),
  });
}
