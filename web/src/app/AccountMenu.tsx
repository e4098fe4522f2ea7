import { Menu } from '@mantine/core';
import { IconActivity, IconKey, IconLogout, IconSettings, IconUsers } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef } from 'react';
import { api, take } from '@/api/client';
import { notifyFailed } from '@/lib/notify';
import { AccountButton } from './AccountButton';
import { useSessionChange, type SignedIn } from './session';

/** One's account, the administration, and the way out; open when it is first shown. */
export function AccountMenu({ user }: { user: SignedIn }) {
  const changed = useSessionChange();
  const navigate = useNavigate();
  const signOut = useMutation({
    mutationFn: () => take(api.DELETE('/v1/session/')),
    onSuccess: async () => {
      await navigate({ to: '/' }); // first, or the page that one leaves asks for what one may not see any more
      await changed();
    },
    onError: notifyFailed,
  });
  const button = useRef<HTMLButtonElement>(null);
  // Mantine does so itself only when it has seen the menu open.
  const giveFocusBack = () =>
    void setTimeout(() => {
      if (document.activeElement === document.body) button.current?.focus();
    }, 20);
  return (
    <Menu position="bottom-end" width={220} defaultOpened onClose={giveFocusBack}>
      <Menu.Target>
        <AccountButton user={user} ref={button} />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Signed in as {user.slug}</Menu.Label>
        <Menu.Item
          leftSection={<IconUsers size={16} aria-hidden />}
          onClick={() => void navigate({ to: '/$namespace', params: { namespace: user.slug } })}
        >
          My repositories
        </Menu.Item>
        <Menu.Item
          leftSection={<IconKey size={16} aria-hidden />}
          onClick={() => void navigate({ to: '/account/keys' })}
        >
          API keys
        </Menu.Item>
        <Menu.Item
          leftSection={<IconSettings size={16} aria-hidden />}
          onClick={() => void navigate({ to: '/account/security' })}
        >
          Password and sessions
        </Menu.Item>
        {user.is_admin && (
          <>
            <Menu.Divider />
            <Menu.Label>Administration</Menu.Label>
            <Menu.Item
              leftSection={<IconUsers size={16} aria-hidden />}
              onClick={() => void navigate({ to: '/administration/users' })}
            >
              Users and organisations
            </Menu.Item>
            <Menu.Item
              leftSection={<IconActivity size={16} aria-hidden />}
              onClick={() => void navigate({ to: '/administration/health' })}
            >
              Health of the server
            </Menu.Item>
          </>
        )}
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => signOut.mutate()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
