import { Badge, Button, Group, Table, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api, take } from '@/api/client';
import { ChoiceToSet } from '@/components/ChoiceToSet';
import { Confirm } from '@/components/dialogs';
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
  const remove = async () => {
    await take(api.DELETE('/v1/orgs/{organisation}/members/{member}/', { params: { path } }));
    notifyDone(`${member.user} is no member any more.`);
    await changed();
  };
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
          <ChoiceToSet
            label={`Role of ${member.user}`}
            action={`Set the role of ${member.user}`}
            choices={kRoles.map(({ value }) => value)}
            value={member.role}
            onSet={(role) => change.mutate(role)}
            isPending={change.isPending}
          />
        ) : (
          member.role
        )}
      </Table.Td>
      <Table.Td visibleFrom="sm">
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
          <Confirm
            opened={isRemoving}
            onClose={() => setRemoving(false)}
            title={`Remove ${member.user} from ${organisation}`}
            action="Remove"
            onConfirm={remove}
          >
            What {member.user} may do in repositories of {organisation} ends at once, privileges that were given in
            single ones included. Crates that they published stay.
          </Confirm>
        </Table.Td>
      )}
    </Table.Tr>
  );
}
