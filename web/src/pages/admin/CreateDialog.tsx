import { Alert, Button, Checkbox, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError, sentenceOf } from '@/api/errors';
import { SecretInput } from '@/components/SecretInput';

export interface Created {
  slug: string;
  name: string;
  email: string;
  password: string;
  isAdmin: boolean;
}

interface Properties {
  /** Organisations have neither address nor password. */
  what: 'user' | 'organisation';
  onClose: () => void;
  onCreate: (created: Created) => Promise<unknown>;
}

export function CreateDialog({ what, onClose, onCreate }: Properties) {
  const [made, setMade] = useState<Created>({ slug: '', name: '', email: '', password: '', isAdmin: false });
  const create = useMutation({ mutationFn: () => onCreate(made), onSuccess: onClose });
  const fields = create.error instanceof ApiError ? create.error.fields : {};
  const text = (name: 'slug' | 'name' | 'email' | 'password') => ({
    value: made[name],
    onChange: (event: React.ChangeEvent<HTMLInputElement>) => setMade({ ...made, [name]: event.currentTarget.value }),
    error: fields[name],
  });
  return (
    <Modal opened onClose={onClose} title={`New ${what}`} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate();
        }}
      >
        <Stack>
          <TextInput
            label={what === 'user' ? 'User name' : 'Name in URLs'}
            description="Also the name of the namespace: letters, digits, - and _."
            required
            data-autofocus
            autoComplete="off"
            {...text('slug')}
          />
          <TextInput label="Name" description="As it is shown." autoComplete="off" {...text('name')} />
          {what === 'user' && (
            <>
              <TextInput label="E-mail address" type="email" autoComplete="off" {...text('email')} />
              <SecretInput
                label="First password"
                description="At least 8 characters. Without one, only API keys work."
                autoComplete="new-password"
                {...text('password')}
              />
              <Checkbox
                label="Administers this server"
                checked={made.isAdmin}
                onChange={(event) => setMade({ ...made, isAdmin: event.currentTarget.checked })}
              />
            </>
          )}
          {create.isError && Object.keys(fields).length === 0 && (
            <Alert color="red" role="alert">
              {sentenceOf(create.error)}
            </Alert>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={create.isPending}>
              Create
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
