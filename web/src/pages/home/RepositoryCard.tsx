import { Badge, Group, Paper, Stack, Text } from '@mantine/core';
import { IconLock, IconWorld } from '@tabler/icons-react';
import type { SchemaRepository } from '@/api/schema';
import { Link } from '@/components/Link';
import { counted, formatBytes } from '@/lib/format';

export function RepositoryCard({ repository }: { repository: SchemaRepository }) {
  const { namespace, slug, name, description, is_public, package_group_count, package_count, size } = repository;
  return (
    <Paper component="li" withBorder p="md" mih={112}>
      <Stack gap={6} h="100%" justify="space-between">
        <div>
          <Group justify="space-between" wrap="nowrap" align="flex-start" gap="xs">
            <Link to="/$namespace/$repository" params={{ namespace, repository: slug }} fw={600} truncate title={name}>
              {name}
            </Link>
            <Badge
              variant="default"
              size="sm"
              flex="none"
              leftSection={is_public ? <IconWorld size={12} aria-hidden /> : <IconLock size={12} aria-hidden />}
            >
              {is_public ? 'Public' : 'Private'}
            </Badge>
          </Group>
          {description !== '' && (
            <Text size="sm" mt={2} lineClamp={2}>
              {description}
            </Text>
          )}
        </div>
        <Text size="xs" c="dimmed">
          {package_count === 0
            ? 'No crates yet'
            : `${counted(package_group_count, 'crate')} · ${counted(package_count, 'version')} · ${formatBytes(size)}`}
        </Text>
      </Stack>
    </Paper>
  );
}
