import { createRoute, lazyRouteComponent, notFound } from '@tanstack/react-router';
import { ApiError } from '@/api/errors';
import { oneOf, text, wholeNumber } from '@/lib/search_params';
import { crateQuery } from '@/pages/crate/queries';
import { repository } from './repository';

/** A crate and its versions: `/acme/tools/@serde`, `/acme/tools/@serde/1.0.152/files/src/lib.rs`. */

const crate = createRoute({
  getParentRoute: () => repository,
  path: '/@{$crate}',
  loader: async ({ context, params }) => {
    try {
      await context.client.ensureQueryData(crateQuery(params));
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) throw notFound();
      throw error;
    }
  },
  component: lazyRouteComponent(() => import('@/pages/crate/CrateLayout'), 'CrateLayout'),
});
/** The newest version's page. */
const newest = createRoute({
  getParentRoute: () => crate,
  path: '/',
  component: lazyRouteComponent(() => import('@/pages/crate/ReadmePage'), 'ReadmePage'),
});
const versions = createRoute({
  getParentRoute: () => crate,
  path: '/versions',
  validateSearch: (raw): { page?: number } => ({ page: wholeNumber(raw, 'page') }),
  component: lazyRouteComponent(() => import('@/pages/crate/VersionsPage'), 'VersionsPage'),
});
const dependents = createRoute({
  getParentRoute: () => crate,
  path: '/dependents',
  validateSearch: (raw): { page?: number } => ({ page: wholeNumber(raw, 'page') }),
  component: lazyRouteComponent(() => import('@/pages/crate/DependentsPage'), 'DependentsPage'),
});
const owners = createRoute({
  getParentRoute: () => crate,
  path: '/owners',
  component: lazyRouteComponent(() => import('@/pages/crate/OwnersPage'), 'OwnersPage'),
});

const version = createRoute({
  getParentRoute: () => crate,
  path: '/$version',
  component: lazyRouteComponent(() => import('@/pages/crate/VersionLayout'), 'VersionLayout'),
});
const readme = createRoute({
  getParentRoute: () => version,
  path: '/',
  component: lazyRouteComponent(() => import('@/pages/crate/ReadmePage'), 'ReadmePage'),
});
const dependencies = createRoute({
  getParentRoute: () => version,
  path: '/dependencies',
  component: lazyRouteComponent(() => import('@/pages/crate/DependenciesPage'), 'DependenciesPage'),
});
const features = createRoute({
  getParentRoute: () => version,
  path: '/features',
  component: lazyRouteComponent(() => import('@/pages/crate/FeaturesPage'), 'FeaturesPage'),
});
/** The file or folder is the rest of the path; lines are its fragment (#L10-L20). */
const files = createRoute({
  getParentRoute: () => version,
  path: '/files/$',
  component: lazyRouteComponent(() => import('@/pages/crate/FilesPage'), 'FilesPage'),
});
/** What changed in a version since another one. */
const difference = createRoute({
  getParentRoute: () => version,
  path: '/diff/$other',
  validateSearch: (raw): { file?: string; view?: 'split' } => ({
    file: text(raw, 'file'),
    view: oneOf(raw, 'view', ['split']),
  }),
  component: lazyRouteComponent(() => import('@/pages/crate/DiffPage'), 'DiffPage'),
});

export const cratePages = crate.addChildren([
  newest,
  versions,
  dependents,
  owners,
  version.addChildren([readme, dependencies, features, files, difference]),
]);
