import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { sentenceOf } from '@/api/errors';

interface Properties {
  opened: boolean;
  onClose: () => void;
  title: string;
  /** What will be otherwise afterwards. */
  children: ReactNode;
  /** The word on the button. */
  action: string;
  onConfirm: () => Promise<unknown>;
}

/** One question before what somebody may regret; a refusal stays in the dialog. */
export function Confirm({ opened, onClose, title, children, action, onConfirm }: Properties) {
  const confirmed = useMutation({ mutationFn: onConfirm, onSuccess: () => close() });
  const close = () => {
    confirmed.reset();
    onClose();
  };
  return (
    <Modal opened={opened} onClose={close} title={title} closeButtonProps={{ 'aria-label': 'Close' }}>
      <Stack>
        <Text component="div" size="sm">
          {children}
        </Text>
        {confirmed.isError && (
          <Alert color="red" role="alert">
            {sentenceOf(confirmed.error)}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={close} data-autofocus>
            Cancel
          </Button>
          <Button color="red.9" loading={confirmed.isPending} onClick={() => confirmed.mutate()}>
            {action}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
