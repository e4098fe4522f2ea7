import { PasswordInput, type PasswordInputProps } from '@mantine/core';

/** A field for a password or key: masked until asked for, and the eye can be reached by keyboard. */
export function SecretInput(properties: PasswordInputProps) {
  return (
    <PasswordInput
      spellCheck={false}
      autoCapitalize="none"
      visibilityToggleButtonProps={{ 'aria-label': 'Show what is typed', tabIndex: 0 }}
      {...properties}
    />
  );
}
