import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, take, takePage } from '@/api/client';
import type { SchemaApiKeyRequest, SchemaRepositoryTokenRequest, SchemaSetup } from '@/api/schema';
import type { SetupSearch } from '@/routes/repository';
import { pathOf, repositoryKey, type Place } from '@/pages/repository/queries';
import { questionOf } from './search';

export function setupQuery(place: Place, search: SetupSearch) {
  const query = questionOf(search);
  return queryOptions({
    queryKey: [...repositoryKey(place), 'setup', query],
    queryFn: (): Promise<SchemaSetup> =>
      take(api.GET('/v1/repos/{owner}/{repository}/setup/', { params: { path: pathOf(place), query } })),
    placeholderData: keepPreviousData, // the page stays while another choice is on its way
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

export function createKey(body: SchemaApiKeyRequest) {
  return take(api.POST('/v1/keys/', { body }));
}

export function createToken(place: Place, body: SchemaRepositoryTokenRequest) {
  return take(api.POST('/v1/entitlements/{owner}/{repository}/', { params: { path: pathOf(place) }, body }));
}
