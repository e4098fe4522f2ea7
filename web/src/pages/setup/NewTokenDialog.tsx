import { Alert, Button, Group, Modal, NativeSelect, NumberInput, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError, sentenceOf } from '@/api/errors';
import type { SchemaRepositoryToken } from '@/api/schema';
import { kLifetimes, momentIn } from './lifetimes';
import { repositoryKey, type Place } from '@/pages/repository/queries';
import { createToken } from './queries';

interface Properties {
  place: Place;
  opened: boolean;
  onClose: () => void;
  onMade: (token: SchemaRepositoryToken) => void;
}

/** The limits that are asked for most; the page of the tokens has them all. */
export function NewTokenDialog({ opened, onClose, ...rest }: Properties) {
  return (
    <Modal opened={opened} onClose={onClose} title="New entitlement token" closeButtonProps={{ 'aria-label': 'Close' }}>
      <Form onClose={onClose} {...rest} />
    </Modal>
  );
}

function Form({ place, onClose, onMade }: Omit<Properties, 'opened'>) {
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [days, setDays] = useState('');
  const [downloads, setDownloads] = useState<string | number>('');
  const [gigabytes, setGigabytes] = useState<string | number>('');
  const [query, setQuery] = useState('');
  const making = useMutation({
    mutationFn: () =>
      createToken(place, {
        name: name.trim(),
        ...(days !== '' && { limit_date_range_to: momentIn(Number(days)) }),
        ...(downloads !== '' && { limit_num_downloads: Number(downloads) }),
        ...(gigabytes !== '' && { limit_bandwidth: Number(gigabytes), limit_bandwidth_unit: 'Gigabyte' as const }),
        ...(query.trim() !== '' && { limit_package_query: query.trim() }),
      }),
    onSuccess: (token) => {
      void client.invalidateQueries({ queryKey: [...repositoryKey(place), 'tokens'] });
      onMade(token);
      onClose();
    },
  });
  const fields = making.error instanceof ApiError ? making.error.fields : {};
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        making.mutate();
      }}
    >
      <Stack>
        <TextInput
          label="Name"
          description="Who gets it: a customer, a build."
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={fields.name}
          required
          data-autofocus
        />
        <Text size="sm" c="dimmed">
          It reads this repository and nothing else. Leave a limit empty for none.
        </Text>
        <NativeSelect
          label="Ends"
          value={days}
          onChange={(event) => setDays(event.currentTarget.value)}
          data={kLifetimes}
          error={fields.limit_date_range_to}
        />
        <NumberInput
          label="Downloads at most"
          value={downloads}
          onChange={setDownloads}
          min={1}
          allowDecimal={false}
          allowNegative={false}
          thousandSeparator=" "
          error={fields.limit_num_downloads}
        />
        <NumberInput
          label="Gigabytes at most"
          value={gigabytes}
          onChange={setGigabytes}
          min={1}
          allowDecimal={false}
          allowNegative={false}
          error={fields.limit_bandwidth}
        />
        <TextInput
          label="Only what this search finds"
          description="As in the list of crates: name:^acme-"
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
          error={fields.limit_package_query}
          spellCheck={false}
        />
        {making.error !== null && (
          <Alert color="red" role="alert">
            {sentenceOf(making.error)}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={making.isPending} disabled={name.trim() === ''}>
            Make the token
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
