import { queryOptions } from '@tanstack/react-query';
import { api, take, takePage } from '@/api/client';

/** As many as one page shows; more are found by searching. */
const kShown = 200;

export const repositoriesQuery = (query: string | undefined) =>
  queryOptions({
    queryKey: ['repositories', 'all', query ?? ''],
    queryFn: () =>
      takePage(
        api.GET('/v1/repos/', { params: { query: { ...(query === undefined ? {} : { query }), page_size: kShown } } }),
        (rows) => rows,
      ),
    placeholderData: (before) => before,
  });

export const namespacesQuery = queryOptions({
  queryKey: ['namespaces'],
  queryFn: () => take(api.GET('/v1/namespaces/', { params: { query: { page_size: 500 } } })),
});
