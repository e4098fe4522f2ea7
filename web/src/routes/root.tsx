import { useQuery, type QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, useLocation, useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { Shell } from '@/app/Shell';
import { ApiError } from '@/api/errors';
import { sessionQuery } from '@/app/session';
import { LinkButton } from '@/components/Link';
import { EmptyState, ErrorState } from '@/components/States';
import { PageTitle } from '@/components/PageTitle';

/** What every route may use while it loads. */
export interface RouterContext {
  client: QueryClient;
}

export const rootRoute = createRootRouteWithContext<RouterContext>()({
  beforeLoad: ({ context }) => context.client.ensureQueryData(sessionQuery),
  component: Shell,
  errorComponent: RouteError,
  notFoundComponent: NotFound,
});

/** A page that could not be loaded; trying again asks the server again. */
export function RouteError({ error }: ErrorComponentProps) {
  const router = useRouter();
  const here = useLocation({ select: (location) => location.href });
  const who = useQuery(sessionQuery).data?.user?.slug;
  const failedFor = useRef(who);
  useEffect(() => {
    if (who === failedFor.current) return;
    failedFor.current = who;
    void router.invalidate(); // to somebody else it may be another page
  }, [who, router]);
  if (error instanceof ApiError && error.status === 401) {
    return (
      <EmptyState title="You are signed out">
        <LinkButton mt="sm" variant="filled" to="/sign-in" search={{ to: here }}>
          Sign in
        </LinkButton>
      </EmptyState>
    );
  }
  return <ErrorState error={error} onRetry={() => void router.invalidate()} />;
}

export function NotFound() {
  return (
    <>
      <PageTitle title="Not found" />
      <EmptyState title="There is nothing here">
        Or nothing that you may see. If somebody gave you this address, ask them for access, or sign in.
      </EmptyState>
    </>
  );
}
