import { Badge, Group, Paper, Progress, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { Time } from '@/components/Time';
import { formatBytes, formatCount } from '@/lib/format';
import { LinkButton } from '@/components/Link';
import { usePlace } from '../queries';
import { usageOf, type Usage } from './limits';
import type { Token } from './queries';
import { TokenActions } from './lazy_token_actions';
import { TokenSecret } from './TokenSecret';

/** One token: what it is, what was used of it, what can be done with it. */
export function TokenCard({ token }: { token: Token }) {
  const place = usePlace();
  const usage = usageOf(token);
  return (
    <Paper component="li" withBorder p="md">
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <Group gap="xs" miw={0}>
          <Title order={3} size="md" style={{ overflowWrap: 'anywhere' }}>
            {token.name}
          </Title>
          <State token={token} />
        </Group>
        <TokenActions token={token} />
      </Group>
      <TokenSecret token={token} />
      {usage.length > 0 && (
        <SimpleGrid cols={{ base: 1, sm: 3 }} mt="sm">
          {usage.map((one) => (
            <Meter key={one.what} usage={one} />
          ))}
        </SimpleGrid>
      )}
      <Group justify="space-between" mt="sm" align="flex-end">
        <Stack gap={2}>
          <Rules token={token} />
          <Text size="sm" c="dimmed" component="div">
            Made <Time at={token.created_at} />
            {token.created_by !== null && ` by ${token.created_by}`}
            {usage.length === 0 && ' · no limit on what it downloads'}
          </Text>
        </Stack>
        <LinkButton
          variant="light"
          size="xs"
          to="/$namespace/$repository/setup"
          params={place}
          search={{ credential: 'entitlement', token: token.slug_perm }}
          aria-label={`Set up with the token ${token.name}`}
        >
          Set up with this token
        </LinkButton>
      </Group>
    </Paper>
  );
}

function State({ token }: { token: Token }) {
  return (
    <>
      {token.default && <Badge variant="default">default</Badge>}
      {!token.is_active && (
        <Badge variant="light" color="gray">
          disabled
        </Badge>
      )}
      {token.is_limited && (
        <Badge variant="light" color="orange">
          limit reached
        </Badge>
      )}
    </>
  );
}

function Meter({ usage: { what, used, limit } }: { usage: Usage }) {
  const write = what === 'bandwidth' ? formatBytes : formatCount;
  const percent = limit === 0 ? 100 : Math.min(100, (used / limit) * 100);
  return (
    <div>
      <Text size="sm">
        {write(used)} of {write(limit)} {what}
      </Text>
      <Progress
        value={percent}
        color={percent >= 100 ? 'orange' : undefined}
        aria-label={`${write(used)} of ${write(limit)} ${what} used`}
      />
    </div>
  );
}

/** The limits that are no counts. */
function Rules({ token }: { token: Token }) {
  const rules: Array<readonly [string, ReactNode]> = [];
  if (token.limit_date_range_from !== null)
    rules.push(['Not before', <Time key="from" at={token.limit_date_range_from} />]);
  if (token.limit_date_range_to !== null) rules.push(['Until', <Time key="to" at={token.limit_date_range_to} />]);
  if (token.limit_package_query !== null) rules.push(['Only', <code key="query">{token.limit_package_query}</code>]);
  if (token.scheduled_reset_at !== null) {
    const period =
      token.scheduled_reset_period === 'Never Reset' ? '' : ` (${token.scheduled_reset_period.toLowerCase()})`;
    rules.push([`Counts begin anew${period}`, <Time key="reset" at={token.scheduled_reset_at} />]);
  }
  return rules.map(([label, what]) => (
    <Text key={label} size="sm" component="div" style={{ overflowWrap: 'anywhere' }}>
      {label}: {what}
    </Text>
  ));
}
