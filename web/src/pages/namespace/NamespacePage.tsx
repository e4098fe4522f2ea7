import { Badge, Button, Group, Paper, SimpleGrid, Text, TextInput, Title } from '@mantine/core';
import { IconBuildingWarehouse, IconLock, IconPlus, IconSearch, IconUsers, IconWorld } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import type { SchemaRepository } from '@/api/schema';
import { Link, LinkButton } from '@/components/Link';
import { PageTitle } from '@/components/PageTitle';
import { Pages } from '@/components/Pages';
import { EmptyState, ErrorState, LoadingRows } from '@/components/States';
import { counted, formatBytes } from '@/lib/format';
import { useDebouncedText } from '@/lib/use_debounced_text';
import { useLastData } from '@/lib/use_last_data';
import { NotFound } from '@/routes/root';
import { isHidden, namespaceQuery, repositoriesQuery, usePlaceIn } from './queries';

/** The repositories of a user or an organisation, as far as one may see them. */
export function NamespacePage() {
  const { namespace } = useParams({ from: '/$namespace' });
  const search = useSearch({ from: '/$namespace' });
  const navigate = useNavigate({ from: '/$namespace' });
  const itself = useQuery(namespaceQuery(namespace));
  const place = usePlaceIn(namespace);
  const { data, error, isFetching, refetch } = useQuery(repositoriesQuery(namespace, search));
  const shown = useLastData(data);
  const [typed, setTyped] = useDebouncedText(
    search.query ?? '',
    (query) => void navigate({ search: { query: query.trim() || undefined }, replace: true, resetScroll: false }),
  );
  if (isHidden(itself.error)) return <NotFound />;
  const isEmpty = shown?.total === 0 && search.query === undefined;
  return (
    <>
      <PageTitle
        title={itself.data?.name ?? namespace}
        description={
          itself.data === undefined ? ' ' : itself.data.type_name === 'User' ? 'A user’s namespace' : 'An organisation'
        }
        actions={
          <>
            {place.hasMembers && (
              <LinkButton
                to="/$namespace/~members"
                params={{ namespace }}
                variant="default"
                leftSection={<IconUsers size={16} aria-hidden />}
              >
                Members
              </LinkButton>
            )}
            {place.mayAdminister && (
              <LinkButton to="/$namespace/~new" params={{ namespace }} leftSection={<IconPlus size={16} aria-hidden />}>
                New repository
              </LinkButton>
            )}
          </>
        }
      />
      {!isEmpty && (
        <TextInput
          role="searchbox"
          aria-label="Search repositories"
          placeholder="Search repositories"
          leftSection={<IconSearch size={16} aria-hidden />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          maw={420}
          mb="sm"
        />
      )}
      <Text size="sm" c="dimmed" role="status" mb="sm" mih={22}>
        {shown === undefined || isEmpty ? '' : counted(shown.total, 'repository', 'repositories')}
      </Text>
      {error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : shown === undefined ? (
        <LoadingRows rows={3} height={112} />
      ) : isEmpty ? (
        <EmptyState title="No repositories yet" icon={<IconBuildingWarehouse aria-hidden />}>
          {place.mayAdminister
            ? 'A repository holds crates and is a registry of its own to cargo.'
            : 'There is none here that you may see.'}
        </EmptyState>
      ) : shown.total === 0 ? (
        <EmptyState title="No repository is found">
          <Button variant="default" onClick={() => setTyped('')}>
            Clear the search
          </Button>
        </EmptyState>
      ) : (
        <>
          <SimpleGrid
            component="ul"
            cols={{ base: 1, sm: 2 }}
            m={0}
            p={0}
            style={{ listStyle: 'none' }}
            aria-label="Repositories"
            opacity={isFetching && data === undefined ? 0.6 : undefined}
          >
            {shown.rows.map((repository) => (
              <RepositoryCard key={repository.slug_perm} repository={repository} />
            ))}
          </SimpleGrid>
          <Pages
            label="Repositories"
            page={search.page ?? 1}
            pages={shown.pages}
            onChange={(page) =>
              void navigate({ search: (before) => ({ ...before, page: page === 1 ? undefined : page }) })
            }
          />
        </>
      )}
    </>
  );
}

function RepositoryCard({ repository }: { repository: SchemaRepository }) {
  const Icon = repository.is_public ? IconWorld : IconLock;
  return (
    <Paper component="li" withBorder p="md" miw={0}>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Title order={2} size="md" style={{ overflowWrap: 'anywhere' }}>
          <Link
            to="/$namespace/$repository"
            params={{ namespace: repository.namespace, repository: repository.slug }}
            inherit
          >
            {repository.name}
          </Link>
        </Title>
        <Badge
          variant="light"
          color={repository.is_public ? 'teal' : 'gray'}
          leftSection={<Icon size={12} aria-hidden />}
          flex="none"
        >
          {repository.repository_type_str}
        </Badge>
      </Group>
      <Text
        size="sm"
        mt={4}
        lineClamp={2}
        c={repository.description === '' ? 'dimmed' : undefined}
        style={{ overflowWrap: 'anywhere' }}
      >
        {repository.description === '' ? 'No description' : repository.description}
      </Text>
      <Text size="sm" c="dimmed" mt="xs">
        {counted(repository.package_group_count, 'crate')} · {formatBytes(repository.size)} ·{' '}
        {counted(repository.num_downloads, 'download')}
      </Text>
    </Paper>
  );
}
