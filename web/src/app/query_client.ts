import { QueryCache, QueryClient, type Query } from '@tanstack/react-query';
import { onRefusal } from '@/api/client';
import { ApiError } from '@/api/errors';

const kTries = 3;

/** Only what may pass by itself is tried again: no answer, and a server that asks for patience. */
export function isWorthRetrying(failures: number, error: Error): boolean {
  return failures < kTries && error instanceof ApiError && (error.status === 0 || error.status === 503);
}

/** The session ended, or began anew, elsewhere: the next look at it says so, and the page with it. */
function lookAtSession(client: QueryClient, error: ApiError): void {
  if (error.status === 401 || error.code === 'csrf') void client.invalidateQueries({ queryKey: ['session'] });
}

/** What may not be seen any more is not shown any longer, although it is known. */
function hide(client: QueryClient, error: Error, query: Query<unknown, unknown>): void {
  if (error instanceof ApiError && kNotForOne.has(error.status) && query.state.data !== undefined)
    void client.resetQueries({ queryKey: query.queryKey, exact: true });
}
const kNotForOne = new Set([401, 403, 404]);

export function createQueryClient(): QueryClient {
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError: (error, query) => hide(client, error, query),
    }),
    defaultOptions: {
      queries: {
        // Long enough that preloading and showing ask once; short enough that who comes back from the terminal sees what cargo did.
        staleTime: 1_000,
        retry: isWorthRetrying,
        networkMode: 'always', // a server on this machine is there without a network
      },
      // What failed for want of a connection is not done behind one's back later; and no answer with a secret is kept.
      mutations: { networkMode: 'always', gcTime: 0 },
    },
  });
  onRefusal((error) => lookAtSession(client, error));
  return client;
}
