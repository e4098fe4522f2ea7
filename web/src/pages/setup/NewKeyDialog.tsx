import { Alert, Button, Checkbox, Group, Modal, NativeSelect, Radio, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError, sentenceOf } from '@/api/errors';
import type { SchemaApiKeyCreated } from '@/api/schema';
import { kLifetimes, momentIn } from '@/lib/lifetimes';
import { keysQuery } from '@/pages/account/queries';
import { createKey, kLongestKeyName } from '@/pages/account/create_key';
import type { Place } from '@/pages/repository/queries';

interface Properties {
  place: Place;
  opened: boolean;
  onClose: () => void;
  /** Whether the lines of the page publish something. */
  publishes: boolean;
  onMade: (key: SchemaApiKeyCreated) => void;
}

/** A key for these lines and no more: that of the account's page can have more. */
export function NewKeyDialog({ opened, onClose, ...rest }: Properties) {
  return (
    <Modal opened={opened} onClose={onClose} title="New API key" closeButtonProps={{ 'aria-label': 'Close' }}>
      <Form onClose={onClose} {...rest} />
    </Modal>
  );
}

function Form({ place, onClose, publishes, onMade }: Omit<Properties, 'opened'>) {
  const fullName = `${place.namespace}/${place.repository}`;
  const client = useQueryClient();
  const [name, setName] = useState(`cargo, ${fullName}`.slice(0, kLongestKeyName));
  const [scope, setScope] = useState<'read' | 'publish'>(publishes ? 'publish' : 'read');
  const [isOnlyHere, setIsOnlyHere] = useState(true);
  const [days, setDays] = useState('90');
  const making = useMutation({
    mutationFn: () =>
      createKey({
        name: name.trim(),
        scope,
        ...(isOnlyHere && { repositories: [fullName] }),
        ...(days !== '' && { expires_at: momentIn(Number(days)) }),
      }),
    onSuccess: (key) => {
      void client.invalidateQueries({ queryKey: keysQuery.queryKey });
      onMade(key);
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
          description="To know it by, in the list of your keys."
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={fields.name}
          maxLength={kLongestKeyName}
          required
          data-autofocus
        />
        <Radio.Group label="What it may do" value={scope} onChange={(value) => setScope(value)} error={fields.scope}>
          <Stack gap={8} mt={6}>
            <Radio value="read" label="Read" description="Build with crates and install them." />
            <Radio value="publish" label="Read and publish" description="As far as you may yourself." />
          </Stack>
        </Radio.Group>
        <Checkbox
          label={`Only for ${fullName}`}
          checked={isOnlyHere}
          onChange={(event) => setIsOnlyHere(event.currentTarget.checked)}
        />
        <NativeSelect
          label="Ends"
          value={days}
          onChange={(event) => setDays(event.currentTarget.value)}
          data={kLifetimes}
          error={fields.expires_at}
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
            Make the key
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
