import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { sentenceOf } from '@/api/errors';
import { notifyDone } from '@/lib/notify';
import { useRepositoryChange } from '@/pages/repository/queries';

interface Properties {
  opened: boolean;
  onClose: () => void;
  title: string;
  /** What it means, and whether it can be undone. */
  children: ReactNode;
  /** The word on the button. */
  action: string;
  /** Said when it is done. */
  done: string;
  run: () => Promise<unknown>;
  isDisabled?: boolean;
}

/** For what can be undone: says what it means, does it, and says that it is done; or why not. */
export function ConfirmDialog({ opened, onClose, title, children, action, done, run, isDisabled = false }: Properties) {
  const changed = useRepositoryChange();
  const change = useMutation({
    mutationFn: run,
    onSuccess: async () => {
      onClose();
      notifyDone(done);
      await changed();
    },
  });
  const close = () => {
    change.reset();
    onClose();
  };
  return (
    <Modal opened={opened} onClose={close} title={title} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!isDisabled) change.mutate();
        }}
      >
        <Stack>
          <Text component="div" size="sm">
            {children}
          </Text>
          {change.isError && (
            <Alert color="red" role="alert">
              {sentenceOf(change.error)}
            </Alert>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={change.isPending} disabled={isDisabled}>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
