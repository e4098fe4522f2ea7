import { queryOptions, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { api, take } from '@/api/client';
import type { SchemaRepositoryWithPrivilege } from '@/api/schema';

export type Repository = SchemaRepositoryWithPrivilege;

export interface Place {
  namespace: string;
  repository: string;
}

/** Everything that is known of a repository stands below this key, so that one change makes all of it be read anew. */
export function repositoryKey({ namespace, repository }: Place) {
  return ['repository', namespace, repository] as const;
}

export function repositoryQuery(place: Place) {
  return queryOptions({
    queryKey: [...repositoryKey(place), 'itself'],
    queryFn: () => take(api.GET('/v1/repos/{owner}/{repository}/', { params: { path: pathOf(place) } })),
  });
}

/** The place as the API's paths name it. */
export function pathOf({ namespace, repository }: Place) {
  return { owner: namespace, repository };
}

/** Where the page is; only for pages of a repository. */
export function usePlace(): Place {
  return useParams({ from: '/$namespace/$repository' });
}

/** The repository of the page, loaded by its route before any of its pages is shown. */
export function useRepository(): Repository {
  return useSuspenseQuery(repositoryQuery(usePlace())).data;
}

/** After a change: what is shown of the repository is read anew. */
export function useRepositoryChange(): () => Promise<void> {
  const client = useQueryClient();
  const place = usePlace();
  return () => client.invalidateQueries({ queryKey: repositoryKey(place) });
}
