import { Group, Skeleton, Stack, Text } from '@mantine/core';
import { IconPackages, IconPlus, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useSession } from '@/app/session';
import { LinkButton } from '@/components/Link';
import { PageTitle } from '@/components/PageTitle';
import { SearchField } from '@/components/SearchField';
import { EmptyState, ErrorState } from '@/components/States';
import { counted } from '@/lib/format';
import { groupByNamespace } from './group';
import { NamespaceSection } from './NamespaceSection';
import { namespacesQuery, repositoriesQuery } from './queries';

const route = getRouteApi('/');

/** The repositories that one may see, by namespace; to strangers those that are public. */
export function HomePage() {
  const { user } = useSession();
  const { query } = route.useSearch();
  const navigate = route.useNavigate();
  const repositories = useQuery(repositoriesQuery(query));
  const namespaces = useQuery(namespacesQuery);
  const failed = repositories.error ?? namespaces.error;
  const rows = repositories.data?.rows ?? [];
  const total = repositories.data?.total ?? 0;
  const nothing = rows.length === 0 && query === undefined;
  const groups = groupByNamespace(rows, namespaces.data ?? [], user?.slug, query === undefined && user !== null);
  // Where one may for sure; the page of an organisation knows about itself.
  const mayCreate = (namespace: string) => user !== null && (user.is_admin || user.slug === namespace);

  return (
    <>
      <PageTitle
        title={user === null ? 'Public repositories' : 'Repositories'}
        description={user === null ? 'Sign in to see those that you were given access to.' : undefined}
        actions={
          user !== null && (
            <LinkButton
              to="/$namespace/~new"
              params={{ namespace: user.slug }}
              leftSection={<IconPlus size={16} aria-hidden />}
            >
              New repository
            </LinkButton>
          )
        }
      />
      {!(nothing && repositories.isSuccess) && (
        <SearchField
          label="Search the repositories"
          value={query}
          onSearch={(text) => void navigate({ search: { query: text }, replace: true })}
        />
      )}
      <Text role="status" className="visually-hidden">
        {query !== undefined && repositories.isSuccess ? `${counted(total, 'repository', 'repositories')} found` : ''}
      </Text>
      {failed !== null ? (
        <ErrorState error={failed} onRetry={() => void Promise.all([repositories.refetch(), namespaces.refetch()])} />
      ) : repositories.isPending || namespaces.isPending ? (
        <LoadingCards />
      ) : nothing ? (
        <FirstDay />
      ) : groups.length === 0 ? (
        <EmptyState title="No repository matches" icon={<IconSearch aria-hidden />}>
          None whose name or description has “{query}” in it. Crates are found within their repository.
        </EmptyState>
      ) : (
        <Stack gap="xl" mt="md">
          {groups.map((group) => (
            <NamespaceSection key={group.slug} group={group} mayCreate={mayCreate(group.slug)} />
          ))}
          {total > rows.length && (
            <Text c="dimmed" size="sm">
              These are the first {rows.length} of {counted(total, 'repository', 'repositories')}: search to find the
              others.
            </Text>
          )}
        </Stack>
      )}
    </>
  );
}

/** Nothing is there yet: what it will be, and how it begins. */
function FirstDay() {
  const { user } = useSession();
  if (user === null) {
    return (
      <EmptyState title="No public repositories" icon={<IconPackages aria-hidden />}>
        <Text mb="md">What this server holds is for those who sign in.</Text>
        <LinkButton to="/sign-in">Sign in</LinkButton>
      </EmptyState>
    );
  }
  return (
    <EmptyState title="Begin with a repository" icon={<IconPackages aria-hidden />}>
      <Text mb="md">
        A repository holds crates, and says who may read and publish them. As soon as it is there, its set-up page has
        the lines for cargo, ready to paste.
      </Text>
      <Group justify="center">
        <LinkButton
          to="/$namespace/~new"
          params={{ namespace: user.slug }}
          leftSection={<IconPlus size={16} aria-hidden />}
        >
          Create a repository
        </LinkButton>
        {user.is_admin && (
          <LinkButton to="/administration/organisations" variant="default">
            Create an organisation first
          </LinkButton>
        )}
      </Group>
    </EmptyState>
  );
}

function LoadingCards() {
  return (
    <Stack gap="sm" mt="md" role="status" aria-busy="true" aria-label="Loading">
      {[0, 1, 2].map((row) => (
        <Skeleton key={row} height={112} radius="md" />
      ))}
    </Stack>
  );
}
