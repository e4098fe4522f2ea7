import { Badge, Button, Group, Table, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { api, take } from '@/api/client';
import type { SchemaUser } from '@/api/schema';
import { useSession } from '@/app/session';
import { Confirm } from '@/components/dialogs';
import { NoSuchPage } from '@/components/NoSuchPage';
import { Pages } from '@/components/Pages';
import { PageTitle } from '@/components/PageTitle';
import { SearchField } from '@/components/SearchField';
import { EmptyState, ErrorState, LoadingRows } from '@/components/States';
import { Time } from '@/components/Time';
import { notifyFailed } from '@/lib/notify';
import { usePage } from '@/lib/use_page';
import { CreateDialog, PasswordDialog } from './dialogs';
import { everyUserQuery, kPerPage, usersKey, usersQuery } from './queries';

const route = getRouteApi('/administration/users');

export function UsersPage() {
  const { query } = route.useSearch();
  const navigate = route.useNavigate();
  const me = useSession().user?.slug;
  const client = useQueryClient();
  const [page, toPage] = usePage();
  const isSearch = query !== undefined;
  const listed = useQuery({ ...usersQuery(page), enabled: !isSearch });
  const every = useQuery({ ...everyUserQuery, enabled: isSearch });
  const { error, refetch } = isSearch ? every : listed;
  const [creating, setCreating] = useState(false);
  const [password, setPassword] = useState<string>();
  const [disabling, setDisabling] = useState<string>();
  const refresh = () => client.invalidateQueries({ queryKey: usersKey });
  const enable = useMutation({
    mutationFn: (user: string) => take(api.POST('/v1/users/{user}/enable/', { params: { path: { user } } })),
    onSuccess: refresh,
    onError: notifyFailed,
  });
  const wanted = query?.toLowerCase() ?? '';
  const found = every.data?.filter(({ slug, name, email }) =>
    [slug, name, email ?? ''].some((text) => text.toLowerCase().includes(wanted)),
  );
  const shown = isSearch ? found?.slice((page - 1) * kPerPage, page * kPerPage) : listed.data?.rows;
  const pages = isSearch ? Math.ceil((found?.length ?? 0) / kPerPage) : (listed.data?.pages ?? 1);
  const row = (user: SchemaUser) => (
    <Table.Tr key={user.slug_perm}>
      <Table.Th scope="row">
        <Group gap="xs">
          {user.slug}
          {user.is_admin && <Badge size="sm">Administrator</Badge>}
          {user.is_disabled && (
            <Badge size="sm" color="red" variant="light">
              Disabled
            </Badge>
          )}
        </Group>
        <Text size="xs" c="dimmed" fw={400}>
          {[user.name, user.email].filter((text) => text !== null && text !== '').join(' · ')}
        </Text>
      </Table.Th>
      <Table.Td visibleFrom="sm">
        {user.last_sign_in_at === null ? 'Never' : <Time at={user.last_sign_in_at} />}
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <Time at={user.created_at} />
      </Table.Td>
      <Table.Td>
        {user.slug !== me && (
          <Group gap="xs" justify="flex-end" wrap="nowrap">
            <Button
              size="compact-sm"
              variant="default"
              aria-label={`Set the password of ${user.slug}`}
              onClick={() => setPassword(user.slug)}
            >
              Password
            </Button>
            <Button
              size="compact-sm"
              variant="default"
              aria-label={`${user.is_disabled ? 'Enable' : 'Disable'} ${user.slug}`}
              onClick={() => (user.is_disabled ? enable.mutate(user.slug) : setDisabling(user.slug))}
            >
              {user.is_disabled ? 'Enable' : 'Disable'}
            </Button>
          </Group>
        )}
      </Table.Td>
    </Table.Tr>
  );
  return (
    <>
      <PageTitle
        title="Users"
        actions={
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setCreating(true)}>
            New user
          </Button>
        }
      />
      <SearchField
        label="Search the users"
        value={query}
        onSearch={(text) => void navigate({ search: { query: text }, replace: true })}
      />
      {error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : shown === undefined ? (
        <LoadingRows height={56} />
      ) : shown.length === 0 && page > 1 ? (
        <NoSuchPage onFirst={() => toPage(1)} />
      ) : shown.length === 0 ? (
        <EmptyState title="No user matches" />
      ) : (
        <>
          <Table.ScrollContainer minWidth={320}>
            <Table verticalSpacing="sm">
              <Table.Caption>Users of this server</Table.Caption>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th scope="col">User</Table.Th>
                  <Table.Th scope="col" visibleFrom="sm">
                    Last sign-in
                  </Table.Th>
                  <Table.Th scope="col" visibleFrom="sm">
                    Created
                  </Table.Th>
                  <Table.Th scope="col">
                    <span className="visually-hidden">Actions</span>
                  </Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>{shown.map(row)}</Table.Tbody>
            </Table>
          </Table.ScrollContainer>
          <Pages label="Users" page={page} pages={pages} onChange={toPage} />
        </>
      )}
      {creating && (
        <CreateDialog
          what="user"
          onClose={() => setCreating(false)}
          onCreate={async ({ slug, name, email, password: first, isAdmin }) => {
            const filled = Object.entries({ name, email, password: first }).filter(([, text]) => text !== '');
            await take(api.POST('/v1/users/', { body: { slug, is_admin: isAdmin, ...Object.fromEntries(filled) } }));
            await refresh();
          }}
        />
      )}
      {password !== undefined && <PasswordDialog user={password} onClose={() => setPassword(undefined)} />}
      <Confirm
        opened={disabling !== undefined}
        onClose={() => setDisabling(undefined)}
        title={`Disable ${disabling ?? 'this user'}?`}
        action="Disable"
        onConfirm={async () => {
          await take(api.POST('/v1/users/{user}/disable/', { params: { path: { user: disabling ?? '' } } }));
          await refresh();
        }}
      >
        Password, keys and sessions are useless at once. Nothing is deleted, and you can enable the user again.
      </Confirm>
    </>
  );
}
