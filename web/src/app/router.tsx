import { createRouter } from '@tanstack/react-router';
import type { QueryClient } from '@tanstack/react-query';
import { base } from '@/api/base';
import { LoadingRows } from '@/components/States';
import { readAddress, writeAddress } from '@/lib/search_params';
import { accountRoutes } from '@/routes/account';
import { cratePages } from '@/routes/crate';
import { homeRoutes } from '@/routes/home';
import { namespaceRoutes, repository, repositoryPages } from '@/routes/repository';
import { NotFound, rootRoute, RouteError } from '@/routes/root';

const routeTree = rootRoute.addChildren([
  ...homeRoutes,
  ...accountRoutes,
  ...namespaceRoutes,
  repository.addChildren([...repositoryPages, cratePages]),
]);

/** The table of all pages stands in routes/, a file for each group. */
export function makeRouter(client: QueryClient) {
  return createRouter({
    routeTree,
    basepath: base === '' ? '/' : base,
    context: { client },
    parseSearch: readAddress,
    stringifySearch: writeAddress,
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0, // TanStack Query knows what is fresh
    defaultPendingComponent: () => <LoadingRows />,
    defaultErrorComponent: RouteError,
    defaultNotFoundComponent: NotFound,
    scrollRestoration: true,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
