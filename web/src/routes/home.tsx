import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { text } from '@/lib/search_params';
import { rootRoute } from './root';

/** The start page and the ways in. */

const home = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  validateSearch: (raw): { query?: string } => ({ query: text(raw, 'query') }),
  component: lazyRouteComponent(() => import('@/pages/home/HomePage'), 'HomePage'),
});

const signIn = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: (raw): { to?: string } => ({ to: text(raw, 'to') }),
  component: lazyRouteComponent(() => import('@/pages/sign_in/SignInPage'), 'SignInPage'),
});

const firstRun = createRoute({
  getParentRoute: () => rootRoute,
  path: '/first-run',
  component: lazyRouteComponent(() => import('@/pages/sign_in/FirstRunPage'), 'FirstRunPage'),
});

export const homeRoutes = [home, signIn, firstRun] as const;
