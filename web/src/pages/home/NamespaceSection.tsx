import { RepositoryCard } from '@/components/RepositoryCard';
import { Group, SimpleGrid, Text, Title } from '@mantine/core';
import { IconBuilding, IconPlus, IconUser } from '@tabler/icons-react';
import type { SchemaRepository } from '@/api/schema';
import { Link, LinkButton } from '@/components/Link';
import type { NamespaceGroup } from './group';

interface Properties {
  group: NamespaceGroup<SchemaRepository>;
  /** Whether it is worth offering to create a repository here. */
  mayCreate: boolean;
}

export function NamespaceSection({ group, mayCreate }: Properties) {
  const { slug, name, isOrganisation, repositories } = group;
  const heading = `namespace-${slug}`;
  return (
    <section aria-labelledby={heading}>
      <Group justify="space-between" mb="xs" wrap="nowrap" mih={30}>
        <Group gap={8} wrap="nowrap" style={{ minWidth: 0 }}>
          {isOrganisation ? <IconBuilding size={18} aria-hidden /> : <IconUser size={18} aria-hidden />}
          <Title order={2} size="h5" id={heading} style={{ minWidth: 0 }}>
            <Link to="/$namespace" params={{ namespace: slug }} inherit truncate display="block">
              {slug}
            </Link>
          </Title>
          {name !== slug && (
            <Text size="sm" c="dimmed" truncate visibleFrom="xs">
              {name}
            </Text>
          )}
        </Group>
        {mayCreate && (
          <LinkButton
            to="/$namespace/~new"
            params={{ namespace: slug }}
            variant="subtle"
            size="compact-sm"
            flex="none"
            leftSection={<IconPlus size={14} aria-hidden />}
            aria-label={`New repository in ${slug}`}
          >
            New
          </LinkButton>
        )}
      </Group>
      {repositories.length === 0 ? (
        <Text size="sm" c="dimmed">
          No repository yet.
        </Text>
      ) : (
        <SimpleGrid
          component="ul"
          cols={{ base: 1, sm: 2, lg: 3 }}
          spacing="sm"
          p={0}
          m={0}
          style={{ listStyle: 'none' }}
        >
          {repositories.map((repository) => (
            <RepositoryCard key={repository.slug_perm} repository={repository} />
          ))}
        </SimpleGrid>
      )}
    </section>
  );
}
