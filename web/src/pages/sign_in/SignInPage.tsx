import { Alert, Button, Stack, TextInput } from '@mantine/core';
import { IconLogin2 } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { api, take } from '@/api/client';
import { ApiError, sentenceOf } from '@/api/errors';
import { useSessionChange } from '@/app/session';
import { SecretInput } from '@/components/SecretInput';
import { returnPath } from '@/lib/return_path';
import { useCountdown } from './use_countdown';
import { WayIn } from './WayIn';

const route = getRouteApi('/sign-in');

export function SignInPage() {
  const { to } = route.useSearch();
  const navigate = useNavigate();
  const changed = useSessionChange();
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const [wait, startWait] = useCountdown();
  const field = useRef<HTMLInputElement>(null);
  const signIn = useMutation({
    mutationFn: () => take(api.POST('/v1/session/', { body: { user: user.trim(), password } })),
    onSuccess: async (session) => {
      await changed(session);
      await navigate({ href: returnPath(to), replace: true });
    },
    onError: (error) => {
      if (error instanceof ApiError && error.retryAfter !== undefined) startWait(error.retryAfter);
      setPassword('');
      field.current?.focus();
    },
  });
  return (
    <WayIn
      title="Sign in"
      description={to === undefined ? 'To your repositories on this server.' : 'And you are back where you were.'}
      icon={<IconLogin2 aria-hidden />}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (wait === 0 && !signIn.isPending) signIn.mutate();
        }}
      >
        <Stack>
          {signIn.isError && (
            <Alert color="red" role="alert" title="Not signed in">
              {sentenceOf(signIn.error)}
            </Alert>
          )}
          <TextInput
            label="User name or e-mail address"
            name="user"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            required
            withAsterisk={false}
            value={user}
            onChange={(event) => setUser(event.currentTarget.value)}
            error={signIn.error instanceof ApiError ? signIn.error.fields.user : undefined}
          />
          <SecretInput
            label="Password"
            name="password"
            autoComplete="current-password"
            required
            withAsterisk={false}
            ref={field}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            error={signIn.error instanceof ApiError ? signIn.error.fields.password : undefined}
          />
          <Button type="submit" fullWidth loading={signIn.isPending} disabled={wait > 0}>
            {wait > 0 ? `Try again in ${wait} s` : 'Sign in'}
          </Button>
        </Stack>
      </form>
    </WayIn>
  );
}
