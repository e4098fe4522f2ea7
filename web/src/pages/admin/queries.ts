import { queryOptions } from '@tanstack/react-query';
import { api, take } from '@/api/client';

export const usersQuery = queryOptions({
  queryKey: ['administration', 'users'],
  queryFn: () => take(api.GET('/v1/users/', { params: { query: { page_size: 500 } } })),
});

export const organisationsQuery = queryOptions({
  queryKey: ['administration', 'organisations'],
  queryFn: () => take(api.GET('/v1/orgs/', { params: { query: { all: true, page_size: 500 } } })),
});
