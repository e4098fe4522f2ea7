import { Checkbox, Select, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { ErrorState } from '@/components/States';
import { copyTo, moveTo } from './changes';
import { ConfirmDialog } from './ConfirmDialog';
import { repositoriesQuery } from './queries';
import { useCrateName } from './use_crate';
import type { DialogProperties } from './version_change';

/** Copies or moves a version to another repository of the namespace. */
export function DestinationDialog({
  change,
  version,
  opened,
  onClose,
}: DialogProperties & { change: 'copy' | 'move' }) {
  const crate = useCrateName();
  const navigate = useNavigate();
  const repositories = useQuery({ ...repositoriesQuery(crate.namespace), enabled: opened });
  const [destination, setDestination] = useState<string | null>(null);
  const [replaces, setReplaces] = useState(false);
  const choices = (repositories.data ?? [])
    .filter(({ slug }) => slug !== crate.repository)
    .map(({ slug, name }) => ({ value: slug, label: name === slug ? slug : `${name} (${slug})` }));
  const title = `${crate.crate} ${version.version}`;
  const run = async () => {
    const name = { ...crate, slug_perm: version.slug_perm };
    if (change === 'copy') return copyTo(name, destination!, replaces);
    await moveTo(name, destination!);
    await navigate({
      to: '/$namespace/$repository/@{$crate}/$version',
      params: { ...crate, repository: destination!, version: version.version },
    });
  };
  return (
    <ConfirmDialog
      opened={opened}
      onClose={onClose}
      title={`${change === 'copy' ? 'Copy' : 'Move'} ${title}`}
      action={change === 'copy' ? 'Copy' : 'Move'}
      done={`${title} is ${change === 'copy' ? 'also' : 'now'} in ${destination}.`}
      run={run}
      isDisabled={destination === null}
    >
      <Stack gap="sm">
        <Text size="sm">
          {change === 'copy'
            ? 'It stays here too; no bytes are copied.'
            : 'It is gone from here then: builds that take it from this repository fail.'}
        </Text>
        {repositories.isError ? (
          <ErrorState error={repositories.error} onRetry={() => void repositories.refetch()} />
        ) : (
          <Select
            label={`To which repository of ${crate.namespace}`}
            placeholder={choices.length === 0 && repositories.isSuccess ? 'There is no other' : 'Choose one'}
            data={choices}
            value={destination}
            onChange={setDestination}
            disabled={choices.length === 0 && repositories.isSuccess}
            searchable
            allowDeselect={false}
            data-autofocus
          />
        )}
        {change === 'copy' && (
          <Checkbox
            label="May take the place of the same version there"
            checked={replaces}
            onChange={(event) => setReplaces(event.currentTarget.checked)}
          />
        )}
      </Stack>
    </ConfirmDialog>
  );
}
