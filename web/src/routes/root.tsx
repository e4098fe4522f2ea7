import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext } from '@tanstack/react-router';
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
  errorComponent: ({ error, reset }) => <ErrorState error={error} onRetry={reset} />,
  notFoundComponent: NotFound,
});

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
