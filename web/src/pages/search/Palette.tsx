import '@mantine/spotlight/styles.css';
import { createSpotlight, Spotlight, type SpotlightActionGroupData } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useDebouncedValue } from '@mantine/hooks';
import { api, take } from '@/api/client';
import { useSession } from '@/app/session';
import { repositoriesQuery } from '@/pages/home/queries';
import { chooseFirst } from './choose_first';
import styles from './palette.module.css';
import { fittingRepositories, wordsForServer } from './repository_search';

const [store, palette] = createSpotlight();

/** Pages, repositories, and the crates of the repository one is in. Opens each time that `wanted` grows. */
export default function Palette({ wanted }: { wanted: number }) {
  const { user } = useSession();
  const navigate = useNavigate();
  const { namespace, repository } = useParams({ strict: false });
  const [query, setQuery] = useState('');
  const [settled] = useDebouncedValue(query.trim(), 200);
  const client = useQueryClient();
  const words = wordsForServer(settled);
  const first = useQuery(repositoriesQuery(undefined));
  const found = useQuery({ ...repositoriesQuery(words), enabled: words !== undefined });
  // What was found for other words is looked through until the answer for these is there.
  const isAnswer = words !== undefined && words === wordsForServer(query) && !found.isPlaceholderData;
  const known = first.data?.rows ?? [];
  const answer = found.data?.rows ?? [];
  const crates = useQuery({
    queryKey: ['palette', namespace, repository, settled],
    enabled: namespace !== undefined && repository !== undefined && settled !== '',
    queryFn: () =>
      take(
        api.GET('/v1/crates/{owner}/{repository}/', {
          params: {
            path: { owner: namespace ?? '', repository: repository ?? '' },
            query: { query: settled, page_size: 8 },
          },
        }),
      ),
  });
  // It stays on the page when it is closed: what it found then may be no more.
  useEffect(() => {
    palette.open();
    void client.invalidateQueries({ queryKey: ['palette'] });
    void client.invalidateQueries({ queryKey: ['repositories', 'all'] });
  }, [wanted, client]);
  const has = (text: string) => text.toLowerCase().includes(query.trim().toLowerCase());
  const pages = [
    { label: 'Repositories', go: () => navigate({ to: '/' }) },
    ...(user === null
      ? [{ label: 'Sign in', go: () => navigate({ to: '/sign-in' }) }]
      : [
          { label: 'API keys', go: () => navigate({ to: '/account/keys' }) },
          { label: 'Password and sessions', go: () => navigate({ to: '/account/security' }) },
        ]),
    ...(user?.is_admin === true
      ? [
          { label: 'Users', go: () => navigate({ to: '/administration/users' }) },
          { label: 'Organisations', go: () => navigate({ to: '/administration/organisations' }) },
          { label: 'Health of the server', go: () => navigate({ to: '/administration/health' }) },
        ]
      : []),
  ];
  const groups: SpotlightActionGroupData[] = [
    {
      group: `Crates of ${repository ?? ''}`,
      actions: (crates.data?.results ?? []).map((crate) => ({
        id: `crate ${crate.name}`,
        label: crate.name,
        description: crate.description,
        onClick: () =>
          void navigate({
            to: '/$namespace/$repository/@{$crate}',
            params: { namespace: namespace ?? '', repository: repository ?? '', crate: crate.name },
          }),
      })),
    },
    {
      group: 'Repositories',
      actions: fittingRepositories(query, isAnswer ? known : [...known, ...answer], isAnswer ? answer : [])
        .slice(0, 8)
        .map((row) => ({
          id: `repository ${row.slug_perm}`,
          label: `${row.namespace}/${row.slug}`,
          description: row.description,
          onClick: () =>
            void navigate({
              to: '/$namespace/$repository',
              params: { namespace: row.namespace, repository: row.slug },
            }),
        })),
    },
    {
      group: 'Pages',
      actions: pages
        .filter(({ label }) => has(label))
        .map(({ label, go }) => ({ id: `page ${label}`, label, onClick: () => void go() })),
    },
  ].filter(({ actions }) => actions.length > 0);
  const rows = groups.flatMap(({ actions }) => actions.map(({ id }) => id)).join('\n');
  useEffect(() => {
    if (query.trim() !== '' && rows !== '') chooseFirst(store);
  }, [query, rows]);
  return (
    <Spotlight
      store={store}
      shortcut={null}
      query={query}
      onQueryChange={setQuery}
      actions={groups}
      filter={(_, actions) => actions}
      nothingFound="Nothing found"
      scrollable
      returnFocus
      attributes={{ content: { 'aria-label': 'Find' } }}
      classNames={{ action: styles.action }}
      searchProps={{
        'aria-label': 'Find pages, repositories and crates',
        placeholder:
          repository === undefined ? 'Pages and repositories' : `Pages, repositories, crates of ${repository}`,
        leftSection: <IconSearch size={18} aria-hidden />,
      }}
    />
  );
}
