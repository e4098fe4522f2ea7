import { Alert, Button, Group, Modal, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api, take } from '@/api/client';
import { ApiError, sentenceOf } from '@/api/errors';
import { isChosen, kNoPassword, NewPassword } from '@/components/NewPassword';
import { notifyDone } from '@/lib/notify';

/** Sets somebody else's password; their sessions end. */
export function PasswordDialog({ user, onClose }: { user: string; onClose: () => void }) {
  const [chosen, setChosen] = useState(kNoPassword);
  const [insist, setInsist] = useState(false);
  const set = useMutation({
    mutationFn: () =>
      take(api.POST('/v1/users/{user}/password/', { params: { path: { user } }, body: { password: chosen.password } })),
    onSuccess: () => {
      notifyDone(`The password of ${user} is set.`);
      onClose();
    },
  });
  const fields = set.error instanceof ApiError ? set.error.fields : {};
  return (
    <Modal opened onClose={onClose} title={`Password of ${user}`} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setInsist(!isChosen(chosen));
          if (isChosen(chosen)) set.mutate();
        }}
      >
        <Stack>
          <NewPassword chosen={chosen} onChange={setChosen} refusal={fields.password} insist={insist} />
          {set.isError && (
            <Alert color="red" role="alert">
              {sentenceOf(set.error)}
            </Alert>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={set.isPending}>
              Set the password
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
