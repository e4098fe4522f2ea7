import { queryOptions } from '@tanstack/react-query';
import { api, take, takePage } from '@/api/client';
import type { SchemaDeletedPackage, SchemaPackageBulkActionResponse, SchemaRecycleBinAction } from '@/api/schema';
import { repositoryKey, type Place } from './queries';

export type DeletedVersion = SchemaDeletedPackage;
export type BinAction = SchemaRecycleBinAction['action'];

const kPerPage = 50;

export function binQuery(place: Place, page: number) {
  return queryOptions({
    queryKey: [...repositoryKey(place), 'bin', page],
    queryFn: () =>
      takePage(
        api.GET('/v1/recycle-bin/{owner}/', {
          params: {
            path: { owner: place.namespace },
            query: { repository: place.repository, page, page_size: kPerPage },
          },
        }),
        (rows) => rows,
      ),
  });
}

export function changeBin(
  place: Place,
  action: BinAction,
  versions: readonly DeletedVersion[],
): Promise<SchemaPackageBulkActionResponse> {
  return take(
    api.POST('/v1/recycle-bin/{owner}/action/', {
      params: { path: { owner: place.namespace } },
      body: { action, repository: place.repository, identifiers: versions.map(({ slug_perm }) => slug_perm) },
    }),
  );
}

/** What was not done, with the server's sentence for each version. */
export function refusalOf(
  answer: SchemaPackageBulkActionResponse,
  versions: readonly DeletedVersion[],
): string | undefined {
  const refused = Object.entries(answer.packages_failed_to_action);
  if (refused.length === 0) return undefined;
  return refused
    .map(([identifier, sentence]) => {
      const version = versions.find(({ slug_perm }) => slug_perm === identifier);
      return version === undefined ? sentence : `${version.name} ${version.version}: ${sentence}`;
    })
    .join(' ');
}
