import { Group, Stack, Text, Title } from '@mantine/core';
import { Outlet, useParams } from '@tanstack/react-router';
import { TabLink, TabLinks } from '@/components/TabLinks';
import { Visibility } from '@/components/Visibility';
import { counted, formatBytes } from '@/lib/format';
import { usePlace, useRepository, type Repository } from './queries';

/** What stands above all pages of a repository; the pages of a crate have a heading of their own. */
export function RepositoryLayout() {
  const { crate } = useParams({ strict: false });
  const repository = useRepository();
  if (crate !== undefined) return <Outlet />;
  // What a page remembers is about one repository.
  return (
    <Stack gap="lg">
      <Stack gap="sm">
        <Heading repository={repository} />
        <Tabs repository={repository} />
      </Stack>
      <div key={repository.slug_perm}>
        <Outlet />
      </div>
    </Stack>
  );
}

function Heading({ repository }: { repository: Repository }) {
  return (
    <div>
      <Group gap="sm">
        <Title order={1} size="h2" style={{ overflowWrap: 'anywhere' }}>
          {repository.name}
        </Title>
        <Visibility isPublic={repository.is_public} />
      </Group>
      {repository.description !== '' && (
        <Text mt={4} maw={800} lineClamp={3} title={repository.description} style={{ overflowWrap: 'anywhere' }}>
          {repository.description}
        </Text>
      )}
      <Text c="dimmed" size="sm" mt={4}>
        {counted(repository.package_group_count, 'crate')} · {counted(repository.package_count, 'version')} ·{' '}
        {formatBytes(repository.size)} · {counted(repository.num_downloads, 'download')}
      </Text>
    </div>
  );
}

function Tabs({ repository: { actions, privilege } }: { repository: Repository }) {
  const params = usePlace();
  return (
    <TabLinks label="Pages of the repository">
      <TabLink to="/$namespace/$repository" params={params} activeOptions={{ exact: true, includeSearch: false }}>
        Crates
      </TabLink>
      <TabLink to="/$namespace/$repository/setup" params={params} activeOptions={{ includeSearch: false }}>
        Set up
      </TabLink>
      {actions.publish && (
        <TabLink to="/$namespace/$repository/upload" params={params}>
          Upload
        </TabLink>
      )}
      <TabLink to="/$namespace/$repository/activity" params={params} activeOptions={{ includeSearch: false }}>
        Activity
      </TabLink>
      {actions.view_statistics && (
        <TabLink to="/$namespace/$repository/statistics" params={params} activeOptions={{ includeSearch: false }}>
          Statistics
        </TabLink>
      )}
      {actions.manage_entitlements && (
        <TabLink to="/$namespace/$repository/tokens" params={params}>
          Tokens
        </TabLink>
      )}
      {actions.delete && (
        <TabLink to="/$namespace/$repository/bin" params={params} activeOptions={{ includeSearch: false }}>
          Bin
        </TabLink>
      )}
      {privilege === 'Admin' && actions.administer && (
        <TabLink to="/$namespace/$repository/settings" params={params}>
          Settings
        </TabLink>
      )}
    </TabLinks>
  );
}
