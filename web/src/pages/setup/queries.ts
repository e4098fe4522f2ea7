import { queryOptions } from '@tanstack/react-query';
import { api, take, takePage } from '@/api/client';
import type { SchemaSetup } from '@/api/schema';
import type { SetupSearch } from '@/pages/repository/searches';
import { pathOf, repositoryKey, type Place } from '@/pages/repository/queries';
import { questionOf } from './search';

export function setupQuery(place: Place, search: SetupSearch) {
  const query = questionOf(search);
  return queryOptions({
    queryKey: [...repositoryKey(place), 'setup', query],
    queryFn: (): Promise<SchemaSetup> =>
      take(api.GET('/v1/repos/{owner}/{repository}/setup/', { params: { path: pathOf(place), query } })),
    // The page stays while another choice is on its way, but not while another repository is.
    placeholderData: (previous: SchemaSetup | undefined, query?: { queryKey: readonly unknown[] }) =>
      repositoryKey(place).every((part, at) => part === query?.queryKey[at]) ? previous : undefined,
  });
}

const kMostTokens = 500;

/** Their names; secrets are not asked for here. */
export function tokensQuery(place: Place) {
  return queryOptions({
    queryKey: [...repositoryKey(place), 'tokens', 'names'],
    queryFn: async () =>
      (
        await takePage(
          api.GET('/v1/entitlements/{owner}/{repository}/', {
            params: { path: pathOf(place), query: { page_size: kMostTokens } },
          }),
          (tokens) => tokens,
        )
      ).rows,
  });
}

/** One secret, when it was asked for; forgotten as soon as no page shows it. */
export function tokenSecretQuery(place: Place, token: string) {
  return queryOptions({
    queryKey: [...repositoryKey(place), 'tokens', 'secret', token],
    queryFn: async () =>
      (
        await take(
          api.GET('/v1/entitlements/{owner}/{repository}/{entitlement}/', {
            params: { path: { ...pathOf(place), entitlement: token }, query: { show_tokens: true } },
          }),
        )
      ).token,
    gcTime: 0,
  });
}
