import { Badge, Group, Stack, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { SchemaCrateDependency } from '@/api/schema';
import { Link } from '@/components/Link';
import { PageTitle } from '@/components/PageTitle';
import { EmptyState, ErrorState, LoadingRows } from '@/components/States';
import { counted } from '@/lib/format';
import { safeUrl } from './addresses';
import { dependencyGroups } from './dependency_groups';
import { versionQuery } from './queries';
import { useCrateName, useVersion } from './use_crate';

/** What a version needs, by when and where it does. */
export function DependenciesPage() {
  const { crate, name, version } = useVersion();
  const details = useQuery(versionQuery(name));
  return (
    <>
      <PageTitle order={2} title={`Dependencies of ${crate.name} ${name.version}`}>
        Dependencies
      </PageTitle>
      {details.isLoadingError ? (
        <ErrorState error={details.error} onRetry={() => void details.refetch()} />
      ) : details.data === undefined ? (
        <LoadingRows rows={Math.max(1, Math.min(version.dependencies, 12))} />
      ) : details.data.dependencies.length === 0 ? (
        <EmptyState title="It needs no other crate">Nothing but the standard library, at most.</EmptyState>
      ) : (
        <Stack gap="xl">
          {dependencyGroups(details.data.dependencies).map((group) => (
            <section key={`${group.kind} ${group.target}`}>
              <Title order={3} size="h5" mb="xs" style={{ overflowWrap: 'anywhere' }}>
                {group.title}
                {group.target !== null && (
                  <Text component="span" ff="monospace" size="sm" fw={400}>
                    {' '}
                    {group.target}
                  </Text>
                )}{' '}
                <Text component="span" c="dimmed" size="sm" fw={400}>
                  {counted(group.dependencies.length, 'crate')}
                </Text>
              </Title>
              <DependencyTable
                caption={group.target === null ? group.title : `${group.title} ${group.target}`}
                dependencies={group.dependencies}
              />
            </section>
          ))}
        </Stack>
      )}
    </>
  );
}

function DependencyTable({ caption, dependencies }: { caption: string; dependencies: SchemaCrateDependency[] }) {
  return (
    <Table.ScrollContainer
      minWidth={560}
      scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'region', 'aria-label': caption } }}
    >
      <Table verticalSpacing="xs" layout="fixed">
        <caption className="visually-hidden">{caption}</caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col" w="32%">
              Crate
            </Table.Th>
            <Table.Th scope="col" w="20%">
              Requirement
            </Table.Th>
            <Table.Th scope="col">Features used</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {dependencies.map((dependency) => (
            <Table.Tr key={dependency.name}>
              <Table.Td style={{ overflowWrap: 'anywhere' }}>
                <Group gap={6}>
                  <DependencyName dependency={dependency} />
                  {dependency.optional && (
                    <Badge variant="default" tt="none">
                      optional
                    </Badge>
                  )}
                </Group>
                <Origin dependency={dependency} />
              </Table.Td>
              <Table.Td>
                <Text ff="monospace" size="sm" style={{ overflowWrap: 'anywhere' }}>
                  {dependency.requirement}
                </Text>
              </Table.Td>
              <Table.Td>
                <Features dependency={dependency} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function DependencyName({ dependency: { package: real, is_here, url } }: { dependency: SchemaCrateDependency }) {
  const { namespace, repository } = useCrateName();
  const href = safeUrl(url);
  if (is_here) {
    return (
      <Link to="/$namespace/$repository/@{$crate}" params={{ namespace, repository, crate: real }} inherit>
        {real}
      </Link>
    );
  }
  if (href === undefined) return <span>{real}</span>;
  return (
    <Text component="a" href={href} rel="noopener noreferrer" c="var(--mantine-color-anchor)" inherit>
      {real}
    </Text>
  );
}

/** Where it is from, when that is not this repository, and what this crate calls it. */
function Origin({
  dependency: { name, package: real, is_here, url, registry },
}: {
  dependency: SchemaCrateDependency;
}) {
  const parts: string[] = [];
  if (name !== real) parts.push(`called ${name} here`);
  if (url !== null) parts.push('from crates.io');
  else if (registry !== null) parts.push(`from ${registry}`);
  else if (!is_here) parts.push('not in this repository');
  if (parts.length === 0) return null;
  return (
    <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
      {parts.join(', ')}
    </Text>
  );
}

function Features({ dependency: { features, default_features } }: { dependency: SchemaCrateDependency }) {
  if (features.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {default_features ? 'default' : 'none, not even default'}
      </Text>
    );
  }
  return (
    <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
      {(default_features ? ['default', ...features] : features).join(', ')}
      {!default_features && (
        <Text component="span" c="dimmed" inherit>
          {' '}
          (without default)
        </Text>
      )}
    </Text>
  );
}
