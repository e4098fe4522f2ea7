import { Alert, Button, Checkbox, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { SchemaApiKeyCreated } from '@/api/schema';
import { Secret } from '@/components/Secret';

/** The only time that the secret is there: the dialog does not go away by a slip of the hand. */
export function NewSecret({ made, onStored }: { made: SchemaApiKeyCreated; onStored: () => void }) {
  const [stored, setStored] = useState(false);
  return (
    <Modal
      opened
      onClose={onStored}
      title={`The key “${made.name}” is made`}
      size="lg"
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
    >
      <Stack>
        <Alert variant="light">
          <Text size="sm" mb="xs">
            This is shown once, now. The server keeps no copy that anybody could read.
          </Text>
          <Secret value={made.key} name={`the key ${made.name}`} />
        </Alert>
        <Checkbox
          label="I have stored it"
          checked={stored}
          onChange={(event) => setStored(event.currentTarget.checked)}
        />
        <Group justify="flex-end">
          <Button disabled={!stored} onClick={onStored}>
            Done
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
