import { Button, Table, Text } from '@mantine/core';
import { IconBuilding, IconPlus } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, take } from '@/api/client';
import { Link } from '@/components/Link';
import { NoSuchPage } from '@/components/NoSuchPage';
import { Pages } from '@/components/Pages';
import { PageTitle } from '@/components/PageTitle';
import { EmptyState, ErrorState, LoadingRows } from '@/components/States';
import { Time } from '@/components/Time';
import { usePage } from '@/lib/use_page';
import { CreateDialog } from './dialogs';
import { organisationsKey, organisationsQuery } from './queries';

export function OrganisationsPage() {
  const [page, toPage] = usePage();
  const { data, error, refetch } = useQuery(organisationsQuery(page));
  const client = useQueryClient();
  const [creating, setCreating] = useState(false);
  return (
    <>
      <PageTitle
        title="Organisations"
        actions={
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setCreating(true)}>
            New organisation
          </Button>
        }
      />
      {error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <LoadingRows />
      ) : data.rows.length === 0 && page > 1 ? (
        <NoSuchPage onFirst={() => toPage(1)} />
      ) : data.rows.length === 0 ? (
        <EmptyState title="No organisations" icon={<IconBuilding aria-hidden />}>
          An organisation is a namespace that several people share.
        </EmptyState>
      ) : (
        <>
          <Table.ScrollContainer minWidth={480}>
            <Table verticalSpacing="sm">
              <Table.Caption>Organisations of this server</Table.Caption>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th scope="col">Organisation</Table.Th>
                  <Table.Th scope="col">Created</Table.Th>
                  <Table.Th scope="col">People</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {data.rows.map(({ slug, name, created_at }) => (
                  <Table.Tr key={slug}>
                    <Table.Th scope="row">
                      <Link to="/$namespace" params={{ namespace: slug }}>
                        {slug}
                      </Link>
                      <Text size="xs" c="dimmed" fw={400}>
                        {name}
                      </Text>
                    </Table.Th>
                    <Table.Td>
                      <Time at={created_at} />
                    </Table.Td>
                    <Table.Td>
                      <Link to="/$namespace/~members" params={{ namespace: slug }} aria-label={`Members of ${slug}`}>
                        Members
                      </Link>
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
          <Pages label="Organisations" page={page} pages={data.pages} onChange={toPage} />
        </>
      )}
      {creating && (
        <CreateDialog
          what="organisation"
          onClose={() => setCreating(false)}
          onCreate={async ({ slug, name }) => {
            await take(api.POST('/v1/orgs/', { body: { slug, ...(name === '' ? {} : { name }) } }));
            await client.invalidateQueries({ queryKey: organisationsKey });
          }}
        />
      )}
    </>
  );
}
