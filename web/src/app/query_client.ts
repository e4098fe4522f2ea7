import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiError } from '@/api/errors';

const kTries = 3;

/** Only what may pass by itself is tried again: no answer, and a server that asks for patience. */
export function isWorthRetrying(failures: number, error: Error): boolean {
  return failures < kTries && error instanceof ApiError && (error.status === 0 || error.status === 503);
}

function signedOut(client: () => QueryClient) {
  return (error: Error) => {
    // The session ended elsewhere: the next look at it says so, and the page with it.
    if (error instanceof ApiError && error.status === 401) void client().invalidateQueries({ queryKey: ['session'] });
  };
}

export function createQueryClient(): QueryClient {
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError: signedOut(() => client) }),
    mutationCache: new MutationCache({ onError: signedOut(() => client) }),
    // Long enough that preloading and showing ask once; short enough that who comes back from the terminal sees what cargo did.
    defaultOptions: { queries: { staleTime: 1_000, retry: isWorthRetrying } },
  });
  return client;
}
