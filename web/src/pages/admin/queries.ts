import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, takePage, type Page } from '@/api/client';
import type { SchemaUser } from '@/api/schema';
import { everyRow } from './every_row';

export const kPerPage = 50;
/** As many as the server gives at once. */
const kMostAtOnce = 500;

export const usersKey = ['administration', 'users'] as const;
export const organisationsKey = ['administration', 'organisations'] as const;

function takeUsers(page: number, page_size: number): Promise<Page<SchemaUser>> {
  return takePage(api.GET('/v1/users/', { params: { query: { page, page_size } } }), (rows) => rows);
}

export const usersQuery = (page: number) =>
  queryOptions({
    queryKey: [...usersKey, 'page', page],
    queryFn: () => takeUsers(page, kPerPage),
    placeholderData: keepPreviousData,
  });

/** All of them, to be searched in here: the server's list of users takes no words to search for. */
export const everyUserQuery = queryOptions({
  queryKey: [...usersKey, 'all'],
  queryFn: () => everyRow((page) => takeUsers(page, kMostAtOnce)),
});

export const organisationsQuery = (page: number) =>
  queryOptions({
    queryKey: [...organisationsKey, page],
    queryFn: () =>
      takePage(api.GET('/v1/orgs/', { params: { query: { all: true, page, page_size: kPerPage } } }), (rows) => rows),
    placeholderData: keepPreviousData,
  });
