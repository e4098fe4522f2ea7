import { Badge, Button, Code, Stack, Table, Text } from '@mantine/core';
import { IconKey, IconPlus } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, take } from '@/api/client';
import type { SchemaApiKey, SchemaApiKeyCreated } from '@/api/schema';
import { Confirm } from '@/components/dialogs';
import { PageTitle } from '@/components/PageTitle';
import { EmptyState, ErrorState, LoadingRows } from '@/components/States';
import { Time } from '@/components/Time';
import { KeyDialog, NewSecret } from './lazy_key_dialogs';
import { keysQuery } from './queries';

const kScopeWords = { read: 'Read', publish: 'Publish', admin: 'Everything' } as const;

export function KeysPage() {
  const { data, error, refetch } = useQuery(keysQuery);
  const client = useQueryClient();
  const [creating, setCreating] = useState(false);
  const [made, setMade] = useState<SchemaApiKeyCreated>();
  const [revoking, setRevoking] = useState<SchemaApiKey>();
  return (
    <>
      <PageTitle
        title="API keys"
        description="What cargo, the command line and machines show in your name. Give each its own, with no more than it needs."
        actions={
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setCreating(true)}>
            New key
          </Button>
        }
      />
      {error && data === undefined ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <LoadingRows rows={3} height={56} />
      ) : data.length === 0 ? (
        <EmptyState title="No keys" icon={<IconKey aria-hidden />}>
          Make one for cargo on this machine, and another for each machine that builds.
        </EmptyState>
      ) : (
        <KeyTable keys={data} onRevoke={setRevoking} />
      )}
      {creating && <KeyDialog onClose={() => setCreating(false)} onMade={setMade} />}
      {made !== undefined && <NewSecret made={made} onStored={() => setMade(undefined)} />}
      <Confirm
        opened={revoking !== undefined}
        onClose={() => setRevoking(undefined)}
        title="Revoke this key?"
        action="Revoke"
        onConfirm={async () => {
          await take(api.DELETE('/v1/keys/{key}/', { params: { path: { key: revoking?.slug_perm ?? '' } } }));
          await client.invalidateQueries({ queryKey: keysQuery.queryKey });
        }}
      >
        Whatever uses <b>{revoking?.name}</b> is refused at once. This cannot be undone; a new key has another secret.
      </Confirm>
    </>
  );
}

function KeyTable({ keys, onRevoke }: { keys: SchemaApiKey[]; onRevoke: (key: SchemaApiKey) => void }) {
  const now = Date.now();
  return (
    <Table.ScrollContainer minWidth={760}>
      <Table verticalSpacing="sm">
        <Table.Caption>{keys.length === 500 ? 'The first 500 keys.' : 'All keys of yours.'}</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Name</Table.Th>
            <Table.Th scope="col">May</Table.Th>
            <Table.Th scope="col">Where</Table.Th>
            <Table.Th scope="col">Last used</Table.Th>
            <Table.Th scope="col">Ends</Table.Th>
            <Table.Th scope="col">
              <span className="visually-hidden">Revoke</span>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {keys.map((key) => {
            const over = key.revoked_at !== null || (key.expires_at !== null && Date.parse(key.expires_at) <= now);
            return (
              <Table.Tr key={key.slug_perm}>
                <Table.Th scope="row" fw={600} style={{ overflowWrap: 'anywhere' }}>
                  {key.name}
                  <Text size="xs" c="dimmed" fw={400}>
                    <Code>{key.prefix}…</Code>, made <Time at={key.created_at} />
                  </Text>
                </Table.Th>
                <Table.Td>
                  <Badge variant="default">{kScopeWords[key.scope]}</Badge>
                </Table.Td>
                <Table.Td>
                  <Stack gap={0}>
                    <span>{key.repositories?.join(', ') ?? 'Everywhere'}</span>
                    {key.crates !== null && (
                      <Text size="xs" c="dimmed">
                        Crates: {key.crates.join(', ')}
                      </Text>
                    )}
                  </Stack>
                </Table.Td>
                <Table.Td>{key.last_used_at === null ? 'Never' : <Time at={key.last_used_at} />}</Table.Td>
                <Table.Td>
                  {key.revoked_at !== null ? (
                    'Revoked'
                  ) : key.expires_at === null ? (
                    'Never'
                  ) : (
                    <Time at={key.expires_at} />
                  )}
                </Table.Td>
                <Table.Td ta="right">
                  {!over && (
                    <Button
                      size="compact-sm"
                      variant="default"
                      aria-label={`Revoke ${key.name}`}
                      onClick={() => onRevoke(key)}
                    >
                      Revoke
                    </Button>
                  )}
                </Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
