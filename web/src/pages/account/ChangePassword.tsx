import { Alert, Button, Group, Paper, Stack, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, take } from '@/api/client';
import { ApiError, sentenceOf } from '@/api/errors';
import { useSession, useSessionChange } from '@/app/session';
import { isChosen, kNoPassword, NewPassword } from '@/components/NewPassword';
import { SecretInput } from '@/components/SecretInput';
import { notifyDone } from '@/lib/notify';

/** The server ends every session when the password changes, so one is signed in anew with the new one. */
export function ChangePassword() {
  const slug = useSession().user?.slug ?? '';
  const changed = useSessionChange();
  const navigate = useNavigate();
  const [current, setCurrent] = useState('');
  const [chosen, setChosen] = useState(kNoPassword);
  const [insist, setInsist] = useState(false);
  const change = useMutation({
    mutationFn: () =>
      take(
        api.POST('/v1/users/{user}/password/', {
          params: { path: { user: slug } },
          body: { password: chosen.password, current_password: current },
        }),
      ),
    onSuccess: async () => {
      notifyDone('The password is changed, and all other sessions have ended.');
      try {
        await changed(await take(api.POST('/v1/session/', { body: { user: slug, password: chosen.password } })));
      } catch {
        await changed();
        await navigate({ to: '/sign-in', search: { to: '/account/security' } });
        return;
      }
      setCurrent('');
      setChosen(kNoPassword);
    },
  });
  const fields = change.error instanceof ApiError ? change.error.fields : {};
  return (
    <Paper component="section" withBorder p="md" maw={520} aria-labelledby="change-password">
      <Title order={2} size="h4" id="change-password" mb="sm">
        Change the password
      </Title>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setInsist(!isChosen(chosen));
          if (isChosen(chosen)) change.mutate();
        }}
      >
        <Stack>
          <SecretInput
            label="Present password"
            autoComplete="current-password"
            required
            value={current}
            onChange={(event) => setCurrent(event.currentTarget.value)}
            error={fields.current_password}
          />
          <NewPassword chosen={chosen} onChange={setChosen} refusal={fields.password} insist={insist} />
          {change.isError && (
            <Alert color="red" role="alert">
              {sentenceOf(change.error)}
            </Alert>
          )}
          <Group justify="flex-end">
            <Button type="submit" loading={change.isPending}>
              Change the password
            </Button>
          </Group>
        </Stack>
      </form>
    </Paper>
  );
}
