import { Button, Group, NativeSelect, Paper, Stack, Table, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { api, take } from '@/api/client';
import { ApiError, sentenceOf } from '@/api/errors';
import { PageTitle } from '@/components/PageTitle';
import { ErrorState, LoadingRows } from '@/components/States';
import { counted, formatCount } from '@/lib/format';
import { notifyDone } from '@/lib/notify';
import { MemberRow } from './MemberRow';
import { membersQuery, useMembersChange, usePlaceIn, type Member, type Role } from './queries';
import { kRoles } from './roles';

/** The members of an organisation: who they are, their roles, who comes and goes. */
export function MembersPage() {
  const { namespace } = useParams({ from: '/$namespace/~members' });
  const { mayAdminister } = usePlaceIn(namespace);
  const { data, error, refetch } = useQuery(membersQuery(namespace));
  return (
    <>
      <PageTitle title="Members" description={`Of the organisation ${namespace}`} />
      <Stack>
        {mayAdminister && <AddMember organisation={namespace} />}
        {error ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : data === undefined ? (
          <LoadingRows rows={4} height={56} />
        ) : (
          <>
            <MembersTable members={data.rows} organisation={namespace} mayChange={mayAdminister} />
            {data.total > data.rows.length && (
              <Text size="sm" c="dimmed">
                These are the first {formatCount(data.rows.length)} of {counted(data.total, 'member')}. The others can
                be changed and removed through the API.
              </Text>
            )}
          </>
        )}
        <Text component="dl" size="sm" c="dimmed" m={0}>
          {kRoles.map(({ value, what }) => (
            <div key={value}>
              <Text component="dt" display="inline" inherit fw={600}>
                {value}
              </Text>{' '}
              <Text component="dd" display="inline" inherit m={0}>
                {what}.
              </Text>
            </div>
          ))}
        </Text>
      </Stack>
    </>
  );
}

function AddMember({ organisation }: { organisation: string }) {
  const changed = useMembersChange(organisation);
  const [user, setUser] = useState('');
  const [role, setRole] = useState<Role>('Member');
  const add = useMutation({
    mutationFn: () =>
      take(
        api.POST('/v1/orgs/{organisation}/members/', {
          params: { path: { organisation } },
          body: { user: user.trim(), role },
        }),
      ),
    onSuccess: async (member) => {
      notifyDone(`${member.user_name || member.user} is a ${member.role} now.`);
      setUser('');
      await changed();
    },
  });
  const { error } = add;
  const atField = error instanceof ApiError ? (error.fields['user'] ?? error.message) : error && sentenceOf(error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (user.trim() !== '') add.mutate();
  };
  return (
    <Paper component="form" withBorder p="md" onSubmit={submit} aria-label="Add a member">
      <Group align="flex-start" gap="sm">
        <TextInput
          label="User"
          placeholder="The user’s name, as alice"
          flex="1 1 200px"
          value={user}
          onChange={(event) => setUser(event.currentTarget.value)}
          error={atField}
          autoCapitalize="none"
          autoComplete="off"
          spellCheck={false}
        />
        <NativeSelect
          label="Role"
          w={160}
          data={kRoles.map(({ value, label }) => ({ value, label }))}
          value={role}
          onChange={({ currentTarget: { value } }) => setRole(value as Role)}
        />
        <Button type="submit" mt={25} loading={add.isPending} disabled={user.trim() === ''}>
          Add
        </Button>
      </Group>
    </Paper>
  );
}

interface MembersTableProperties {
  members: Member[];
  organisation: string;
  mayChange: boolean;
}

function MembersTable({ members, organisation, mayChange }: MembersTableProperties) {
  return (
    <Table.ScrollContainer minWidth={360} scrollAreaProps={{ viewportProps: { tabIndex: 0, 'aria-label': 'Members' } }}>
      <Table verticalSpacing="sm">
        <caption className="visually-hidden">Members of {organisation}</caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">User</Table.Th>
            <Table.Th scope="col">Role</Table.Th>
            <Table.Th scope="col" visibleFrom="sm">
              Since
            </Table.Th>
            {mayChange && (
              <Table.Th scope="col">
                <span className="visually-hidden">Changes</span>
              </Table.Th>
            )}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {members.map((member) => (
            <MemberRow key={member.user_id} member={member} organisation={organisation} mayChange={mayChange} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
