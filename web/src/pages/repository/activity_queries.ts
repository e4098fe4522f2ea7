import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, kUnattended, take } from '@/api/client';
import type { SchemaAuditLog } from '@/api/schema';
import { withNewer } from '@/lib/events';
import type { ActivitySearch } from './searches';
import { pathOf, repositoryKey, type Place } from './queries';

export const kEventsPerPage = 50;
/** Of a page that is left open for long, the oldest events go. */
const kMostEvents = 500;
const kFollowEvery = 5000;

function load(place: Place, query: ActivitySearch, signal: AbortSignal, headers = {}) {
  return take(
    api.GET('/v1/audit-log/{owner}/{repository}/', {
      params: { path: pathOf(place), query: { ...query, page_size: kEventsPerPage } },
      signal,
      headers,
    }),
  );
}

export function activityQuery(place: Place, { kind, actor, crate, before, after }: ActivitySearch) {
  const search = { kind, actor, crate, before, after };
  return queryOptions({
    queryKey: [...repositoryKey(place), 'activity', search],
    queryFn: ({ signal }) => load(place, search, signal),
    // What comes next is asked for by itself (useFollowing), and without moving what is being read.
    staleTime: Infinity,
    gcTime: 0,
  });
}

/** While it is on, asks for newer events every few seconds as long as the tab is in sight, and puts them on top. */
export function useFollowing(place: Place, search: ActivitySearch, isOn: boolean) {
  const client = useQueryClient();
  const { queryKey } = activityQuery(place, search);
  return useQuery({
    queryKey: [...queryKey, 'following'],
    queryFn: async ({ signal }) => {
      const there = client.getQueryData(queryKey);
      if (there === undefined) return 0;
      const newer = await load(place, { ...search, after: there.newest }, signal, kUnattended);
      client.setQueryData(queryKey, (old: SchemaAuditLog | undefined) =>
        old === undefined
          ? undefined
          : { ...old, newest: newer.newest, events: withNewer(newer.events, old.events, kMostEvents) },
      );
      return newer.events.length;
    },
    enabled: isOn,
    refetchInterval: kFollowEvery,
    refetchIntervalInBackground: false,
    gcTime: 0,
  });
}
