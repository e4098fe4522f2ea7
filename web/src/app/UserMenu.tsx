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

/** Pages that are the way in themselves. */
const kWaysIn: ReadonlySet<string> = new Set(['/sign-in', '/first-run']);

/** One's account; or the way in. */
export function UserMenu() {
  const { user } = useSession();
  return user === null ? <WayIn /> : <Account user={user} />;
}

function WayIn() {
  const { href, pathname } = useLocation();
  if (kWaysIn.has(pathname)) return null;
  return (
    <LinkButton to="/sign-in" search={{ to: href === '/' ? undefined : href }}>
      Sign in
    </LinkButton>
  );
}

/** The menu's script is loaded when it is first wanted. */
function Account({ user }: { user: SignedIn }) {
  const [isWanted, setWanted] = useState(false);
  return isWanted ? <AccountMenu user={user} /> : <AccountButton user={user} onClick={() => setWanted(true)} />;
}
