import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { text } from '@/lib/search_params';
import { repository } from './repository';

/** A crate and its versions: `/acme/tools/@serde`, `/acme/tools/@serde/1.0.152/files/src/lib.rs`. */

const crate = createRoute({
  getParentRoute: () => repository,
  path: '/@{$crate}',
  component: lazyRouteComponent(() => import('@/pages/crate/CrateLayout'), 'CrateLayout'),
});
/** The newest version's page. */
const newest = createRoute({
  getParentRoute: () => crate,
  path: '/',
  component: lazyRouteComponent(() => import('@/pages/crate/NewestPage'), 'NewestPage'),
});
const versions = createRoute({
  getParentRoute: () => crate,
  path: '/versions',
  component: lazyRouteComponent(() => import('@/pages/crate/VersionsPage'), 'VersionsPage'),
});
const dependents = createRoute({
  getParentRoute: () => crate,
  path: '/dependents',
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
/** The file is the rest of the path; lines are its fragment (#L10-L20). */
const files = createRoute({
  getParentRoute: () => version,
  path: '/files/$',
  component: lazyRouteComponent(() => import('@/pages/crate/FilesPage'), 'FilesPage'),
});
const difference = createRoute({
  getParentRoute: () => version,
  path: '/diff/$other',
  validateSearch: (raw): { file?: string } => ({ file: text(raw, 'file') }),
  component: lazyRouteComponent(() => import('@/pages/crate/DiffPage'), 'DiffPage'),
});

export const cratePages = crate.addChildren([
  newest,
  versions,
  dependents,
  owners,
  version.addChildren([readme, dependencies, features, files, difference]),
]);
