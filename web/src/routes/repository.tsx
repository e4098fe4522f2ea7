import { createRoute, lazyRouteComponent, notFound, redirect } from '@tanstack/react-router';
import { ApiError } from '@/api/errors';
import { oneOf, text, wholeNumber } from '@/lib/search_params';
import { repositoryQuery } from '@/pages/repository/queries';
import {
  kCrateSorts,
  kSetupParameters,
  type ActivitySearch,
  type CratesSearch,
  type SetupSearch,
} from '@/pages/repository/searches';
import { rootRoute } from './root';

/**
 * Namespaces and repositories. Pages of a namespace begin with '~', which no slug of a repository may hold; a repository's
 * pages are words of their own; a crate is '@name' (routes/crate.tsx), so that no page's fourth segment is ever "cargo".
 */

const namespace = createRoute({
  getParentRoute: () => rootRoute,
  path: '/$namespace',
  validateSearch: (raw): { query?: string; page?: number } => ({
    query: text(raw, 'query'),
    page: wholeNumber(raw, 'page'),
  }),
  component: lazyRouteComponent(() => import('@/pages/namespace/NamespacePage'), 'NamespacePage'),
});
const members = createRoute({
  getParentRoute: () => rootRoute,
  path: '/$namespace/~members',
  component: lazyRouteComponent(() => import('@/pages/namespace/MembersPage'), 'MembersPage'),
});
const newRepository = createRoute({
  getParentRoute: () => rootRoute,
  path: '/$namespace/~new',
  component: lazyRouteComponent(() => import('@/pages/namespace/NewRepositoryPage'), 'NewRepositoryPage'),
});

export const repository = createRoute({
  getParentRoute: () => rootRoute,
  path: '/$namespace/$repository',
  loader: async ({ context, params, location }) => {
    try {
      await context.client.ensureQueryData(repositoryQuery(params));
    } catch (error) {
      // To a stranger a private repository is as one that does not exist: whoever signs in may see it.
      if (error instanceof ApiError && error.status === 401)
        throw redirect({ to: '/sign-in', search: { to: location.href } });
      if (error instanceof ApiError && error.status === 404) throw notFound();
      throw error;
    }
  },
  component: lazyRouteComponent(() => import('@/pages/repository/RepositoryLayout'), 'RepositoryLayout'),
});

const crates = createRoute({
  getParentRoute: () => repository,
  path: '/',
  validateSearch: (raw): CratesSearch => ({
    query: text(raw, 'query'),
    sort: oneOf(raw, 'sort', kCrateSorts),
    page: wholeNumber(raw, 'page'),
  }),
  component: lazyRouteComponent(() => import('@/pages/repository/CratesPage'), 'CratesPage'),
});

const setup = createRoute({
  getParentRoute: () => repository,
  path: '/setup',
  validateSearch: (raw): SetupSearch => Object.fromEntries(kSetupParameters.map((name) => [name, text(raw, name)])),
  component: lazyRouteComponent(() => import('@/pages/setup/SetupPage'), 'SetupPage'),
});
const upload = createRoute({
  getParentRoute: () => repository,
  path: '/upload',
  component: lazyRouteComponent(() => import('@/pages/upload/UploadPage'), 'UploadPage'),
});
const activity = createRoute({
  getParentRoute: () => repository,
  path: '/activity',
  validateSearch: (raw): ActivitySearch => ({
    kind: text(raw, 'kind'),
    actor: text(raw, 'actor'),
    crate: text(raw, 'crate'),
    before: wholeNumber(raw, 'before'),
    after: wholeNumber(raw, 'after'),
  }),
  component: lazyRouteComponent(() => import('@/pages/repository/ActivityPage'), 'ActivityPage'),
});
const statistics = createRoute({
  getParentRoute: () => repository,
  path: '/statistics',
  validateSearch: (raw): { from?: string; to?: string; view?: 'table' } => ({
    from: text(raw, 'from'),
    to: text(raw, 'to'),
    view: oneOf(raw, 'view', ['table']),
  }),
  component: lazyRouteComponent(() => import('@/pages/repository/StatisticsPage'), 'StatisticsPage'),
});
const tokens = createRoute({
  getParentRoute: () => repository,
  path: '/tokens',
  component: lazyRouteComponent(() => import('@/pages/repository/TokensPage'), 'TokensPage'),
});
const bin = createRoute({
  getParentRoute: () => repository,
  path: '/bin',
  validateSearch: (raw): { page?: number } => ({ page: wholeNumber(raw, 'page') }),
  component: lazyRouteComponent(() => import('@/pages/repository/BinPage'), 'BinPage'),
});
const settings = createRoute({
  getParentRoute: () => repository,
  path: '/settings',
  component: lazyRouteComponent(() => import('@/pages/repository/SettingsPage'), 'SettingsPage'),
});

export const namespaceRoutes = [namespace, members, newRepository] as const;
export const repositoryPages = [crates, setup, upload, activity, statistics, tokens, bin, settings] as const;
