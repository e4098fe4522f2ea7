import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { sessionQuery } from '@/app/session';
import { text, wholeNumber } from '@/lib/search_params';
import { rootRoute } from './root';

/** One's own keys, password and sessions; and for server administrators the server's users and its health. */

const account = createRoute({
  getParentRoute: () => rootRoute,
  path: '/account',
  beforeLoad: async ({ context, location }) => {
    const { user } = await context.client.ensureQueryData(sessionQuery);
    if (user === null) throw redirect({ to: '/sign-in', search: { to: location.href } });
  },
  component: lazyRouteComponent(() => import('@/pages/account/AccountLayout'), 'AccountLayout'),
});
const accountItself = createRoute({
  getParentRoute: () => account,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/account/keys', replace: true });
  },
});
const keys = createRoute({
  getParentRoute: () => account,
  path: '/keys',
  component: lazyRouteComponent(() => import('@/pages/account/KeysPage'), 'KeysPage'),
});
const security = createRoute({
  getParentRoute: () => account,
  path: '/security',
  component: lazyRouteComponent(() => import('@/pages/account/SecurityPage'), 'SecurityPage'),
});

const admin = createRoute({
  getParentRoute: () => rootRoute,
  path: '/administration', // the first user's namespace is called "admin"
  beforeLoad: async ({ context, location }) => {
    const { user } = await context.client.ensureQueryData(sessionQuery);
    if (user === null) throw redirect({ to: '/sign-in', search: { to: location.href } });
  },
  component: lazyRouteComponent(() => import('@/pages/admin/AdminLayout'), 'AdminLayout'),
});
const adminItself = createRoute({
  getParentRoute: () => admin,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/administration/users', replace: true });
  },
});
const users = createRoute({
  getParentRoute: () => admin,
  path: '/users',
  validateSearch: (raw): { query?: string; page?: number } => ({
    query: text(raw, 'query'),
    page: wholeNumber(raw, 'page'),
  }),
  component: lazyRouteComponent(() => import('@/pages/admin/UsersPage'), 'UsersPage'),
});
const organisations = createRoute({
  getParentRoute: () => admin,
  path: '/organisations',
  validateSearch: (raw): { page?: number } => ({ page: wholeNumber(raw, 'page') }),
  component: lazyRouteComponent(() => import('@/pages/admin/OrganisationsPage'), 'OrganisationsPage'),
});
const health = createRoute({
  getParentRoute: () => admin,
  path: '/health',
  component: lazyRouteComponent(() => import('@/pages/admin/HealthPage'), 'HealthPage'),
});

export const accountRoutes = [
  account.addChildren([accountItself, keys, security]),
  admin.addChildren([adminItself, users, organisations, health]),
] as const;
