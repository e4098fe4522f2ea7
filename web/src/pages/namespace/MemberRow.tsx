import { Alert, Badge, Button, Group, Modal, Select, Stack, Table, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api, take } from '@/api/client';
import { sentenceOf } from '@/api/errors';
import { Time } from '@/components/Time';
import { notifyDone, notifyFailed } from '@/lib/notify';
import { useMembersChange, type Member, type Role } from './queries';
import { kRoles } from './roles';

export function MemberRow({
  member,
  organisation,
  mayChange,
}: {
  member: Member;
  organisation: string;
  mayChange: boolean;
}) {
  const changed = useMembersChange(organisation);
  const [isRemoving, setRemoving] = useState(false);
  const path = { organisation, member: member.user };
  const change = useMutation({
    mutationFn: (role: Role) =>
      take(api.PATCH('/v1/orgs/{organisation}/members/{member}/', { params: { path }, body: { role } })),
    onSuccess: async ({ role }) => {
      notifyDone(`${member.user} is ${role} now.`);
      await changed();
    },
    onError: notifyFailed,
  });
  const remove = useMutation({
    mutationFn: () => take(api.DELETE('/v1/orgs/{organisation}/members/{member}/', { params: { path } })),
    onSuccess: async () => {
      setRemoving(false);
      notifyDone(`${member.user} is no member any more.`);
      await changed();
    },
  });
  return (
    <Table.Tr>
      <Table.Td>
        <Group gap="xs">
          <Text size="sm" fw={600}>
            {member.user}
          </Text>
          {!member.is_active && (
            <Badge size="sm" variant="light" color="gray">
              disabled
            </Badge>
          )}
        </Group>
        <Text size="sm" c="dimmed">
          {member.user_name}
        </Text>
      </Table.Td>
      <Table.Td>
        {mayChange ? (
          <Select
            aria-label={`Role of ${member.user}`}
            w={150}
            data={kRoles.map(({ value, label }) => ({ value, label }))}
            value={member.role}
            onChange={(role) => role !== member.role && change.mutate(role as Role)}
            allowDeselect={false}
            disabled={change.isPending}
          />
        ) : (
          member.role
        )}
      </Table.Td>
      <Table.Td>
        <Time at={member.joined_at} />
      </Table.Td>
      {mayChange && (
        <Table.Td ta="right">
          <Button
            variant="subtle"
            color="red"
            size="xs"
            onClick={() => setRemoving(true)}
            aria-label={`Remove ${member.user}`}
          >
            Remove
          </Button>
          <Modal
            opened={isRemoving}
            onClose={() => setRemoving(false)}
            title={`Remove ${member.user} from ${organisation}`}
            closeButtonProps={{ 'aria-label': 'Close' }}
          >
            <Stack>
              <Text size="sm">
                What {member.user} may do in repositories of {organisation} ends at once, privileges that were given in
                single ones included. Crates that they published stay.
              </Text>
              {remove.isError && (
                <Alert color="red" role="alert">
                  {sentenceOf(remove.error)}
                </Alert>
              )}
              <Group justify="flex-end">
                <Button variant="default" onClick={() => setRemoving(false)}>
                  Cancel
                </Button>
                <Button color="red.9" loading={remove.isPending} onClick={() => remove.mutate()} data-autofocus>
                  Remove
                </Button>
              </Group>
            </Stack>
          </Modal>
        </Table.Td>
      )}
    </Table.Tr>
  );
}
