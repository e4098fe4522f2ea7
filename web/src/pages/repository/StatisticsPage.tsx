import { Group, Paper, SegmentedControl, SimpleGrid, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Suspense, type ReactNode } from 'react';
import { api, take } from '@/api/client';
import { lazily } from '@/components/lazily';
import { PageTitle } from '@/components/PageTitle';
import { ErrorState } from '@/components/States';
import { dayOf, daysBetween, firstOfDays, formatDay, isDay } from '@/lib/days';
import { counted, formatBytes, formatCount } from '@/lib/format';
import { NotYours } from './NotYours';
import { pathOf, repositoryKey, usePlace, useRepository, type Place } from './queries';
import { DaysTable, TopCrates, TopTokens, TopVersions } from './StatisticsTables';

const DailyCharts = lazily(async () => (await import('./DailyCharts')).DailyCharts);
/** As high as the charts are, so that nothing jumps when they come. */
const kChartsHeight = 584;

const kSpans = [7, 30, 90, 365] as const;
const kDefaultSpan = 30;

function statisticsQuery(place: Place, from: string, to: string) {
  return queryOptions({
    queryKey: [...repositoryKey(place), 'statistics', from, to],
    queryFn: () =>
      take(api.GET('/v1/statistics/{owner}/{repository}/', { params: { path: pathOf(place), query: { from, to } } })),
    placeholderData: keepPreviousData,
  });
}

/** Downloads and bytes of a repository by day, and what was downloaded most; the days stand in the address. */
export function StatisticsPage() {
  const { actions } = useRepository();
  if (!actions.view_statistics)
    return <NotYours>Statistics are for those whom the settings of this repository name.</NotYours>;
  return <Statistics />;
}

function Statistics() {
  const place = usePlace();
  const search = useSearch({ from: '/$namespace/$repository/statistics' });
  const navigate = useNavigate({ from: '/$namespace/$repository/statistics' });
  const today = dayOf(new Date());
  const to = search.to !== undefined && isDay(search.to) ? search.to : today;
  const from = search.from !== undefined && isDay(search.from) ? search.from : firstOfDays(to, kDefaultSpan);
  const { data, error, refetch, isPlaceholderData } = useQuery(statisticsQuery(place, from, to));

  const show = (first: string, last: string) =>
    void navigate({
      search: (before) => ({ ...before, from: first, to: last === today ? undefined : last }),
      replace: true,
      resetScroll: false,
    });
  const span = to === today ? kSpans.find((days) => days === daysBetween(from, to)) : undefined;
  return (
    <>
      <PageTitle title="Statistics" order={2} />
      <Group align="flex-end" gap="sm" mb="md">
        <SegmentedControl
          aria-label="Days"
          data={kSpans.map((days) => ({ value: String(days), label: days === 365 ? 'Year' : `${days} days` }))}
          value={span === undefined ? '' : String(span)}
          onChange={(days) => show(firstOfDays(today, Number(days)), today)}
        />
        <TextInput
          type="date"
          label="From"
          value={from}
          max={to}
          onChange={({ currentTarget: { value } }) => isDay(value) && show(value, to)}
        />
        <TextInput
          type="date"
          label="To"
          value={to}
          min={from}
          max={today}
          onChange={({ currentTarget: { value } }) => isDay(value) && show(from, value)}
        />
        <SegmentedControl
          aria-label="Form"
          data={[
            { value: 'chart', label: 'Charts' },
            { value: 'table', label: 'Table' },
          ]}
          value={search.view ?? 'chart'}
          onChange={(view) =>
            void navigate({
              search: (before) => ({ ...before, view: view === 'table' ? ('table' as const) : undefined }),
              resetScroll: false,
            })
          }
        />
      </Group>
      {error && data === undefined ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeleton height={kChartsHeight} aria-label="Loading" role="status" />
      ) : (
        <Stack gap="lg" opacity={isPlaceholderData ? 0.6 : undefined} aria-busy={isPlaceholderData}>
          <Text role="status" size="lg">
            {counted(data.downloads, 'download')} and {formatBytes(data.bytes)} from {formatDay(data.from)} to{' '}
            {formatDay(data.to)}
          </Text>
          {search.view === 'table' ? (
            <DaysTable days={data.days} />
          ) : (
            <Suspense fallback={<Skeleton height={kChartsHeight} />}>
              <DailyCharts days={data.days} />
            </Suspense>
          )}
          <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
            <Box title="Most downloaded crates">
              <TopCrates rows={data.crates} />
            </Box>
            <Box title="Most downloaded versions">
              <TopVersions rows={data.versions} />
            </Box>
            {data.tokens !== null && (
              <Box title="Most used tokens">
                <TopTokens rows={data.tokens} />
                {data.tokenless !== null && (
                  <Text size="sm" c="dimmed" mt="xs">
                    Without a token: {counted(data.tokenless.downloads, 'download')},{' '}
                    {formatBytes(data.tokenless.bytes)} ({formatCount(data.tokenless.bytes)} bytes)
                  </Text>
                )}
              </Box>
            )}
          </SimpleGrid>
          <Text size="sm" c="dimmed">
            Days are those of UTC. A download counts from its first byte on; bytes are all that was sent.
          </Text>
        </Stack>
      )}
    </>
  );
}

function Box({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Paper component="section" withBorder p="md" aria-label={title} miw={0}>
      {children}
    </Paper>
  );
}
