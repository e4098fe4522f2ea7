import { Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Link } from '@/components/Link';
import { PageTitle } from '@/components/PageTitle';
import { Pages } from '@/components/Pages';
import { EmptyState, ErrorState, LoadingRows } from '@/components/States';
import { counted } from '@/lib/format';
import { dependentsQuery, kDependentsOnPage } from './queries';
import { useCrate, useCrateName } from './use_crate';

const route = getRouteApi('/$namespace/$repository/@{$crate}/dependents');
const kKinds = { normal: 'to run', build: 'to build', dev: 'for tests and examples' } as const;

/** Which crates of this server need this one, as far as one may see them. */
export function DependentsPage() {
  const crate = useCrate();
  const name = useCrateName();
  const { page = 1 } = route.useSearch();
  const navigate = useNavigate();
  const dependents = useQuery(dependentsQuery(name, page));
  const total = dependents.data?.total ?? crate.dependents;
  return (
    <>
      <PageTitle
        order={2}
        title={`Dependents of ${crate.name}`}
        description={
          total === 0 ? undefined : `${counted(total, 'crate')} of this server, by the newest version of each.`
        }
      >
        Dependents
      </PageTitle>
      {dependents.isLoadingError ? (
        <ErrorState error={dependents.error} onRetry={() => void dependents.refetch()} />
      ) : dependents.data === undefined ? (
        <LoadingRows rows={Math.max(1, Math.min(crate.dependents, kDependentsOnPage))} />
      ) : dependents.data.rows.length === 0 ? (
        <EmptyState title="No crate of this server depends on it">Or none that you may see.</EmptyState>
      ) : (
        <>
          <Table.ScrollContainer minWidth={520}>
            <Table verticalSpacing="xs">
              <caption className="visually-hidden">Crates that depend on {crate.name}</caption>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th scope="col">Crate</Table.Th>
                  <Table.Th scope="col">Version</Table.Th>
                  <Table.Th scope="col">Requires</Table.Th>
                  <Table.Th scope="col">Needs it</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {dependents.data.rows.map(({ namespace, repository, name: dependent, version, requirement, kind }) => (
                  <Table.Tr key={`${namespace}/${repository}/${dependent}`}>
                    <Table.Td>
                      <Link
                        to="/$namespace/$repository/@{$crate}"
                        params={{ namespace, repository, crate: dependent }}
                        inherit
                      >
                        {dependent}
                      </Link>
                      {(namespace !== name.namespace || repository !== name.repository) && (
                        <Text size="xs" c="dimmed">
                          in {namespace}/{repository}
                        </Text>
                      )}
                    </Table.Td>
                    <Table.Td>{version}</Table.Td>
                    <Table.Td>
                      <Text ff="monospace" size="sm">
                        {requirement}
                      </Text>
                    </Table.Td>
                    <Table.Td>{kKinds[kind]}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
          <Pages
            label="Dependents"
            page={page}
            pages={dependents.data.pages}
            onChange={(chosen) => void navigate({ to: '.', search: { page: chosen === 1 ? undefined : chosen } })}
          />
        </>
      )}
    </>
  );
}
