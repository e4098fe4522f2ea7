import { queryOptions, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { api, setCsrfToken, take } from '@/api/client';
import type { SchemaSession } from '@/api/schema';

/** Who looks at this page. */
export type Session = SchemaSession;
export type SignedIn = NonNullable<Session['user']>;

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async (): Promise<Session> => {
    const session = await take(api.GET('/v1/session/'));
    setCsrfToken(session.csrf_token);
    return session;
  },
  staleTime: 60_000,
});

/** Loaded before any page is shown (routes/root.tsx), so it is always there. */
export function useSession(): Session {
  return useSuspenseQuery(sessionQuery).data;
}

/** After signing in or out: everything may look different to somebody else. */
export function useSessionChange(): (session?: Session) => Promise<void> {
  const client = useQueryClient();
  return async (session) => {
    if (session !== undefined) {
      setCsrfToken(session.csrf_token);
      client.setQueryData(sessionQuery.queryKey, session);
    } else {
      await client.fetchQuery({ ...sessionQuery, staleTime: 0 });
    }
    client.removeQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
  };
}
