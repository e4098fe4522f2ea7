import { Group, Paper, Stack, Text } from '@mantine/core';
import type { SchemaRepository } from '@/api/schema';
import { counted, formatBytes } from '@/lib/format';
import { Link } from './Link';
import { Visibility } from './Visibility';

/** A repository in a list. */
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
            <Visibility isPublic={is_public} />
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
