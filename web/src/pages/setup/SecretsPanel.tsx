import { Alert, Button, Group, Paper, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconKey, IconPlus } from '@tabler/icons-react';
import { useLocation } from '@tanstack/react-router';
import { useState } from 'react';
import type { SchemaApiKeyCreated } from '@/api/schema';
import { useSession } from '@/app/session';
import { LinkButton } from '@/components/Link';
import { Secret } from '@/components/Secret';
import { lazyDialog } from '@/components/lazy_dialog';
import type { SecretsProperties } from './secrets_properties';
import { TokenField } from './TokenField';

const NewKeyDialog = lazyDialog(async () => (await import('./NewKeyDialog')).NewKeyDialog);

/** Where secrets are pasted, chosen or made. They live as long as this page, and only in it. */
export function SecretsPanel(properties: SecretsProperties) {
  const { kinds, secrets, onChange } = properties;
  if (kinds.length === 0) return null;
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="secrets">
      <Stack gap="sm">
        <Group gap={8}>
          <IconKey size={18} aria-hidden />
          <Text component="h3" fw={600} id="secrets">
            Filled into the lines
          </Text>
        </Group>
        <Text size="sm" c="dimmed">
          What you give here stays in this page until you leave it, and nowhere else. The lines show it as dots; the
          copy buttons copy it whole.
        </Text>
        {kinds.includes('user') && (
          <TextInput
            label="User name"
            value={secrets.user ?? ''}
            onChange={(event) => onChange('user', event.currentTarget.value)}
            autoComplete="off"
            spellCheck={false}
          />
        )}
        {kinds.includes('password') && (
          <PasswordInput
            label="Password"
            value={secrets.password ?? ''}
            onChange={(event) => onChange('password', event.currentTarget.value)}
            autoComplete="off"
            visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the password' }}
          />
        )}
        {kinds.includes('api_key') && <KeyField {...properties} />}
        {kinds.includes('entitlement_token') && <TokenField {...properties} />}
      </Stack>
    </Paper>
  );
}

function KeyField({ place, secrets, onChange, publishes }: SecretsProperties) {
  const { user } = useSession();
  const here = useLocation({ select: (location) => location.href });
  const [opened, { open, close }] = useDisclosure();
  const [made, setMade] = useState<SchemaApiKeyCreated>();
  return (
    <>
      <Group align="flex-end" gap="xs">
        <PasswordInput
          label="API key"
          placeholder="Paste one"
          value={secrets.api_key ?? ''}
          onChange={(event) => onChange('api_key', event.currentTarget.value.trim())}
          autoComplete="off"
          visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the API key' }}
          style={{ flex: '1 1 240px' }}
        />
        {user !== null ? (
          <Button variant="light" leftSection={<IconPlus size={16} aria-hidden />} onClick={open}>
            New key
          </Button>
        ) : (
          <LinkButton variant="light" to="/sign-in" search={{ to: here }}>
            Sign in to make one
          </LinkButton>
        )}
      </Group>
      {made !== undefined && secrets.api_key === made.key && (
        <Alert color="teal" role="status" title={`The key “${made.name}” is made and filled in`}>
          <Text size="sm">It is shown here and never again. Copy what you need before you leave this page.</Text>
          <Secret value={made.key} name={`the API key ${made.name}`} />
        </Alert>
      )}
      {user !== null && (
        <NewKeyDialog
          place={place}
          opened={opened}
          onClose={close}
          publishes={publishes}
          onMade={(key) => {
            setMade(key);
            onChange('api_key', key.key);
          }}
        />
      )}
    </>
  );
}
