import { useLocation } from '@tanstack/react-router';
import { useState } from 'react';
import { lazyPart } from '@/components/lazy_part';
import { LinkButton } from '@/components/Link';
import { AccountButton } from './AccountButton';
import { useSession, type SignedIn } from './session';

const AccountMenu = lazyPart(
  async () => (await import('./AccountMenu')).AccountMenu,
  ({ user }) => <AccountButton user={user} />,
);

/** One's account; or the way in. */
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
  return <Account user={user} />;
}

/** The menu's script is loaded when it is first wanted. */
function Account({ user }: { user: SignedIn }) {
  const [isWanted, setWanted] = useState(false);
  return isWanted ? <AccountMenu user={user} /> : <AccountButton user={user} onClick={() => setWanted(true)} />;
}
