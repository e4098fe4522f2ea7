import { queryOptions, useQueryClient, useSuspenseQuery, type QueryClient } from '@tanstack/react-query';
import { api, setCsrfToken, take } from '@/api/client';
import type { SchemaSession } from '@/api/schema';

/** Who looks at this page. */
export type Session = SchemaSession;
export type SignedIn = NonNullable<Session['user']>;

const kSessionKey = ['session'];

export const sessionQuery = queryOptions({
  queryKey: kSessionKey,
  queryFn: async ({ client }): Promise<Session> => {
    const before = client.getQueryData<Session>(kSessionKey);
    const session = await take(api.GET('/v1/session/'));
    setCsrfToken(session.csrf_token);
    // Somebody signed in or out in another tab: what is shown here was the other person's.
    if (before !== undefined && before.user?.slug !== session.user?.slug) forgetAll(client);
    return session;
  },
  staleTime: 60_000,
});

/** Loaded before any page is shown (routes/root.tsx), so it is always there. */
export function useSession(): Session {
  return useSuspenseQuery(sessionQuery).data;
}

/** What is shown is asked for again; what is only kept is gone. */
function forgetAll(client: QueryClient): void {
  const predicate = ({ queryKey }: { queryKey: readonly unknown[] }) => queryKey[0] !== kSessionKey[0];
  client.removeQueries({ type: 'inactive', predicate });
  void client.resetQueries({ type: 'active', predicate });
}

/** After signing in or out: everything may look different to somebody else. */
export function useSessionChange(): (session?: Session) => Promise<void> {
  const client = useQueryClient();
  return async (session) => {
    if (session !== undefined) {
      setCsrfToken(session.csrf_token);
      client.setQueryData(sessionQuery.queryKey, session);
      forgetAll(client);
    } else {
      await client.fetchQuery({ ...sessionQuery, staleTime: 0 });
    }
  };
}
