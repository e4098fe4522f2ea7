import { Alert, Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { sentenceOf } from '@/api/errors';

interface Properties {
  opened: boolean;
  onClose: () => void;
  title: string;
  /** What must be typed. */
  name: string;
  /** What will be gone, and whether it comes back. */
  children: ReactNode;
  /** The word on the button. */
  action: string;
  onConfirm: () => Promise<unknown>;
}

/** For what cannot be undone: nothing happens before the name is typed. */
export function ConfirmByName({ opened, onClose, title, name, children, action, onConfirm }: Properties) {
  const [typed, setTyped] = useState('');
  const [failure, setFailure] = useState<string>();
  const [running, setRunning] = useState(false);
  const close = () => {
    setTyped('');
    setFailure(undefined);
    onClose();
  };
  const confirm = async () => {
    setRunning(true);
    try {
      await onConfirm();
      close();
    } catch (error) {
      setFailure(sentenceOf(error));
    } finally {
      setRunning(false);
    }
  };
  return (
    <Modal opened={opened} onClose={close} title={title} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (typed === name) void confirm();
        }}
      >
        <Stack>
          <Text component="div" size="sm">
            {children}
          </Text>
          <TextInput
            label={
              <>
                Type <b>{name}</b> to go on
              </>
            }
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            autoComplete="off"
            spellCheck={false}
            data-autofocus
          />
          {failure !== undefined && (
            <Alert color="red" role="alert">
              {failure}
            </Alert>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" color="red.9" disabled={typed !== name} loading={running}>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
