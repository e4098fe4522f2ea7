import { Box } from '@mantine/core';
import { useLocation } from '@tanstack/react-router';
import { lazyPart } from '@/components/lazy_part';
import { LinkButton } from '@/components/Link';
import { useSession } from './session';

const AccountMenu = lazyPart(
  async () => (await import('./AccountMenu')).AccountMenu,
  () => <Box w={36} h={36} />,
);

/** One's account; or the way in. The menu comes after the page: nobody needs it to read. */
export function UserMenu() {
  const { user } = useSession();
  const here = useLocation({ select: (location) => location.href });
  if (user === null) {
    return (
      <LinkButton to="/sign-in" search={{ to: here === '/' || here.startsWith('/sign-in') ? undefined : here }}>
        Sign in
      </LinkButton>
    );
  }
  return <AccountMenu user={user} />;
}
