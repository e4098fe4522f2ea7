import { Button, Group, NativeSelect, PasswordInput, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { SchemaRepositoryToken } from '@/api/schema';
import { ErrorState } from '@/components/States';
import { TokenDialog } from '@/pages/repository/tokens/lazy_token_dialog';
import { tokensQuery } from './queries';
import type { SecretsProperties } from './secrets_properties';

function labelOf({ name, is_active, is_limited, has_limits }: SchemaRepositoryToken): string {
  if (!is_active) return `${name} (disabled)`;
  if (is_limited) return `${name} (a limit is reached)`;
  return has_limits ? `${name} (limited)` : name;
}

/** An entitlement token: one of the repository's for whoever manages them, else a pasted one. */
export function TokenField(properties: SecretsProperties) {
  const { place, secrets, onChange, mayManageTokens, token, onToken } = properties;
  const [opened, { open, close }] = useDisclosure();
  const tokens = useQuery({ ...tokensQuery(place), enabled: mayManageTokens });
  const paste = (
    <PasswordInput
      label="Entitlement token"
      placeholder="Paste one"
      value={secrets.entitlement_token ?? ''}
      onChange={(event) => onChange('entitlement_token', event.currentTarget.value.trim())}
      autoComplete="off"
      visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the entitlement token' }}
      style={{ flex: '1 1 240px' }}
    />
  );
  if (!mayManageTokens) {
    return (
      <>
        {paste}
        <Text size="xs" c="dimmed">
          Whoever manages this repository can give you one.
        </Text>
      </>
    );
  }
  if (tokens.error !== null) return <ErrorState error={tokens.error} onRetry={() => void tokens.refetch()} />;
  const isThere = tokens.data === undefined || tokens.data.some(({ slug_perm }) => slug_perm === token);
  return (
    <>
      <Group align="flex-end" gap="xs">
        <NativeSelect
          label="Entitlement token of this repository"
          value={isThere ? (token ?? '') : ''}
          disabled={tokens.data === undefined}
          onChange={(event) => onToken(event.currentTarget.value || undefined)}
          data={[
            { value: '', label: 'Choose one, or paste one below' },
            ...(tokens.data ?? []).map((each) => ({ value: each.slug_perm, label: labelOf(each) })),
          ]}
          style={{ flex: '1 1 240px' }}
        />
        <Button variant="light" leftSection={<IconPlus size={16} aria-hidden />} onClick={open}>
          New token
        </Button>
      </Group>
      {(token === undefined || !isThere) && paste}
      <TokenDialog opened={opened} onClose={close} onSaved={({ slug_perm }) => onToken(slug_perm)} />
    </>
  );
}
