import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { Shell } from '@/app/Shell';
import { sessionQuery } from '@/app/session';
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
