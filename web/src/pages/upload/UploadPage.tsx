import { Alert, Badge, Button, CloseButton, Group, Paper, Progress, Skeleton, Stack, Text } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import { Suspense } from 'react';
import { lazily } from '@/components/lazily';
import { PageTitle } from '@/components/PageTitle';
import { EmptyState } from '@/components/States';
import { counted, formatBytes } from '@/lib/format';
import { usePlace, useRepository } from '../repository/queries';
import { useUpload, type Item, type ItemState } from './use_upload';

const DropArea = lazily(async () => (await import('./DropArea')).DropArea);

const kWords: Readonly<Record<ItemState, readonly [word: string, color: string]>> = {
  reading: ['Reading', 'gray'],
  broken: ['Cannot be sent', 'red'],
  ready: ['Ready', 'gray'],
  sending: ['Sending', 'blue'],
  published: ['Published', 'teal'],
  there: ['Already there', 'teal'],
  refused: ['Refused', 'red'],
  held: ['Held back', 'orange'],
};

export function UploadPage() {
  const { actions } = useRepository();
  const upload = useUpload(usePlace());
  const { items, running, toSend, ring } = upload;
  useBlocker({
    shouldBlockFn: () => running && !window.confirm('Crates are still being sent. Leave and stop that?'),
    enableBeforeUnload: () => running,
  });
  if (!actions.publish) {
    return (
      <>
        <PageTitle title="Upload crates" order={2} />
        <EmptyState title="You may not publish here">Ask an administrator of this repository to let you.</EmptyState>
      </>
    );
  }
  const ended = items.filter((item) => item.state === 'published' || item.state === 'there').length;
  const isRetry = toSend > 0 && !items.some((item) => item.state === 'ready');
  return (
    <>
      <PageTitle title="Upload crates" order={2} />
      <Stack>
        <Suspense fallback={<Skeleton height={160} />}>
          <DropArea onFiles={upload.add} />
        </Suspense>
        {ring.length > 0 && (
          <Alert color="orange" variant="light">
            {ring.join(', ')} need each other: they are sent in no particular order, and the server may refuse them.
          </Alert>
        )}
        {items.length > 0 && (
          <Group justify="space-between">
            <Text role="status" size="sm">
              {ended} of {counted(items.length, 'file')} done
              {running ? ', sending' : ''}.
            </Text>
            {running ? (
              <Button variant="default" onClick={upload.cancel}>
                Cancel
              </Button>
            ) : (
              <Button disabled={toSend === 0} onClick={() => void upload.start()}>
                {isRetry ? 'Retry what failed' : `Upload ${counted(toSend, 'crate')}`}
              </Button>
            )}
          </Group>
        )}
        <Stack component="ul" gap="xs" p={0} m={0} aria-label="Files" style={{ listStyle: 'none' }}>
          {items.map((item) => (
            <Row key={item.id} item={item} onRemove={running ? undefined : () => upload.remove(item.id)} />
          ))}
        </Stack>
      </Stack>
    </>
  );
}

function Row({ item, onRemove }: { item: Item; onRemove?: () => void }) {
  const { file, crate, state, sent, note } = item;
  const [word, color] = kWords[state];
  const title = crate === undefined ? file.name : `${crate.name} ${crate.version}`;
  return (
    <Paper component="li" withBorder p="sm">
      <Group justify="space-between" wrap="nowrap">
        <div style={{ minWidth: 0 }}>
          <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
            {title}
          </Text>
          <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {file.name} · {formatBytes(file.size)}
            {crate !== undefined && crate.needs.length > 0 && ` · needs ${crate.needs.join(', ')}`}
          </Text>
        </div>
        <Group gap="xs" wrap="nowrap">
          <Badge variant="outline" c="var(--mantine-color-text)" color={color} flex="none">
            {word}
          </Badge>
          {onRemove !== undefined && (
            <CloseButton aria-label={`Remove ${file.name} from the list`} onClick={onRemove} />
          )}
        </Group>
      </Group>
      {note !== undefined && (
        <Text size="sm" mt={4} c={color === 'red' ? 'red' : undefined}>
          {note}
        </Text>
      )}
      {state === 'sending' && (
        <Progress mt="xs" value={file.size === 0 ? 100 : (100 * sent) / file.size} aria-label={`Sent of ${title}`} />
      )}
    </Paper>
  );
}
