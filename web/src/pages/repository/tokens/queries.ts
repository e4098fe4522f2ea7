import { queryOptions } from '@tanstack/react-query';
import { api, take, takePage } from '@/api/client';
import type { SchemaRepositoryToken, SchemaRepositoryTokenRequest } from '@/api/schema';
import { pathOf, repositoryKey, type Place } from '../queries';

export type Token = SchemaRepositoryToken;

const kMostTokens = 500;

/** All tokens of a repository, their secrets left out. */
export function tokensQuery(place: Place) {
  return queryOptions({
    queryKey: [...repositoryKey(place), 'tokens'],
    queryFn: () =>
      takePage(
        api.GET('/v1/entitlements/{owner}/{repository}/', {
          params: { path: pathOf(place), query: { page_size: kMostTokens } },
        }),
        (rows) => rows,
      ),
  });
}

function at(place: Place, token: Pick<Token, 'slug_perm'>) {
  return { ...pathOf(place), entitlement: token.slug_perm };
}

/** Asked for when somebody wants to see or copy it, and kept nowhere but on the page. */
export async function loadSecret(place: Place, token: Token): Promise<string> {
  const shown = await take(
    api.GET('/v1/entitlements/{owner}/{repository}/{entitlement}/', {
      params: { path: at(place, token), query: { show_tokens: true } },
    }),
  );
  return shown.token;
}

export function createToken(place: Place, body: SchemaRepositoryTokenRequest): Promise<Token> {
  return take(api.POST('/v1/entitlements/{owner}/{repository}/', { params: { path: pathOf(place) }, body }));
}

export function changeToken(place: Place, token: Token, body: Partial<SchemaRepositoryTokenRequest>): Promise<Token> {
  return take(
    api.PATCH('/v1/entitlements/{owner}/{repository}/{entitlement}/', { params: { path: at(place, token) }, body }),
  );
}

export function refreshToken(place: Place, token: Token): Promise<Token> {
  return take(
    api.POST('/v1/entitlements/{owner}/{repository}/{entitlement}/refresh/', {
      params: { path: at(place, token) },
      body: {},
    }),
  );
}

export async function setTokenState(place: Place, token: Token, state: 'enable' | 'disable'): Promise<void> {
  const params = { path: at(place, token) };
  await take(
    state === 'enable'
      ? api.POST('/v1/entitlements/{owner}/{repository}/{entitlement}/enable/', { params })
      : api.POST('/v1/entitlements/{owner}/{repository}/{entitlement}/disable/', { params }),
  );
}

export async function resetToken(place: Place, token: Token): Promise<void> {
  await take(
    api.POST('/v1/entitlements/{owner}/{repository}/{entitlement}/reset/', { params: { path: at(place, token) } }),
  );
}

export async function deleteToken(place: Place, token: Token): Promise<void> {
  await take(
    api.DELETE('/v1/entitlements/{owner}/{repository}/{entitlement}/', { params: { path: at(place, token) } }),
  );
}
