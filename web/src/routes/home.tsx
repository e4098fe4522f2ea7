import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { sessionQuery } from '@/app/session';
import { returnPath } from '@/lib/return_path';
import { text } from '@/lib/search_params';
import { rootRoute } from './root';

/** The start page and the ways in. */

const home = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  validateSearch: (raw): { query?: string } => ({ query: text(raw, 'query') }),
  beforeLoad: async ({ context }) => {
    const { is_first_run, user } = await context.client.ensureQueryData(sessionQuery);
    if (is_first_run && user === null) throw redirect({ to: '/first-run' });
  },
  component: lazyRouteComponent(() => import('@/pages/home/HomePage'), 'HomePage'),
});

const signIn = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: (raw): { to?: string } => ({ to: text(raw, 'to') }),
  beforeLoad: async ({ context, search }) => {
    const { is_first_run, user } = await context.client.ensureQueryData(sessionQuery);
    if (is_first_run && user === null) throw redirect({ to: '/first-run' });
    if (user !== null) throw redirect({ href: returnPath(search.to) });
  },
  component: lazyRouteComponent(() => import('@/pages/sign_in/SignInPage'), 'SignInPage'),
});

const firstRun = createRoute({
  getParentRoute: () => rootRoute,
  path: '/first-run',
  beforeLoad: async ({ context }) => {
    const { is_first_run } = await context.client.ensureQueryData(sessionQuery);
    if (!is_first_run) throw redirect({ to: '/' });
  },
  component: lazyRouteComponent(() => import('@/pages/sign_in/FirstRunPage'), 'FirstRunPage'),
});

export const homeRoutes = [home, signIn, firstRun] as const;
