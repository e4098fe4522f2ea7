import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router';
import { cleanup, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { readAddress, text, writeAddress } from '@/lib/search_params';
import { usePage } from './use_page';

beforeAll(() => void (window.scrollTo = vi.fn()));
afterEach(cleanup);

function Probe() {
  const [page, toPage] = usePage();
  return (
    <>
      <p>Page {page}</p>
      <button onClick={() => toPage(page + 1)}>Next</button>
      <button onClick={() => toPage(1)}>First</button>
    </>
  );
}

function open(address: string) {
  const rootRoute = createRootRoute();
  const users = createRoute({
    getParentRoute: () => rootRoute,
    path: '/users',
    validateSearch: (raw): { query?: string } => ({ query: text(raw, 'query') }),
    component: Probe,
  });
  const router = createRouter({
    routeTree: rootRoute.addChildren([users]),
    history: createMemoryHistory({ initialEntries: [address] }),
    parseSearch: readAddress,
    stringifySearch: writeAddress,
  });
  render(<RouterProvider router={router as never} />);
  return router;
}

it('the page stands in the address, beside what is searched for, and the first one does not', async () => {
  const router = open('/users?query=al&page=2');
  expect(await screen.findByText('Page 2')).toBeInTheDocument();
  await userEvent.click(screen.getByText('Next'));
  expect(await screen.findByText('Page 3')).toBeInTheDocument();
  expect(router.state.location.href).toBe('/users?query=al&page=3');
  await userEvent.click(screen.getByText('First'));
  expect(await screen.findByText('Page 1')).toBeInTheDocument();
  expect(router.state.location.href).toBe('/users?query=al');
});

it('what is no page counts as the first one', async () => {
  open('/users?page=many');
  expect(await screen.findByText('Page 1')).toBeInTheDocument();
});
