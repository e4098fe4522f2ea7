import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { ConfirmByName } from '@/components/ConfirmByName';
import { notifyDone, notifyFailed } from '@/lib/notify';
import { repositoryKey } from '@/pages/repository/queries';
import { remove, restore, type PackageName } from './changes';
import { crateQuery } from './queries';
import { useCrate, useCrateName } from './use_crate';
import type { DialogProperties } from './version_change';

const kUndoFor = 30_000;

/** Deletes a version; for a while the way back is offered, and after that in the bin. */
export function DeleteDialog({ version, opened, onClose }: DialogProperties) {
  const crate = useCrateName();
  const { versions, name: spelled } = useCrate();
  const { version: named } = useParams({ strict: false });
  const navigate = useNavigate();
  const client = useQueryClient();
  const deleted: PackageName = { ...crate, slug_perm: version.slug_perm };
  const title = `${spelled} ${version.version}`;
  const refresh = () => client.invalidateQueries({ queryKey: repositoryKey(crate) });

  const undo = async () => {
    try {
      await restore(deleted);
      await refresh();
      notifyDone(`${title} is restored.`);
    } catch (error) {
      notifyFailed(error);
    }
  };
  const confirm = async () => {
    await remove(deleted);
    const id = `deleted-${version.slug_perm}`;
    const takeBack = () => {
      notifications.hide(id);
      void undo();
    };
    notifications.show({
      id,
      autoClose: kUndoFor,
      closeButtonProps: { 'aria-label': 'Close' },
      message: (
        <Group justify="space-between" wrap="nowrap">
          <Text size="sm">{title} is deleted. For seven days it can be restored from the bin.</Text>
          <Button size="compact-sm" variant="default" onClick={takeBack}>
            Undo
          </Button>
        </Group>
      ),
    });
    if (versions.length === 1) {
      await navigate({ to: '/$namespace/$repository', params: crate });
      client.removeQueries({ queryKey: crateQuery(crate).queryKey });
    } else if (named !== undefined) {
      await navigate({ to: '/$namespace/$repository/@{$crate}/versions', params: crate });
    }
    await refresh();
  };
  return (
    <ConfirmByName
      opened={opened}
      onClose={onClose}
      title={`Delete ${title}`}
      name={title}
      action="Delete"
      onConfirm={confirm}
    >
      Builds that need this version fail from then on. For seven days it can be restored from the bin; after that it is
      gone, and the same number cannot be published again with other bytes.
    </ConfirmByName>
  );
}
