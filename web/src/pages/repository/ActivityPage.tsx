import { Box, Button, Group, Text } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { LinkButton } from '@/components/Link';
import { PageTitle } from '@/components/PageTitle';
import { EmptyState, ErrorState, LoadingRows } from '@/components/States';
import { counted } from '@/lib/format';
import type { ActivitySearch } from './searches';
import { activityQuery, kEventsPerPage, useFollowing } from './activity_queries';
import { EventList } from './EventList';
import { ActivityFilters } from './lazy_activity_filters';
import { usePlace } from './queries';

/** What happened in a repository; the newest page follows what happens now. */
export function ActivityPage() {
  const place = usePlace();
  const search = useSearch({ from: '/$namespace/$repository/activity' });
  const navigate = useNavigate({ from: '/$namespace/$repository/activity' });
  const [isPaused, setPaused] = useState(false);
  const isNewest = search.before === undefined && search.after === undefined;
  const { data, error, refetch, isPlaceholderData } = useQuery({
    ...activityQuery(place, search),
    placeholderData: keepPreviousData,
  });
  const following = useFollowing(place, search, isNewest && !isPaused && data !== undefined && !isPlaceholderData);

  const filter = (next: ActivitySearch) =>
    void navigate({
      search: (before) => ({ ...before, ...next, before: undefined, after: undefined }),
      replace: true,
      resetScroll: false,
    });
  const { kind, actor, crate } = search;
  const isFiltered = kind !== undefined || actor !== undefined || crate !== undefined;
  return (
    <>
      <PageTitle
        title="Activity"
        order={2}
        actions={
          isNewest && (
            <Button
              variant="default"
              onClick={() => setPaused(!isPaused)}
              leftSection={
                isPaused ? <IconPlayerPlay size={16} aria-hidden /> : <IconPlayerPause size={16} aria-hidden />
              }
            >
              {isPaused ? 'Follow' : 'Pause'}
            </Button>
          )
        }
      />
      <ActivityFilters search={search} kinds={data?.kinds ?? []} onChange={filter} />
      <Group justify="space-between" mih={24} my="sm">
        <Text size="sm" c="dimmed">
          {!isNewest
            ? 'Older events'
            : isPaused
              ? 'Paused: new events are not shown'
              : following.isError
                ? 'New events cannot be asked for at the moment; this page goes on trying'
                : 'New events appear by themselves'}
        </Text>
        <span role="status" className="visually-hidden">
          {following.data ? counted(following.data, 'new event') : ''}
        </span>
      </Group>
      {error && data === undefined ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <LoadingRows rows={10} />
      ) : data.events.length === 0 ? (
        <EmptyState title={isFiltered ? 'No such event' : 'Nothing happened yet'}>
          {isFiltered && (
            <Button variant="default" onClick={() => filter({ kind: undefined, actor: undefined, crate: undefined })}>
              Clear the filters
            </Button>
          )}
          {!isFiltered && !isNewest && 'No event lies this way.'}
        </EmptyState>
      ) : (
        <EventList events={data.events} isOld={isPlaceholderData} />
      )}
      {data !== undefined && <Paging search={search} events={data.events} oldest={data.oldest} />}
    </>
  );
}

function Paging({
  search,
  events,
  oldest,
}: {
  search: ActivitySearch;
  events: ReadonlyArray<{ sequence: number }>;
  oldest: number | null;
}) {
  const params = usePlace();
  const { before, after, ...filters } = search;
  const isNewest = before === undefined && after === undefined;
  // Of a page that was reached from below there is always one below.
  const below = after === undefined ? oldest : (events.at(-1)?.sequence ?? after + 1);
  const above = events[0]?.sequence ?? before;
  const hasAbove = before !== undefined || (after !== undefined && events.length >= kEventsPerPage);
  if (isNewest && below === null) return null;
  return (
    <Box component="nav" aria-label="Pages of events" mt="lg">
      <Group justify="center">
        {!isNewest && (
          <LinkButton to="/$namespace/$repository/activity" params={params} search={filters} variant="default">
            Newest
          </LinkButton>
        )}
        {hasAbove && above !== undefined && (
          <LinkButton
            to="/$namespace/$repository/activity"
            params={params}
            search={{ ...filters, after: above }}
            variant="default"
          >
            Newer
          </LinkButton>
        )}
        {below !== null && (
          <LinkButton
            to="/$namespace/$repository/activity"
            params={params}
            search={{ ...filters, before: below }}
            variant="default"
          >
            Older
          </LinkButton>
        )}
      </Group>
    </Box>
  );
}
