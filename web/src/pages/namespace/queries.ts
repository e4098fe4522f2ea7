import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, take, takePage } from '@/api/client';
import { ApiError } from '@/api/errors';
import type { SchemaOrganizationMembership } from '@/api/schema';
import { useSession } from '@/app/session';

export type Member = SchemaOrganizationMembership;
export type Role = Member['role'];

export const kRepositoriesPerPage = 30;
const kMostMembers = 500;

function namespaceKey(namespace: string) {
  return ['namespace', namespace] as const;
}

export function namespaceQuery(namespace: string) {
  return queryOptions({
    queryKey: [...namespaceKey(namespace), 'itself'],
    queryFn: () => take(api.GET('/v1/namespaces/{namespace}/', { params: { path: { namespace } } })),
  });
}

export function repositoriesQuery(namespace: string, { query, page }: { query?: string; page?: number }) {
  return queryOptions({
    queryKey: [...namespaceKey(namespace), 'repositories', query ?? '', page ?? 1],
    queryFn: ({ signal }) =>
      takePage(
        api.GET('/v1/repos/{owner}/', {
          params: { path: { owner: namespace }, query: { query, page, page_size: kRepositoriesPerPage } },
          signal,
        }),
        (rows) => rows,
      ),
  });
}

export function membersKey(organisation: string) {
  return [...namespaceKey(organisation), 'members'] as const;
}

export function membersQuery(organisation: string) {
  return queryOptions({
    queryKey: membersKey(organisation),
    queryFn: () =>
      takePage(
        api.GET('/v1/orgs/{organisation}/members/', {
          params: { path: { organisation }, query: { page_size: kMostMembers } },
        }),
        (rows) => rows,
      ),
  });
}

export interface Place {
  /** Whether it is an organisation whose members one may see. */
  hasMembers: boolean;
  /** Whether one may make repositories and change members here: the server has the last word. */
  mayAdminister: boolean;
}

/** What one is in a namespace: it is one's own, or the role in the organisation says so. */
export function usePlaceIn(namespace: string): Place {
  const { user } = useSession();
  const { data: itself } = useQuery(namespaceQuery(namespace));
  const isOrganisation = itself?.type_name === 'Organization';
  const members = useQuery({ ...membersQuery(namespace), enabled: isOrganisation && user !== null });
  const role = members.data?.rows.find((member) => member.user === user?.slug)?.role;
  return {
    hasMembers: isOrganisation && members.data !== undefined,
    mayAdminister:
      user !== null && (user.slug === itself?.slug || user.is_admin || role === 'Owner' || role === 'Manager'),
  };
}

/** To a stranger a namespace without public repositories is as one that does not exist. */
export function isHidden(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 401 || error.status === 404);
}
