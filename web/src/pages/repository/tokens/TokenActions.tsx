import { ActionIcon, Menu } from '@mantine/core';
import {
  IconDots,
  IconPencil,
  IconPlayerPlay,
  IconPlayerStop,
  IconRefresh,
  IconRotate,
  IconTrash,
} from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Confirm, ConfirmByName } from '@/components/dialogs';
import { notifyDone, notifyFailed } from '@/lib/notify';
import { usePlace, useRepositoryChange } from '../queries';
import { deleteToken, refreshToken, resetToken, setTokenState, type Token } from './queries';
import { TokenDialog } from './lazy_token_dialog';

type Dialog = 'none' | 'edit' | 'refresh' | 'delete';

export function TokenActions({ token }: { token: Token }) {
  const place = usePlace();
  const changed = useRepositoryChange();
  const [dialog, setDialog] = useState<Dialog>('none');
  const close = () => setDialog('none');
  const act = useMutation({
    mutationFn: async ({ run }: { run: () => Promise<void>; done: string }) => run(),
    onSuccess: async (_, { done }) => {
      notifyDone(done);
      await changed();
    },
    onError: notifyFailed,
  });
  return (
    <>
      <Menu position="bottom-end" width={230}>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={`What to do with the token ${token.name}`}>
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={() => setDialog('edit')}>
            Name and limits
          </Menu.Item>
          <Menu.Item leftSection={<IconRefresh size={16} aria-hidden />} onClick={() => setDialog('refresh')}>
            Give it another secret
          </Menu.Item>
          <Menu.Item
            leftSection={<IconRotate size={16} aria-hidden />}
            onClick={() =>
              act.mutate({ run: () => resetToken(place, token), done: `The counts of ${token.name} begin anew.` })
            }
          >
            Begin its counts anew
          </Menu.Item>
          {token.is_active ? (
            <Menu.Item
              leftSection={<IconPlayerStop size={16} aria-hidden />}
              onClick={() =>
                act.mutate({ run: () => setTokenState(place, token, 'disable'), done: `${token.name} works no more.` })
              }
            >
              Disable
            </Menu.Item>
          ) : (
            <Menu.Item
              leftSection={<IconPlayerPlay size={16} aria-hidden />}
              onClick={() =>
                act.mutate({ run: () => setTokenState(place, token, 'enable'), done: `${token.name} works again.` })
              }
            >
              Enable
            </Menu.Item>
          )}
          <Menu.Divider />
          <Menu.Item
            c={token.default ? undefined : 'var(--mantine-color-error)'}
            leftSection={<IconTrash size={16} aria-hidden />}
            disabled={token.default}
            onClick={() => setDialog('delete')}
          >
            {token.default ? 'The default token stays' : 'Delete'}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <TokenDialog opened={dialog === 'edit'} onClose={close} token={token} />
      <Confirm
        opened={dialog === 'refresh'}
        onClose={close}
        title={`Another secret for ${token.name}`}
        action="Replace the secret"
        onConfirm={async () => {
          await refreshToken(place, token);
          notifyDone(`${token.name} has another secret.`);
          await changed();
        }}
      >
        The token keeps its name, limits and counts. The old secret works no more: whoever uses it needs the new one.
      </Confirm>
      <ConfirmByName
        opened={dialog === 'delete'}
        onClose={close}
        title={`Delete the token ${token.name}`}
        name={token.name}
        action="Delete the token"
        onConfirm={async () => {
          await deleteToken(place, token);
          notifyDone(`The token ${token.name} is deleted.`);
          await changed();
        }}
      >
        Whoever reads with this token is refused from now on. It cannot be brought back; to stop it for a while, disable
        it.
      </ConfirmByName>
    </>
  );
}
