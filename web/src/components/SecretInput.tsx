import { PasswordInput, type PasswordInputProps } from '@mantine/core';

/** A field for a password or key: masked until asked for, and the eye can be reached by keyboard. */
export function SecretInput({ label, ...others }: PasswordInputProps & { label: string }) {
  return (
    <PasswordInput
      label={label}
      spellCheck={false}
      autoCapitalize="none"
      visibilityToggleButtonProps={{ 'aria-label': `Show or hide: ${label}`, tabIndex: 0 }}
      {...others}
    />
  );
}
