import { Button, Checkbox, Group, Table, Text } from '@mantine/core';
import { IconArrowBackUp, IconTrash } from '@tabler/icons-react';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { ConfirmByName } from '@/components/dialogs';
import { PageTitle } from '@/components/PageTitle';
import { Pages } from '@/components/Pages';
import { EmptyState, ErrorState, LoadingRows } from '@/components/States';
import { Time } from '@/components/Time';
import { counted, formatBytes } from '@/lib/format';
import { notifyDone, notifyFailed } from '@/lib/notify';
import { useLastData } from '@/lib/use_last_data';
import { binQuery, changeBin, refusalOf, type BinAction, type DeletedVersion } from './bin_queries';
import { NotYours } from './NotYours';
import { usePlace, useRepository, useRepositoryChange } from './queries';

/** What was deleted from a repository and can still be restored. */
export function BinPage() {
  const { actions } = useRepository();
  if (!actions.delete) return <NotYours>The bin is for those who may delete versions here.</NotYours>;
  return <Bin />;
}

function Bin() {
  const place = usePlace();
  const changed = useRepositoryChange();
  const { page = 1 } = useSearch({ from: '/$namespace/$repository/bin' });
  const navigate = useNavigate({ from: '/$namespace/$repository/bin' });
  const { data, error, refetch } = useQuery(binQuery(place, page));
  const shown = useLastData(data);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [isPurging, setPurging] = useState(false);

  const rows = shown?.rows ?? [];
  const selected = rows.filter(({ slug_perm }) => chosen.has(slug_perm));
  const run = async (action: BinAction) => {
    const answer = await changeBin(place, action, selected);
    const refusal = refusalOf(answer, rows);
    const done = answer.packages_actioned.length;
    for (const { slug_perm } of selected) notifications.hide(`deleted-${slug_perm}`); // its way back is past
    if (done > 0) {
      notifyDone(
        `${counted(done, 'version is', 'versions are')} ${action === 'restore' ? 'restored' : 'gone for good'}.`,
      );
    }
    setChosen(new Set());
    await changed();
    if (refusal !== undefined) throw new Error(refusal);
  };
  const restore = useMutation({ mutationFn: () => run('restore'), onError: notifyFailed });
  const choose = (versions: DeletedVersion[], isChosen: boolean) => {
    const next = new Set(chosen);
    for (const { slug_perm } of versions) {
      if (isChosen) next.add(slug_perm);
      else next.delete(slug_perm);
    }
    setChosen(next);
  };
  const only = selected.length === 1 ? selected[0] : undefined;
  const purgeName = only === undefined ? place.repository : `${only.name} ${only.version}`;
  return (
    <>
      <PageTitle
        title="Bin"
        order={2}
        description="Deleted versions can be restored for seven days. Their numbers never come back with other content."
      />
      {error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : shown === undefined ? (
        <LoadingRows rows={5} />
      ) : rows.length === 0 ? (
        <EmptyState title="The bin is empty" icon={<IconTrash aria-hidden />} />
      ) : (
        <>
          <Group gap="sm" mb="sm">
            <Button
              leftSection={<IconArrowBackUp size={16} aria-hidden />}
              disabled={selected.length === 0}
              loading={restore.isPending}
              onClick={() => restore.mutate()}
            >
              Restore
            </Button>
            <Button
              variant="default"
              leftSection={<IconTrash size={16} aria-hidden />}
              disabled={selected.length === 0}
              onClick={() => setPurging(true)}
            >
              Delete for good
            </Button>
            <Text size="sm" c="dimmed" role="status">
              {selected.length === 0
                ? counted(shown.total, 'version')
                : `${counted(selected.length, 'version')} chosen`}
            </Text>
          </Group>
          <BinTable rows={rows} chosen={chosen} onChoose={choose} />
          <Pages
            label="Deleted versions"
            page={page}
            pages={shown.pages}
            onChange={(next) => void navigate({ search: { page: next === 1 ? undefined : next } })}
          />
        </>
      )}
      <ConfirmByName
        opened={isPurging}
        onClose={() => setPurging(false)}
        title={`Delete ${only === undefined ? counted(selected.length, 'version') : purgeName} for good`}
        name={purgeName}
        action="Delete for good"
        onConfirm={() => run('hard_delete')}
      >
        {counted(selected.length, 'version')} can then not be restored by anybody.
      </ConfirmByName>
    </>
  );
}

interface BinTableProperties {
  rows: DeletedVersion[];
  chosen: ReadonlySet<string>;
  onChoose: (versions: DeletedVersion[], isChosen: boolean) => void;
}

function BinTable({ rows, chosen, onChoose }: BinTableProperties) {
  const all = rows.every(({ slug_perm }) => chosen.has(slug_perm));
  const some = rows.some(({ slug_perm }) => chosen.has(slug_perm));
  return (
    <Table.ScrollContainer
      minWidth={640}
      scrollAreaProps={{ viewportProps: { tabIndex: 0, 'aria-label': 'Deleted versions' } }}
    >
      <Table highlightOnHover>
        <caption className="visually-hidden">Deleted versions</caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={40}>
              <Checkbox
                aria-label="Choose all of this page"
                checked={all}
                indeterminate={some && !all}
                onChange={(event) => onChoose(rows, event.currentTarget.checked)}
              />
            </Table.Th>
            <Table.Th scope="col">Version</Table.Th>
            <Table.Th scope="col">Deleted</Table.Th>
            <Table.Th scope="col">By</Table.Th>
            <Table.Th scope="col" ta="right">
              Size
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((version) => (
            <Table.Tr key={version.slug_perm}>
              <Table.Td>
                <Checkbox
                  aria-label={`${version.name} ${version.version}`}
                  checked={chosen.has(version.slug_perm)}
                  onChange={(event) => onChoose([version], event.currentTarget.checked)}
                />
              </Table.Td>
              <Table.Td>
                {version.name} {version.version}
              </Table.Td>
              <Table.Td>{version.deleted_at !== null && <Time at={version.deleted_at} />}</Table.Td>
              <Table.Td>{version.action_by ?? ''}</Table.Td>
              <Table.Td ta="right">{formatBytes(version.size)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
