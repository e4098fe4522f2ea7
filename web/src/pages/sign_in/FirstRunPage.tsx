import { Alert, Button, Code, Stack, Text } from '@mantine/core';
import { IconSparkles } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, take } from '@/api/client';
import { ApiError, sentenceOf } from '@/api/errors';
import { useSessionChange } from '@/app/session';
import { isChosen, kNoPassword, NewPassword } from '@/components/NewPassword';
import { SecretInput } from '@/components/SecretInput';
import { useCountdown } from './use_countdown';
import { WayIn } from './WayIn';

/** A new server: whoever holds the key that it printed chooses the administrator's password, and is in. */
export function FirstRunPage() {
  const navigate = useNavigate();
  const changed = useSessionChange();
  const [key, setKey] = useState('');
  const [chosen, setChosen] = useState(kNoPassword);
  const [insist, setInsist] = useState(false);
  const [wait, startWait] = useCountdown();
  const begin = useMutation({
    mutationFn: () =>
      take(
        api.POST('/v1/first-run/', {
          body: { key: /ent_\w+/.exec(key)?.[0] ?? key.trim(), password: chosen.password },
        }),
      ),
    onSuccess: async (session) => {
      await changed(session);
      await (session.user === null
        ? navigate({ to: '/', replace: true })
        : navigate({ to: '/$namespace/~new', params: { namespace: session.user.slug }, replace: true }));
    },
    onError: (error) => {
      if (error instanceof ApiError && error.retryAfter !== undefined) startWait(error.retryAfter);
    },
  });
  const fields = begin.error instanceof ApiError ? begin.error.fields : {};
  return (
    <WayIn
      title="Welcome to Entrepot"
      description="This server is new. Choose the password of its administrator, and you are in."
      icon={<IconSparkles aria-hidden />}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setInsist(!isChosen(chosen));
          if (wait === 0 && !begin.isPending && isChosen(chosen)) begin.mutate();
        }}
      >
        <Stack>
          {begin.isError && (
            <Alert color="red" role="alert" title="Not yet">
              {sentenceOf(begin.error)}
            </Alert>
          )}
          <SecretInput
            label="The key that the server printed at its first start"
            description={
              <>
                It begins with <Code>ent_</Code> and proves that the server is yours.
              </>
            }
            autoComplete="off"
            required
            value={key}
            onChange={(event) => setKey(event.currentTarget.value)}
            error={fields.key}
          />
          <NewPassword chosen={chosen} onChange={setChosen} refusal={fields.password} insist={insist} />
          <Button type="submit" fullWidth loading={begin.isPending} disabled={wait > 0}>
            {wait > 0 ? `Try again in ${wait} s` : 'Set the password and go in'}
          </Button>
          <Text size="sm" c="dimmed">
            The key stays good for cargo and the command line. Next, you create the first repository.
          </Text>
        </Stack>
      </form>
    </WayIn>
  );
}
