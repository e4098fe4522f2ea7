import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconKey, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { LinkButton } from '@/components/Link';
import { PageTitle } from '@/components/PageTitle';
import { Secret } from '@/components/Secret';
import { EmptyState, ErrorState, LoadingRows } from '@/components/States';
import { NotYours } from './NotYours';
import { usePlace, useRepository } from './queries';
import { tokensQuery, type Token } from './tokens/queries';
import { TokenCard } from './tokens/TokenCard';
import { TokenDialog } from './tokens/lazy_token_dialog';

/** The entitlement tokens of a repository. */
export function TokensPage() {
  const { actions } = useRepository();
  if (!actions.manage_entitlements)
    return <NotYours>Entitlement tokens are for those who may manage them here.</NotYours>;
  return <Tokens />;
}

function Tokens() {
  const place = usePlace();
  const { is_public } = useRepository();
  const { data, error, refetch } = useQuery(tokensQuery(place));
  const [isCreating, setCreating] = useState(false);
  const [made, setMade] = useState<Token>();
  return (
    <>
      <PageTitle
        title="Entitlement tokens"
        order={2}
        description="A token reads this repository and nothing else: for build machines, and for people who have no account here."
        actions={
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setCreating(true)}>
            New token
          </Button>
        }
      />
      <Stack>
        {is_public && (
          <Alert color="gray" variant="light">
            Everybody may read this repository. Limits hold for URLs that have the token in their path; everywhere else
            nobody is asked who they are.
          </Alert>
        )}
        {made !== undefined && (
          <Alert
            color="teal"
            variant="light"
            role="status"
            title={`The token “${made.name}” is made`}
            withCloseButton
            closeButtonLabel="Close"
            onClose={() => setMade(undefined)}
          >
            <Secret value={made.token} name={`the token ${made.name}`} />
            <LinkButton
              mt="sm"
              size="xs"
              to="/$namespace/$repository/setup"
              params={place}
              search={{ credential: 'entitlement', token: made.slug_perm }}
            >
              Set up with this token
            </LinkButton>
          </Alert>
        )}
        {error && data === undefined ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : data === undefined ? (
          <LoadingRows rows={3} height={132} />
        ) : data.rows.length === 0 ? (
          <EmptyState title="No tokens" icon={<IconKey aria-hidden />}>
            Make one for each machine or customer, so that each can be limited and taken back alone.
          </EmptyState>
        ) : (
          <Stack component="ul" m={0} p={0} gap="md" aria-label="Entitlement tokens" style={{ listStyle: 'none' }}>
            {data.rows.map((token) => (
              <TokenCard key={token.slug_perm} token={token} />
            ))}
          </Stack>
        )}
        {data !== undefined && data.total > data.rows.length && (
          <Group justify="center">
            <Text c="dimmed">The first {data.rows.length} are shown.</Text>
          </Group>
        )}
      </Stack>
      <TokenDialog opened={isCreating} onClose={() => setCreating(false)} onSaved={setMade} />
    </>
  );
}
