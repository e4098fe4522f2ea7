import { queryOptions } from '@tanstack/react-query';
import { api, take } from '@/api/client';

export const keysQuery = queryOptions({
  queryKey: ['account', 'keys'],
  queryFn: () => take(api.GET('/v1/keys/', { params: { query: { page_size: 500 } } })),
});

export const sessionsQuery = queryOptions({
  queryKey: ['account', 'sessions'],
  queryFn: () => take(api.GET('/v1/user/sessions/', { params: { query: { page_size: 500 } } })),
});
