import { Box, Button, Group, NativeSelect, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { ApiError } from '@/api/errors';
import { LinkButton } from '@/components/Link';
import { NoSuchPage } from '@/components/NoSuchPage';
import { Pages } from '@/components/Pages';
import { QueryInput } from '@/components/QueryInput';
import { EmptyState, ErrorState, LoadingRows } from '@/components/States';
import { counted } from '@/lib/format';
import { useDebouncedText } from '@/lib/use_debounced_text';
import { useLastData } from '@/lib/use_last_data';
import { usePage } from '@/lib/use_page';
import { usePageTitle } from '@/lib/use_page_title';
import { CrateRows, kCrateRowHeight } from './CrateRows';
import { cratesQuery } from './crates_queries';
import { usePlace, useRepository } from './queries';
import { kCrateSorts, type CrateSort, type CratesSearch } from './searches';

const kSortLabels: Record<CrateSort, string> = {
  '-updated_at': 'Last updated',
  name: 'Name',
  '-downloads': 'Most downloads',
  '-versions': 'Most versions',
  '-size': 'Largest',
};

/** The crates of a repository: search as you type, order and page stand in the address. */
export function CratesPage() {
  const place = usePlace();
  const search = useSearch({ from: '/$namespace/$repository/' });
  const navigate = useNavigate({ from: '/$namespace/$repository/' });
  const [page, toPage] = usePage();
  const change = (next: CratesSearch, replace: boolean) =>
    void navigate({ search: (before) => ({ ...before, ...next }), replace, resetScroll: !replace });
  const [typed, setTyped] = useDebouncedText(search.query ?? '', (query) =>
    change({ query: query.trim() === '' ? undefined : query, page: undefined }, true),
  );
  const { data, error, refetch } = useQuery(cratesQuery(place, search));
  const shown = useLastData(data);
  usePageTitle('Crates');

  const refused = error instanceof ApiError && error.status === 422 ? error.message : undefined;
  // The list knows sooner than the numbers of the frame that cargo has published.
  if (search.query === undefined && shown?.total === 0 && !error) {
    return <NoCratesYet />;
  }
  return (
    <>
      <Group align="flex-start" gap="sm" mb="sm">
        <Box flex="1 1 260px" role="search">
          <QueryInput
            label="Search crates"
            hideLabel
            placeholder="Search crates, as tokio license:mit"
            value={typed}
            onChange={setTyped}
            error={refused}
          />
        </Box>
        <NativeSelect
          w={180}
          aria-label="Order"
          data={kCrateSorts.map((sort) => ({ value: sort, label: kSortLabels[sort] }))}
          value={search.sort ?? kCrateSorts[0]}
          onChange={({ currentTarget: { value } }) =>
            change({ sort: value === kCrateSorts[0] ? undefined : (value as CrateSort), page: undefined }, false)
          }
        />
      </Group>
      <Text size="sm" c="dimmed" role="status" mb="xs" mih={22}>
        {shown === undefined ? '' : summary(shown.total, search.query)}
      </Text>
      {error && refused === undefined ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : shown === undefined ? (
        refused === undefined && <LoadingRows rows={8} height={kCrateRowHeight} />
      ) : shown.total === 0 ? (
        <EmptyState title="No crate is found">
          Nothing here matches <b>{search.query}</b>.
          <div>
            <Button variant="default" mt="sm" onClick={() => setTyped('')}>
              Clear the search
            </Button>
          </div>
        </EmptyState>
      ) : shown.rows.length === 0 ? (
        <NoSuchPage onFirst={() => toPage(1)} />
      ) : (
        <>
          <CrateRows crates={shown.rows} isOld={data === undefined} />
          <Pages label="Crates" page={page} pages={shown.pages} onChange={toPage} />
        </>
      )}
    </>
  );
}

function summary(total: number, query: string | undefined): string {
  return query === undefined ? counted(total, 'crate') : `${counted(total, 'crate')} found`;
}

function NoCratesYet() {
  const params = usePlace();
  const { actions } = useRepository();
  return (
    <EmptyState title="No crates yet">
      {actions.publish
        ? 'Set up cargo and publish the first one, or upload a .crate file that you have.'
        : 'Nobody has published here so far.'}
      <Group justify="center" mt="md">
        <LinkButton to="/$namespace/$repository/setup" params={params}>
          Set up
        </LinkButton>
        {actions.publish && (
          <LinkButton to="/$namespace/$repository/upload" params={params} variant="default">
            Upload
          </LinkButton>
        )}
      </Group>
    </EmptyState>
  );
}
