import { Avatar, UnstyledButton } from '@mantine/core';
import type { ComponentProps } from 'react';
import type { SignedIn } from './session';

interface Properties extends ComponentProps<'button'> {
  user: SignedIn;
}

/** Who one is; it opens the menu of one's account. */
export function AccountButton({ user, ...rest }: Properties) {
  return (
    <UnstyledButton aria-label={`Account of ${user.slug}`} aria-haspopup="menu" {...rest}>
      <Avatar name={user.name || user.slug} color="harbour" variant="filled" size={36} radius="xl" alt="" />
    </UnstyledButton>
  );
}
