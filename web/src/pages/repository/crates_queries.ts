import { queryOptions } from '@tanstack/react-query';
import { api, takePage } from '@/api/client';
import { pathOf, repositoryKey, type Place } from './queries';
import type { CratesSearch } from './searches';

export const kCratesPerPage = 30;

export function cratesQuery(place: Place, { query, sort, page }: CratesSearch) {
  return queryOptions({
    queryKey: [...repositoryKey(place), 'crates', query ?? '', sort ?? '', page ?? 1],
    queryFn: ({ signal }) =>
      takePage(
        api.GET('/v1/crates/{owner}/{repository}/', {
          params: { path: pathOf(place), query: { query, sort, page, page_size: kCratesPerPage } },
          signal,
        }),
        (body) => body.results,
      ),
  });
}
