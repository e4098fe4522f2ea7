import '@mantine/dropzone/styles.css';
import { Stack, Text } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import { IconUpload } from '@tabler/icons-react';

/** Where files are dropped, or picked by a click or the Enter key. */
export default function DropArea({ onFiles }: { onFiles: (files: File[]) => void }) {
  return (
    <Dropzone onDrop={onFiles} multiple inputProps={{ 'aria-label': 'Crate files' }} aria-label="Choose crate files">
      <Stack align="center" gap={6} py="lg" style={{ pointerEvents: 'none' }}>
        <IconUpload size={36} aria-hidden />
        <Text fw={600}>Drop .crate files here, or choose them</Text>
        <Text size="sm" c="dimmed" ta="center">
          As `cargo package` makes them in target/package. What others depend on goes first.
        </Text>
      </Stack>
    </Dropzone>
  );
}
