import { Alert, Button, Group, Modal, NativeSelect, Radio, Stack, TagsInput, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError, sentenceOf } from '@/api/errors';
import type { SchemaApiKeyCreated } from '@/api/schema';
import { kLifetimes, momentIn } from '@/lib/lifetimes';
import { repositoriesQuery } from '@/pages/home/queries';
import { createKey, kLongestKeyName } from './create_key';
import { keysQuery } from './queries';

const kScopes = [
  { value: 'read', label: 'Read', description: 'Finds and downloads what you may see.' },
  { value: 'publish', label: 'Publish', description: 'Also publishes, yanks and uploads, where you may.' },
  { value: 'admin', label: 'Everything', description: 'All that you may yourself, keys and settings too.' },
] as const;
type Scope = (typeof kScopes)[number]['value'];

interface Properties {
  onClose: () => void;
  onMade: (key: SchemaApiKeyCreated) => void;
}

/** What a new key may, where and until when. */
export function KeyDialog({ onClose, onMade }: Properties) {
  const client = useQueryClient();
  const repositories = useQuery(repositoriesQuery(undefined));
  const [name, setName] = useState('');
  const [scope, setScope] = useState<Scope>('publish');
  const [days, setDays] = useState('90');
  const [where, setWhere] = useState<string[]>([]);
  const [crates, setCrates] = useState<string[]>([]);
  const create = useMutation({
    mutationFn: () =>
      createKey({
        name: name.trim(),
        scope,
        ...(days !== '' && { expires_at: momentIn(Number(days)) }),
        ...(where.length > 0 && { repositories: where }),
        ...(crates.length > 0 && scope !== 'read' && { crates }),
      }),
    onSuccess: (key) => {
      void client.invalidateQueries({ queryKey: keysQuery.queryKey });
      onMade(key);
      onClose();
    },
  });
  const fields = create.error instanceof ApiError ? create.error.fields : {};
  return (
    <Modal opened onClose={onClose} title="New API key" size="lg" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate();
        }}
      >
        <Stack>
          <TextInput
            label="Name"
            description="To know it by: the machine or program that will use it."
            required
            data-autofocus
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={fields.name}
            maxLength={kLongestKeyName}
          />
          <Radio.Group label="What it may do" value={scope} onChange={(value) => setScope(value)} error={fields.scope}>
            <Stack gap="xs" mt={6}>
              {kScopes.map((one) => (
                <Radio key={one.value} value={one.value} label={one.label} description={one.description} />
              ))}
            </Stack>
          </Radio.Group>
          <NativeSelect
            label="Ends"
            value={days}
            onChange={(event) => setDays(event.currentTarget.value)}
            data={kLifetimes}
            error={fields.expires_at}
          />
          <TagsInput
            label="Only in these repositories"
            description="As namespace/repository. None: everywhere you may."
            data={repositories.data?.rows.map((row) => `${row.namespace}/${row.slug}`) ?? []}
            value={where}
            onChange={setWhere}
            splitChars={[',', ' ']}
            acceptValueOnBlur
            clearable
            clearButtonProps={{ 'aria-label': 'Clear the repositories' }}
            error={fields.repositories}
          />
          {scope !== 'read' && (
            <TagsInput
              label="Only these crates"
              description="Names that it may publish; * stands for any ending, as in serde*. None: all."
              value={crates}
              onChange={setCrates}
              splitChars={[',', ' ']}
              acceptValueOnBlur
              error={fields.crates}
            />
          )}
          {create.isError && (
            <Alert color="red" role="alert">
              {sentenceOf(create.error)}
            </Alert>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={create.isPending}>
              Create the key
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
