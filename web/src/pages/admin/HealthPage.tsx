import { Alert, Badge, Paper, SimpleGrid, Stack, Table, Text } from '@mantine/core';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, kUnattended, take } from '@/api/client';
import { PageTitle } from '@/components/PageTitle';
import { ErrorState, LoadingRows } from '@/components/States';
import { Time } from '@/components/Time';
import { formatBytes, formatCount } from '@/lib/format';

const kHealthKey = ['administration', 'health'];
const healthQuery = queryOptions({
  queryKey: kHealthKey,
  queryFn: ({ client }) => {
    const isRepeated = client.getQueryData(kHealthKey) !== undefined;
    return take(api.GET('/v1/health/', { headers: isRepeated ? kUnattended : {} }));
  },
  refetchInterval: 10_000,
});

export function HealthPage() {
  const { data, error, refetch } = useQuery(healthQuery);
  return (
    <>
      <PageTitle title="Health of the server" description="Read anew every 10 seconds." />
      {data === undefined ? (
        error ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : (
          <LoadingRows rows={4} height={96} />
        )
      ) : (
        <Stack>
          {error && <ErrorState error={error} onRetry={() => void refetch()} />}
          <div role="status">
            {data.problems.length === 0 ? (
              <Alert variant="light" title={data.ready ? 'All is well' : 'Not ready yet'} />
            ) : (
              <Alert color="orange" variant="light" title="Somebody should look at this">
                {data.problems.map((problem) => (
                  <Text key={problem} size="sm">
                    {problem}
                  </Text>
                ))}
              </Alert>
            )}
          </div>
          <SimpleGrid component="dl" cols={{ base: 2, sm: 3, lg: 4 }} m={0}>
            <Fact name="Version">{data.version}</Fact>
            <Fact name="Started">
              <Time at={data.started_at} />
            </Fact>
            <Fact name="Crate files">{formatBytes(data.storage.crate_bytes)}</Fact>
            <Fact name="Database">{formatBytes(data.storage.database_bytes)}</Fact>
            <Fact name="Disk free">
              {formatBytes(data.storage.disk_free_bytes)} of {formatBytes(data.storage.disk_total_bytes)}
            </Fact>
            <Fact name="Repositories">{formatCount(data.counts.repositories)}</Fact>
            <Fact name="Crates">{formatCount(data.counts.crates)}</Fact>
            <Fact name="Versions">{formatCount(data.counts.versions)}</Fact>
            <Fact name="Open connections">{formatCount(data.requests.open_connections)}</Fact>
            <Fact name="Requests answered">{formatCount(data.requests.total)}</Fact>
            <Fact name="Server errors">{formatCount(data.requests.server_errors)}</Fact>
            <Fact name="Failed sign-ins">{formatCount(data.requests.failed_logins)}</Fact>
          </SimpleGrid>
          <Text size="sm" c="dimmed">
            Followers: what is derived from the event log, and how far each has come.
          </Text>
          <Table.ScrollContainer minWidth={320}>
            <Table>
              <caption className="visually-hidden">Followers, and how far each has come</caption>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th scope="col">Follower</Table.Th>
                  <Table.Th scope="col">Behind</Table.Th>
                  <Table.Th scope="col">Event</Table.Th>
                  <Table.Th scope="col">Trouble</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {data.followers.map((follower) => (
                  <Table.Tr key={follower.name}>
                    <Table.Th scope="row">{follower.name}</Table.Th>
                    <Table.Td>
                      <Badge variant="light" color={follower.behind === 0 ? undefined : 'orange.9'}>
                        {follower.behind === 0 ? 'Up to date' : formatCount(follower.behind)}
                      </Badge>
                    </Table.Td>
                    <Table.Td>
                      {formatCount(follower.cursor)} of {formatCount(follower.head)}
                    </Table.Td>
                    <Table.Td>{follower.last_error ?? 'None'}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        </Stack>
      )}
    </>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <Paper withBorder p="sm">
      <Text component="dt" size="xs" c="dimmed">
        {name}
      </Text>
      <Text component="dd" m={0} fw={600}>
        {children}
      </Text>
    </Paper>
  );
}
