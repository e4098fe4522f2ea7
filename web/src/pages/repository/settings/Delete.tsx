import { Button, Group, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, take } from '@/api/client';
import { ConfirmByName } from '@/components/dialogs';
import { counted } from '@/lib/format';
import { notifyDone } from '@/lib/notify';
import { pathOf, repositoryKey, usePlace, useRepository } from '../queries';
import { SettingsGroup } from './Group';

/** The end of a repository. */
export function Delete() {
  const place = usePlace();
  const repository = useRepository();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [isOpen, setOpen] = useState(false);
  const remove = async () => {
    await take(api.DELETE('/v1/repos/{owner}/{repository}/', { params: { path: pathOf(place) } }));
    notifyDone(`The repository ${place.repository} is deleted.`);
    await client.invalidateQueries({ queryKey: ['namespace', place.namespace] });
    await navigate({ to: '/$namespace', params: { namespace: place.namespace } });
    client.removeQueries({ queryKey: repositoryKey(place) });
  };
  return (
    <SettingsGroup title="Delete the repository">
      <Text size="sm">
        With {counted(repository.package_group_count, 'crate')} in {counted(repository.package_count, 'version')}, its
        tokens and its statistics. It cannot be brought back.
      </Text>
      <Group>
        <Button variant="default" c="var(--mantine-color-error)" onClick={() => setOpen(true)}>
          Delete this repository
        </Button>
      </Group>
      <ConfirmByName
        opened={isOpen}
        onClose={() => setOpen(false)}
        title={`Delete ${place.namespace}/${place.repository}`}
        name={repository.slug}
        action="Delete the repository"
        onConfirm={remove}
      >
        Builds that need a crate from here fail from now on. Nothing of it comes back.
      </ConfirmByName>
    </SettingsGroup>
  );
}
