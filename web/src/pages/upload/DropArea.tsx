import '@mantine/dropzone/styles.css';
import { Code, Stack, Text } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import { IconUpload } from '@tabler/icons-react';

/** Where files are dropped, or picked by a click or the Enter key. */
export function DropArea({ onFiles }: { onFiles: (files: File[]) => void }) {
  return (
    <Dropzone onDrop={onFiles} multiple inputProps={{ 'aria-label': 'Crate files' }} aria-label="Choose crate files">
      <Stack align="center" gap={6} py="lg" style={{ pointerEvents: 'none' }}>
        <IconUpload size={36} aria-hidden />
        <Text fw={600} ta="center">
          Drop .crate files here, or choose them
        </Text>
        <Text size="sm" c="dimmed" ta="center">
          As <Code>cargo package</Code> makes them in <Code>target/package</Code>. What others depend on goes first.
        </Text>
      </Stack>
    </Dropzone>
  );
}
