import { Badge, Button, Group, Stack, Table, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/api/client';
import { PageTitle } from '@/components/PageTitle';
import { ErrorState, LoadingRows } from '@/components/States';
import { Time } from '@/components/Time';
import { browserName } from '@/lib/browser_name';
import { notifyDone, notifyFailed } from '@/lib/notify';
import { ChangePassword } from './ChangePassword';
import { sessionsQuery } from './queries';

export function SecurityPage() {
  return (
    <>
      <PageTitle title="Password and sessions" />
      <Stack gap="xl">
        <ChangePassword />
        <Sessions />
      </Stack>
    </>
  );
}

function Sessions() {
  const { data, error, refetch } = useQuery(sessionsQuery);
  const client = useQueryClient();
  const after = {
    onError: notifyFailed,
    onSettled: () => client.invalidateQueries({ queryKey: sessionsQuery.queryKey }),
  };
  const end = useMutation({
    mutationFn: (session: string) =>
      take(api.DELETE('/v1/user/sessions/{session}/', { params: { path: { session } } })),
    onSuccess: () => notifyDone('The session has ended.'),
    ...after,
  });
  const endOthers = useMutation({
    mutationFn: () => take(api.DELETE('/v1/user/sessions/')),
    onSuccess: () => notifyDone('All other sessions have ended.'),
    ...after,
  });
  const others = data?.some((session) => !session.is_current) ?? false;
  return (
    <section aria-labelledby="sessions">
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h4" id="sessions">
          Where you are signed in
        </Title>
        {others && (
          <Button variant="default" size="xs" loading={endOthers.isPending} onClick={() => endOthers.mutate()}>
            End all others
          </Button>
        )}
      </Group>
      {error && data === undefined ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <LoadingRows rows={2} height={56} />
      ) : (
        <Table.ScrollContainer minWidth={320}>
          <Table verticalSpacing="sm">
            <Table.Caption>A session that you do not know: end it, and change the password.</Table.Caption>
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">Browser</Table.Th>
                <Table.Th scope="col">Last used</Table.Th>
                <Table.Th scope="col" visibleFrom="sm">
                  Signed in
                </Table.Th>
                <Table.Th scope="col" visibleFrom="sm">
                  Ends
                </Table.Th>
                <Table.Th scope="col">
                  <span className="visually-hidden">End it</span>
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {data.map((session) => (
                <Table.Tr key={session.slug_perm}>
                  <Table.Th scope="row" fw={500}>
                    <Group gap="xs">
                      <span title={session.user_agent}>{browserName(session.user_agent)}</span>
                      {session.is_current && (
                        <Badge size="sm" variant="light">
                          This one
                        </Badge>
                      )}
                    </Group>
                    <Text size="xs" c="dimmed" fw={400}>
                      {session.address}
                    </Text>
                  </Table.Th>
                  <Table.Td>
                    <Time at={session.last_used_at} />
                  </Table.Td>
                  <Table.Td visibleFrom="sm">
                    <Time at={session.created_at} />
                  </Table.Td>
                  <Table.Td visibleFrom="sm">
                    <Time at={session.expires_at} />
                  </Table.Td>
                  <Table.Td ta="right">
                    {!session.is_current && (
                      <Button
                        size="compact-sm"
                        variant="default"
                        disabled={end.isPending}
                        aria-label={`End the session of ${browserName(session.user_agent)} from ${session.address}`}
                        onClick={() => end.mutate(session.slug_perm)}
                      >
                        End
                      </Button>
                    )}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </section>
  );
}
