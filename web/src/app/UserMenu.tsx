import { Box } from '@mantine/core';
import { useLocation } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { LinkButton } from '@/components/Link';
import { useSession } from './session';

const AccountMenu = lazy(() => import('./AccountMenu'));

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
  return (
    <Suspense fallback={<Box w={36} h={36} />}>
      <AccountMenu user={user} />
    </Suspense>
  );
}
