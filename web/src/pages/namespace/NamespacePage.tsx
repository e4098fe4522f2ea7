import { Box, Button, SimpleGrid, Text } from '@mantine/core';
import { IconBuildingWarehouse, IconPlus, IconUsers } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { LinkButton } from '@/components/Link';
import { NoSuchPage } from '@/components/NoSuchPage';
import { PageTitle } from '@/components/PageTitle';
import { Pages } from '@/components/Pages';
import { RepositoryCard } from '@/components/RepositoryCard';
import { SearchField } from '@/components/SearchField';
import { EmptyState, ErrorState, LoadingRows } from '@/components/States';
import { counted } from '@/lib/format';
import { useLastData } from '@/lib/use_last_data';
import { usePage } from '@/lib/use_page';
import { NotFound } from '@/routes/root';
import { isHidden, namespaceQuery, repositoriesQuery, usePlaceIn } from './queries';

/** The repositories of a user or an organisation, as far as one may see them. */
export function NamespacePage() {
  const { namespace } = useParams({ from: '/$namespace' });
  return <Namespace key={namespace} namespace={namespace} />;
}

function Namespace({ namespace }: { namespace: string }) {
  const search = useSearch({ from: '/$namespace' });
  const navigate = useNavigate({ from: '/$namespace' });
  const [page, toPage] = usePage();
  const itself = useQuery(namespaceQuery(namespace));
  const place = usePlaceIn(namespace);
  const { data, error, isFetching, refetch } = useQuery(repositoriesQuery(namespace, search));
  const shown = useLastData(data);
  const find = (query: string | undefined) => void navigate({ search: { query }, replace: true, resetScroll: false });
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
        <Box maw={420} mb="sm">
          <SearchField label="Search repositories" value={search.query} onSearch={find} />
        </Box>
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
          <Button variant="default" onClick={() => find(undefined)}>
            Clear the search
          </Button>
        </EmptyState>
      ) : shown.rows.length === 0 ? (
        <NoSuchPage onFirst={() => toPage(1)} />
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
          <Pages label="Repositories" page={page} pages={shown.pages} onChange={toPage} />
        </>
      )}
    </>
  );
}
