import { Button, Group, NativeSelect, Table, Text, TextInput } from '@mantine/core';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { api, take, takePage } from '@/api/client';
import { ApiError, sentenceOf } from '@/api/errors';
import type { SchemaRepositoryPrivilege } from '@/api/schema';
import { ChoiceToSet } from '@/components/ChoiceToSet';
import { ErrorState, LoadingRows } from '@/components/States';
import { notifyDone, notifyFailed } from '@/lib/notify';
import { pathOf, repositoryKey, usePlace, type Place } from '../queries';
import { SettingsGroup } from './Group';

type Given = SchemaRepositoryPrivilege;
const kPrivileges: ReadonlyArray<Given['privilege']> = ['Read', 'Write', 'Admin'];
const kMostUsers = 500;

function privilegesQuery(place: Place) {
  return queryOptions({
    queryKey: [...repositoryKey(place), 'privileges'],
    queryFn: () =>
      takePage(
        api.GET('/v1/repos/{owner}/{repository}/privileges/', {
          params: { path: pathOf(place), query: { page_size: kMostUsers } },
        }),
        (body) => body.privileges,
      ),
  });
}

/** Privileges that users were given in this repository alone. */
export function Privileges() {
  const place = usePlace();
  const { data, error, refetch } = useQuery(privilegesQuery(place));
  return (
    <SettingsGroup
      title="Privileges of users"
      description="Given in this repository, beside what users have as members of the organisation; the higher one counts."
    >
      {error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <LoadingRows rows={2} />
      ) : (
        <GivenTable given={data.rows} isWhole={data.rows.length === data.total} />
      )}
      <Give />
    </SettingsGroup>
  );
}

function usePrivilegesChange() {
  const client = useQueryClient();
  const place = usePlace();
  return () => client.invalidateQueries({ queryKey: privilegesQuery(place).queryKey });
}

function GivenTable({ given, isWhole }: { given: Given[]; isWhole: boolean }) {
  const place = usePlace();
  const path = pathOf(place);
  const client = useQueryClient();
  const changed = usePrivilegesChange();
  const give = useMutation({
    mutationFn: (one: Given) =>
      take(api.PATCH('/v1/repos/{owner}/{repository}/privileges/', { params: { path }, body: { privileges: [one] } })),
    onSuccess: async (_, { user, privilege }) => {
      notifyDone(`${user} has ${privilege} now.`);
      await changed();
    },
    onError: notifyFailed,
  });
  // One can only be taken by sending all others, so what is not known, or was given meanwhile, must not be lost.
  const take_ = useMutation({
    mutationFn: async (user: string) => {
      const now = await client.fetchQuery({ ...privilegesQuery(place), staleTime: 0 });
      if (now.rows.length < now.total)
        throw new Error('More users were given a privilege here than this page knows. Use the API.');
      return take(
        api.PUT('/v1/repos/{owner}/{repository}/privileges/', {
          params: { path },
          body: { privileges: now.rows.filter((one) => one.user !== user) },
        }),
      );
    },
    onSuccess: async (_, user) => {
      notifyDone(`${user} has no privilege of their own here any more.`);
      await changed();
    },
    onError: notifyFailed,
  });
  if (given.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        Nobody was given one.
      </Text>
    );
  }
  return (
    <Table.ScrollContainer minWidth={340}>
      <Table>
        <caption className="visually-hidden">Privileges of users</caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">User</Table.Th>
            <Table.Th scope="col">Privilege</Table.Th>
            <Table.Th scope="col">
              <span className="visually-hidden">Changes</span>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {given.map(({ user, privilege }) => (
            <Table.Tr key={user}>
              <Table.Td>{user}</Table.Td>
              <Table.Td>
                <ChoiceToSet
                  label={`Privilege of ${user}`}
                  action={`Set the privilege of ${user}`}
                  width={120}
                  choices={kPrivileges}
                  value={privilege}
                  onSet={(chosen) => give.mutate({ user, privilege: chosen })}
                  isPending={give.isPending && give.variables.user === user}
                />
              </Table.Td>
              <Table.Td ta="right">
                <Button
                  variant="subtle"
                  color="red"
                  size="xs"
                  onClick={() => take_.mutate(user)}
                  disabled={!isWhole || take_.isPending}
                  aria-label={`Remove the privilege of ${user}`}
                >
                  Remove
                </Button>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Give() {
  const path = pathOf(usePlace());
  const changed = usePrivilegesChange();
  const [user, setUser] = useState('');
  const [privilege, setPrivilege] = useState<Given['privilege']>('Read');
  const give = useMutation({
    mutationFn: () =>
      take(
        api.PATCH('/v1/repos/{owner}/{repository}/privileges/', {
          params: { path },
          body: { privileges: [{ user: user.trim(), privilege }] },
        }),
      ),
    onSuccess: async () => {
      notifyDone(`${user.trim()} has ${privilege} now.`);
      setUser('');
      await changed();
    },
  });
  const failure = give.error instanceof ApiError ? Object.values(give.error.fields)[0] : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (user.trim() !== '') give.mutate();
  };
  return (
    <form onSubmit={submit} aria-label="Give a privilege">
      <Group align="flex-start" gap="sm">
        <TextInput
          label="User"
          placeholder="The user’s name, as alice"
          flex="1 1 180px"
          value={user}
          onChange={(event) => setUser(event.currentTarget.value)}
          error={failure ?? (give.error && sentenceOf(give.error))}
          autoCapitalize="none"
          autoComplete="off"
          spellCheck={false}
        />
        <NativeSelect
          label="Privilege"
          w={120}
          data={[...kPrivileges]}
          value={privilege}
          onChange={({ currentTarget: { value } }) => setPrivilege(value as Given['privilege'])}
        />
        <Button type="submit" mt={25} variant="default" loading={give.isPending} disabled={user.trim() === ''}>
          Give
        </Button>
      </Group>
    </form>
  );
}
